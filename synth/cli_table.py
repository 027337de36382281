"""The commands about tables: ``provender table split | detect | fit | sample | evaluate``."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

table = typer.Typer(help="Synthetic tables: fit an engine, sample rows, judge them.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Seed = Annotated[int, typer.Option(help="Everything made is a function of it.")]
SchemaFile = Annotated[Path | None, typer.Option("--schema", help="The schema's YAML file. [default: detected]")]


def say(value: Any, *, as_json: bool) -> None:
    """Print a result: JSON on one line, or a sentence."""
    sys.stdout.write(f"{json.dumps(value, ensure_ascii=False) if as_json else value}\n")


@table.command()
def detect(
    data: Annotated[str, typer.Argument(help="A file, a folder of files, or a database's URL.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where the schema goes, for correction.")] = None,
    as_json: AsJson = False,
) -> None:
    """Guess the schema of tables, each column with the reason."""
    from synth import tables

    told = tables.detect(data, out)
    if as_json:
        say(told, as_json=True)
        return
    for one in told["reasons"]:
        say(f"{one['table']}.{one['column']}: {one['why']}", as_json=False)
    say(str(out) if out else f"\n{told['schema']}", as_json=False)


@table.command()
def split(
    data: Annotated[str, typer.Argument(help="A file, a folder of files, a database's URL, or a shipped name.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder of the parts and the schema.")],
    schema: SchemaFile = None,
    holdout: Annotated[float, typer.Option(min=0.01, max=0.99, help="Share of the people to judge by.")] = 0.5,
    people: Annotated[
        list[str] | None, typer.Option(help="A table whose rows are people; may be repeated. [default: guessed]")
    ] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Part tables into rows to learn from and rows to judge by; all rows of a person go to one side."""
    from synth import tables

    told = tables.split(data, out, schema=schema, holdout=holdout, seed=seed, people=tuple(people or ()))
    say(told if as_json else told["sentence"], as_json=as_json)


@table.command()
def fit(
    data: Annotated[
        str, typer.Argument(help="A file, a folder, a database's URL, a shipped name; or a schema's YAML file alone.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="The model's folder.")],
    schema: SchemaFile = None,
    engine: Annotated[str, typer.Option(help="An engine's name, or auto.")] = "auto",
    engines: Annotated[str, typer.Option(help="open: none of SDV's, whose licence is not open. Else all.")] = "all",
    epsilon: Annotated[float | None, typer.Option(help="Differential privacy: the loss that is allowed.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, help="What fewer people share is withheld.")] = 10,
    locale: Annotated[str, typer.Option(help="Of fakes, such as de_DE. [default: guessed]")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="setting=value of the engine, as strength=8; may be repeated."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="List what was withheld.")] = False,
    seed: Annotated[int | None, typer.Option(help="Default: 0; with --epsilon, one that nobody knows.")] = None,
    as_json: AsJson = False,
) -> None:
    """Learn a model of one table, of several, or of sequences."""
    from synth import console, tables

    begin = nullcontext if as_json else console.fitting
    told = tables.fit(data, out, schema=schema, engine=engine, epsilon=epsilon, k=k, locale=locale, seed=seed,
                      engines=engines, settings=tables.settings(set_ or ()), begin=begin)  # fmt: skip
    say(told if as_json else told["sentence"], as_json=as_json)
    if explain and not as_json:
        for one in told["withheld"]:
            say(f"{one['table']}.{one['column']}: {one['what']} ({one['rows']:,} rows; {one['why']})", as_json=False)


@table.command()
def sample(
    model: Annotated[Path, typer.Argument(help="The folder of a fitted model.")],
    out: Annotated[
        str,
        typer.Option("-o", "--out", help="A .parquet or .csv file, of several tables a folder, or a URL."),
    ],
    n: Annotated[int | None, typer.Option("-n", min=1, help="How many rows. [default: as many as were real]")] = None,
    scale: Annotated[float, typer.Option(min=0.0, help="Of several tables: times as large as the real ones.")] = 1.0,
    given: Annotated[list[str] | None, typer.Option(help="column=value that all rows have; may be repeated.")] = None,
    balance: Annotated[list[str] | None, typer.Option(help="A column whose groups get alike many rows.")] = None,
    pairs: Annotated[str, typer.Option(help="A column in which each second row differs from the one before.")] = "",
    trust_pickle: Annotated[bool, typer.Option(help="Run the code in a model of SDV's: only if you made it.")] = False,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Draw rows that keep the schema from a fitted model."""
    from synth import tables

    told = tables.sample(
        model, out, n, given=given or (), balance=balance or (), pairs=pairs, scale=scale, seed=seed, trust=trust_pickle
    )
    say(told if as_json else told["sentence"], as_json=as_json)


@table.command()
def evaluate(
    real: Annotated[str, typer.Option(help="Real rows that the engine saw: a file, a folder, or a URL.")],
    holdout: Annotated[str, typer.Option(help="Real rows that it did not see, likewise.")],
    synthetic: Annotated[str, typer.Option(help="The synthetic rows, likewise.")],
    schema: SchemaFile = None,
    predict: Annotated[
        list[str] | None, typer.Option(help="A column (or table.column) to predict; repeatable.")
    ] = None,
    by: Annotated[list[str] | None, typer.Option(help="A column that makes groups; may be repeated.")] = None,
    model: Annotated[Path | None, typer.Option(help="The model that made the rows: the page tells of it.")] = None,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the page and the JSON.")] = Path("evaluation"),
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Judge synthetic tables and sequences against real ones that no engine saw; exit code 1 where a rule is broken."""
    from synth import tables
    from synth.report.tables import summary

    told = tables.evaluate(
        real,
        holdout,
        synthetic,
        schema=schema,
        predict=tuple(predict or ()),
        by=tuple(by or ()),
        out=out,
        model=model,
        seed=seed,
    )
    say(told if as_json else f"{summary(told)}\n{out / tables.PAGE}", as_json=as_json)
    if told["broken"]:
        raise typer.Exit(1)
