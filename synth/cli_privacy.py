"""The commands about privacy: ``provender privacy table | text | model | scan``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

privacy = typer.Typer(help="What a released table, text or model gives away.", no_args_is_help=True)

EXIT = {"pass": 0, "fail": 1, "insufficient": 3}

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Seed = Annotated[int, typer.Option(help="Everything drawn is a function of it.")]
PolicyName = Annotated[str, typer.Option("--policy", help="internal, partner, public, or a YAML file.")]
Folder = Annotated[Path | None, typer.Option("--out", help="Folder of privacy.json and the page.")]


@privacy.command()
def text(
    train: Annotated[Path, typer.Option(help="Texts that the generator saw: JSON Lines, or a document a line.")],
    holdout: Annotated[Path, typer.Option(help="Texts of the same source that it did not see, likewise.")],
    synthetic: Annotated[Path, typer.Option(help="Texts that it made, likewise.")],
    watch: Annotated[Path | None, typer.Option(help="Titles and passages that must not occur, likewise.")] = None,
    window: Annotated[int, typer.Option(help="Characters in a row that make a passage.")] = 50,
    words: Annotated[int, typer.Option(help="Words in a row that make a passage.")] = 10,
    field: Annotated[str, typer.Option(help="The field of JSON Lines that holds the text.")] = "text",
    paragraphs: Annotated[bool, typer.Option("--paragraphs", help="Blank lines part documents of plain text.")] = False,
    policy: PolicyName = "partner",
    show: Annotated[bool, typer.Option("--show", help="Tell passages by their text, too.")] = False,
    seed: Seed = 0,
    out: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Test whether synthetic texts repeat their training set; exit code 1 for a leak, 3 for too few texts."""
    from synth.disclosure import text as texts

    given = texts.Files(train, synthetic, holdout, watch)
    found = texts.compare(given, window=window, run=words, field=field, paragraphs=paragraphs, policy=policy,
                          seed=seed, out=out, show=show)  # fmt: skip
    sys.stdout.write(f"{json.dumps(found, ensure_ascii=False) if as_json else texts.summary(found)}\n")
    raise typer.Exit(EXIT[found["verdict"]])
