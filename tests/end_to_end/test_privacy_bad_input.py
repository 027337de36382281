"""Bad input of ``provender privacy``: one sentence and exit code 2, never a traceback, nothing half-written."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from privacy.core import PrivacyError
from privacy.text import reading
from simulators.core import ProvenderError
from synth.cli import app

WORDS = [a + b + c for a in ("ba", "ke", "lo", "mi") for b in ("ran", "ston", "vel", "dur") for c in ("", "s", "ing")]
FORM = {"sentence": "The code of {name} is {secret}.", "kind": "digits", "length": 3}


def canaries(**changed: Any) -> str:
    """A file of canaries, one of them changed."""
    listed = [{"name": f"N{i}", "number": i, "repeats": i % 2, **changed} for i in range(12)]
    return json.dumps({"form": {**FORM, **changed.get("form", {})}, "canaries": listed})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three sets of texts, three tables, files that are none; the working directory."""
    monkeypatch.chdir(tmp_path)
    for seed, name in enumerate(("train", "holdout", "synthetic")):
        rng = np.random.default_rng(seed)
        texts = "\n".join(" ".join(rng.choice(WORDS, 30)) for _ in range(120))
        (tmp_path / f"{name}.txt").write_text(texts, encoding="utf-8")
        rows = {"age": rng.integers(17, 90, 150), "city": rng.choice(list("abcdefgh"), 150)}
        pd.DataFrame({**rows, "income": rng.normal(3e4, 1e4, 150).round(2)}).to_csv(f"{name}.csv", index=False)
    pd.read_csv("synthetic.csv").assign(diagnosis="flu").to_csv("more.csv", index=False)
    (tmp_path / "short").write_text("abc", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    os.mkfifo("fifo")
    return tmp_path


def refused(*arguments: object) -> str:
    """Run a command that has to be refused, and return its sentence; a usage error of the options is one."""
    done = CliRunner().invoke(app, ["privacy", *map(str, arguments)])
    if isinstance(done.exception, SystemExit):
        assert done.exit_code == 2, done.output
        return done.output
    assert isinstance(done.exception, ProvenderError), (done.output, done.exception)
    said = str(done.exception)
    assert "\n" not in said and len(said) < 600
    return said


def sides(ending: str, **others: str) -> list[str]:
    """The options that name the three sides."""
    files = {name: f"{name}.{ending}" for name in ("train", "holdout", "synthetic")} | others
    return [part for name, file in files.items() for part in (f"--{name}", file)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([*sides("txt"), "--seed", "-1"], "than or equal to 0"),
        ([*sides("txt"), "--window", "1000000000"], "a window of 2 to 1,000"),
        ([*sides("txt"), "--words", "0"], "a window of 2 to 1,000"),
        ([*sides("txt"), "--out", "short"], "cannot write short"),
        ([*sides("txt"), "--watch", "short"], "shorter than 4 characters"),
        (sides("txt", holdout="train.txt"), "120 of 120 holdout documents"),
        ([*sides("txt", holdout="train.txt"), "--window", "900"], "120 of 120 holdout documents"),
        (sides("txt", synthetic="fifo"), "fifo is no file"),
        (sides("txt", synthetic="inside"), "inside is a folder"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_texts_that_cannot_be_compared(options: list[str], said: str) -> None:
    """Options out of range, a holdout that was seen (however long a window is), what is no file."""
    assert said in re.sub(r"\s+", " ", refused("text", *options))


@pytest.mark.usefixtures("folder")
def test_a_holdout_of_short_texts_that_was_seen_is_refused() -> None:
    """Where all documents are short, they are compared all the same."""
    Path("short.txt").write_text("\n".join(f"number {i}" for i in range(200)), encoding="utf-8")
    assert "200 of 200" in refused("text", *sides("txt", train="short.txt", holdout="short.txt"))


@pytest.mark.usefixtures("folder")
def test_a_line_without_end_is_not_read(tmp_path: Path) -> None:
    """No more of a line than may be read of a file is in memory; other files are sampled."""
    path = tmp_path / "long.txt"
    path.write_text("a" * 2_000 + "\nb\n", encoding="utf-8")
    rng = np.random.default_rng(0)
    with pytest.raises(PrivacyError, match="line 1: expected at most 1,000 bytes in a line"):
        reading.read(path, rng=rng, most=1_000)
    assert reading.read(path, rng=rng, most=3_000)[1] == 1.0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([*sides("csv"), "--seed", "-1"], "than or equal to 0"),
        (sides("csv", synthetic="more.csv"), "doesn't know train.diagnosis"),
        (sides("csv", synthetic=""), "after --synthetic, got nothing"),
        ([*sides("csv"), "--people", "nobody"], "no table 'nobody' of people; there are: train"),
        ([*sides("csv"), "--schema", "fifo"], "it is no file"),
        ([*sides("csv"), "--out", "short"], "cannot write short"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_tables_that_cannot_be_compared(options: list[str], said: str) -> None:
    """Columns that nothing could judge, tables that there are not, what is no file."""
    assert said in re.sub(r"\s+", " ", refused("table", *options))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--repeat", "100000000"], "at most 1,000,000 lines of canaries"),
        (["--repeat", "9" * 30], "at most 1,000,000 lines of canaries"),
        (["--canaries", "100000000"], "at most 1,000,000 lines of canaries"),
        (["--seed", "-1"], "than or equal to 0"),
        (["--out", "train.txt"], "expected another file than train.txt"),
        (["--out", "inside"], "cannot write inside"),
        (["--out", "short/x"], "cannot write short/x"),
    ],
)
def test_canaries_that_cannot_be_planted(folder: Path, options: list[str], said: str) -> None:
    """The training set is not written over, and no list of canaries is left behind alone."""
    before = (folder / "train.txt").read_bytes()
    assert said in re.sub(r"\s+", " ", refused("model", "plant", "--text", "train.txt", "--out", "p.jsonl", *options))
    assert (folder / "train.txt").read_bytes() == before
    assert not list(folder.glob("**/*canaries*")) and not list(folder.glob("**/*.tmp"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 200_000, "is not JSON"),
        (canaries(repeats=-3), "repeated 0 times up"),
        (canaries(number=1000), "from 0 to 999"),
        (canaries(number=float("inf")), "as `privacy model plant` writes them"),
        (canaries(form={"sentence": 5}), "as `privacy model plant` writes them"),
        (canaries(form={"length": "3"}), "as `privacy model plant` writes them"),
    ],
)
def test_canaries_that_are_none(folder: Path, text: str, said: str) -> None:
    """A file that somebody edited."""
    (folder / "c.json").write_text(text, encoding="utf-8")
    assert said in refused("model", "test", "--model", "ngram:train.txt", "--canaries", "c.json")


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("", "no language model ''"),
        ("python:.:x", "cannot load python:.:x"),
        ("python:json:dumps", "a function without arguments"),
        ("http://[#x", "does not answer"),
        ("http://exa mple/v1#x", "does not answer"),
    ],
)
def test_models_that_are_none(folder: Path, model: str, said: str) -> None:
    """Names that mean nothing."""
    (folder / "c.json").write_text(canaries(), encoding="utf-8")
    assert said in refused("model", "test", "--model", model, "--canaries", "c.json")


@pytest.mark.parametrize("references", [0, -1, 10**10])
def test_references_out_of_range(folder: Path, references: int) -> None:
    """Too few to rank among, and more than anyone could score."""
    (folder / "c.json").write_text(canaries(), encoding="utf-8")
    asked = ("--model", "ngram:train.txt", "--canaries", "c.json", "--references", references)
    assert "expected 100 to 1,000,000 references" in refused("model", "test", *asked)


@pytest.mark.usefixtures("folder")
def test_a_fifo_is_no_list_of_canaries() -> None:
    """Nobody writes into it, so reading would never end."""
    assert "it is no file" in refused("model", "test", "--model", "ngram:train.txt", "--canaries", "fifo")
