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


model = typer.Typer(help="What a language model gives away of its training set.", no_args_is_help=True)
privacy.add_typer(model, name="model")


@model.command()
def plant(
    text: Annotated[Path, typer.Option(help="Texts to train on: JSON Lines, or a document a line.")],
    out: Annotated[Path, typer.Option(help="The same with canaries, as JSON Lines; they are listed beside it.")],
    repeat: Annotated[str, typer.Option(help="How often canaries are planted, with commas.")] = "1,4,16,64",
    canaries: Annotated[int, typer.Option(min=1, help="Of each of these, and as many never planted.")] = 10,
    form: Annotated[
        str, typer.Option("--format", help="A sentence with {name} and {secret}.")
    ] = "The access code of {name} is {secret}.",
    kind: Annotated[str, typer.Option(help="Of secrets: digits or words.")] = "digits",
    length: Annotated[int, typer.Option(help="Digits or syllables of a secret.")] = 6,
    field: Annotated[str, typer.Option(help="The field of JSON Lines that holds the text.")] = "text",
    paragraphs: Annotated[bool, typer.Option("--paragraphs", help="Blank lines part documents of plain text.")] = False,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Plant canaries in texts: random secrets, before a model is trained on them."""
    from privacy.text.canaries import Form
    from simulators.core import ProvenderError
    from synth.disclosure import model as models
    from synth.disclosure.errors import refused

    try:
        repeats = [int(one) for one in repeat.split(",")]
    except ValueError:
        raise ProvenderError(f"expected numbers with commas, such as 1,4,16,64, got {repeat!r}") from None
    with refused():
        secrets = Form(form, kind, length)
    told = models.plant(text, out, repeats=repeats, count=canaries, form=secrets, field=field, paragraphs=paragraphs,
                        seed=seed)  # fmt: skip
    sys.stdout.write(f"{json.dumps(told, ensure_ascii=False) if as_json else told['sentence']}\n")


@model.command("test")
def attack(
    model: Annotated[str, typer.Option(help="A folder, http://HOST/v1#MODEL, python:MODULE:NAME or ngram:FILE.")],
    canaries: Annotated[Path | None, typer.Option(help="What `plant` listed beside its texts.")] = None,
    train: Annotated[Path | None, typer.Option(help="Texts that the model was trained on.")] = None,
    holdout: Annotated[Path | None, typer.Option(help="Texts of the same source that it never saw.")] = None,
    calibrate: Annotated[
        str, typer.Option(help="Another model that saw neither, for membership. [default: zlib]")
    ] = "",
    references: Annotated[int, typer.Option(help="Secrets that a canary is ranked among.")] = 1_000,
    prefix: Annotated[int, typer.Option(min=1, help="Characters of a document that the model is given.")] = 50,
    suffix: Annotated[int, typer.Option(min=1, help="Characters that must come back.")] = 50,
    field: Annotated[str, typer.Option(help="The field of JSON Lines that holds the text.")] = "text",
    paragraphs: Annotated[bool, typer.Option("--paragraphs", help="Blank lines part documents of plain text.")] = False,
    policy: PolicyName = "partner",
    seed: Seed = 0,
    out: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Test what a language model gives away; exit code 1 for a leak, 3 for too little data."""
    from synth.disclosure import model as models
    from synth.disclosure import text as texts

    given = models.Sources(canaries, train, holdout)
    found = models.attack(model, given, references=references, calibrate=calibrate, prefix=prefix, suffix=suffix,
                        field=field, paragraphs=paragraphs, policy=policy, seed=seed, out=out)  # fmt: skip
    sys.stdout.write(f"{json.dumps(found, ensure_ascii=False) if as_json else texts.summary(found)}\n")
    raise typer.Exit(EXIT[found["verdict"]])
