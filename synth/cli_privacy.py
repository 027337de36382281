"""The commands about privacy: ``provender privacy table | text | model | scan``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

privacy = typer.Typer(help="What a released table, text or model gives away.", no_args_is_help=True)

EXITS = {"pass": 0, "fail": 1, "insufficient": 3}
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Seed = Annotated[int, typer.Option(help="Everything found is a function of it.")]
Policy = Annotated[str, typer.Option(help="internal, partner or public, or a YAML file of thresholds.")]
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Folder of the page and of privacy.json.")]


@privacy.command()
def table(
    train: Annotated[str, typer.Option(help="Rows that the generator saw: a file, a folder, or a database's URL.")],
    holdout: Annotated[str, typer.Option(help="Rows of the same population that it never saw, likewise.")],
    synthetic: Annotated[str, typer.Option(help="The rows to be released, likewise.")],
    schema: Annotated[Path | None, typer.Option(help="The schema's YAML file. [default: detected]")] = None,
    policy: Policy = "partner",
    people: Annotated[
        list[str] | None, typer.Option(help="A table whose rows are people; may be repeated. [default: guessed]")
    ] = None,
    out: Out = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Attack synthetic tables; exit code 0: pass, 1: fail, 3: not enough data to say."""
    from synth.disclosure import tables

    told = tables.table(
        train, holdout, synthetic, schema=schema, policy_name=policy, people=tuple(people or ()), out=out, seed=seed
    )
    say_verdict(told, out, as_json=as_json)


def say_verdict(told: dict[str, Any], out: Path | None, *, as_json: bool) -> None:
    """Print a gate's verdict, and leave with its exit code."""
    from synth.report import privacy as pages

    text = json.dumps(told, ensure_ascii=False) if as_json else pages.summary(told)
    sys.stdout.write(f"{text}\n")
    if out is not None and not as_json:
        sys.stdout.write(f"{out / pages.PAGE}\n")
    if code := EXITS[told["verdict"]]:
        raise typer.Exit(code)
