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
Seed = Annotated[int, typer.Option(min=0, help="Everything found is a function of it.")]
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


@privacy.command()
def scan(
    file: Annotated[Path, typer.Argument(help="JSON Lines, plain text (a document a line), CSV or Parquet.")],
    field: Annotated[str, typer.Option(help="The field or column. [default: text; of tables: every text column]")] = "",
    locale: Annotated[list[str] | None, typer.Option(help="Such as de_DE; may be repeated. [default: all]")] = None,
    kinds: Annotated[str, typer.Option(help="Such as email,person,national_id. [default: all]")] = "",
    action: Annotated[str, typer.Option(help="report, mask, drop or pseudonymise.")] = "report",
    key_file: Annotated[
        Path | None, typer.Option(help="A secret of at least 16 bytes, for pseudonyms and hashes.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where the masked or replaced file goes.")] = None,
    others: Annotated[list[str] | None, typer.Option("--with", help="presidio, for kinds that ours lack.")] = None,
    model: Annotated[
        list[str] | None, typer.Option(help="Your own, for people and addresses: spacy:FOLDER or gliner:FOLDER.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find personal data and secrets in texts; values are never shown. Exit code 1: something was found."""
    from privacy.text.pii.detector import KINDS
    from privacy.text.pii.languages import LOCALES
    from simulators.core import NotFoundError
    from synth.disclosure.scan import scan as scanned

    def tell(found: dict[str, Any]) -> None:
        if as_json:
            sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
            return
        for span in found["spans"]:
            where = f"{file}:{found['id']}" + (f" {span['column']}" if span.get("column") else "")
            sys.stdout.write(f"{where}:{span['start']}-{span['end']} {span['kind']} {span['hash']} ({span['score']})\n")

    if key_file and not key_file.is_file():
        raise NotFoundError(f"no key file {str(key_file)!r}")
    done = scanned(
        file,
        field=field,
        locales=tuple(locale or LOCALES),
        kinds=tuple(kind.strip() for kind in kinds.split(",")) if kinds else KINDS,
        action=action,
        key=key_file.read_bytes().strip() if key_file else b"",
        out=out,
        others=(*(others or ()), *(model or ())),
        tell=tell,
    )
    sys.stdout.write(f"{json.dumps(done, ensure_ascii=False) if as_json else done['sentence']}\n")
    raise typer.Exit(1 if action == "report" and done["with_findings"] else 0)


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
    policy: Policy = "partner",
    show: Annotated[bool, typer.Option("--show", help="Tell passages by their text, too.")] = False,
    seed: Seed = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Test whether synthetic texts repeat their training set; exit code 1 for a leak, 3 for too few texts."""
    from synth.disclosure import text as texts

    given = texts.Files(train, synthetic, holdout, watch)
    found = texts.compare(given, window=window, run=words, field=field, paragraphs=paragraphs, policy=policy,
                          seed=seed, out=out, show=show)  # fmt: skip
    say_verdict(found, out, as_json=as_json)


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
    policy: Policy = "partner",
    seed: Seed = 0,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Test what a language model gives away; exit code 1 for a leak, 3 for too little data."""
    from synth.disclosure import model as models

    given = models.Sources(canaries, train, holdout)
    found = models.attack(model, given, references=references, calibrate=calibrate, prefix=prefix, suffix=suffix,
                        field=field, paragraphs=paragraphs, policy=policy, seed=seed, out=out)  # fmt: skip
    say_verdict(found, out, as_json=as_json)
