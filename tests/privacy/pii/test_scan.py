"""``provender privacy scan``: files in, findings out, and no personal data in anything that is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from simulators.core import ProvenderError
from synth.cli import app
from synth.disclosure.scan import scan

MAIL = "My name is Anna Berg, write to anna.berg@web.de or pay DE89370400440532013000."
KEY = b"sixteen bytes or more of a secret"


def lines(path: Path, *texts: str) -> Path:
    path.write_text("".join(json.dumps({"id": f"d{at}", "text": text}) + "\n" for at, text in enumerate(texts)))
    return path


def test_the_report_gives_places_and_no_values(tmp_path: Path) -> None:
    """With --json one object a document, then what was covered; exit 1 where something was found, 0 otherwise."""
    done = CliRunner().invoke(app, ["privacy", "scan", str(lines(tmp_path / "a.jsonl", MAIL, "Nothing.")), "--json"])
    first, second, last = map(json.loads, done.output.splitlines())
    assert done.exit_code == 1 and second == {"id": "d1", "spans": []}
    assert first["id"] == "d0" and {span["kind"] for span in first["spans"]} == {"person", "email", "iban"}
    assert MAIL[first["spans"][0]["start"] : first["spans"][0]["end"]] == "Anna Berg"
    assert "person" in last["covered"]["de_DE"]
    assert not any(value in done.output for value in ("Anna", "Berg", "web.de", "DE89"))
    clean = CliRunner().invoke(app, ["privacy", "scan", str(lines(tmp_path / "b.jsonl", "Nothing."))])
    assert clean.exit_code == 0 and "person" in clean.output


@pytest.mark.parametrize("action", ["mask", "drop", "pseudonymise"])
def test_actions_write_a_file_that_holds_no_value(tmp_path: Path, action: str) -> None:
    """What is written holds nothing of what was found; other documents stay as they were."""
    out = tmp_path / "out.jsonl"
    scan(lines(tmp_path / "a.jsonl", MAIL, "Nothing."), action=action, out=out, key=KEY)
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert rows[-1] == {"id": "d1", "text": "Nothing."} and len(rows) == (1 if action == "drop" else 2)
    assert not any(value in out.read_text() for value in ("Anna", "Berg", "web.de", "DE89370400440532013000"))


def test_tables_are_scanned_column_by_column(tmp_path: Path) -> None:
    """A column's name tells what its cells are; numbers stay texts, and other columns stay as they were."""
    frame = pd.DataFrame({"phone": ["4155550123", "2125550199"], "note": ["ok", "for anna@web.de"], "n": ["007", "8"]})
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_parquet(tmp_path / "t.parquet")
    found: list[dict[str, object]] = []
    done = scan(tmp_path / "t.csv", locales=["en_US"], action="mask", out=tmp_path / "o.csv", tell=found.append)
    assert done["found"] == {"email": 1, "phone": 2}
    assert (tmp_path / "o.csv").read_text() == "phone,note,n\n[PHONE],ok,007\n[PHONE],for [EMAIL],8\n"
    assert [span["column"] for span in found[1]["spans"]] == ["phone", "note"]  # type: ignore[attr-defined]
    scan(tmp_path / "t.parquet", locales=["en_US"], action="drop", field="note", out=tmp_path / "o.parquet")
    assert list(pd.read_parquet(tmp_path / "o.parquet").n) == ["007"]


def test_plain_text_is_a_document_a_line(tmp_path: Path) -> None:
    """Ids are numbers of lines, and line ends stay."""
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfNothing.\r\n\r\nanna@web.de\r\n")
    scan(tmp_path / "a.txt", action="mask", out=tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == b"Nothing.\r\n\r\n[EMAIL]\r\n"


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.txt", b"ok\n\xff\xfe\n", r"line 2: expected UTF-8 text, got the byte 0xff"),
        ("a.txt", b"a\0b", "line 1: .*NUL byte"),
        ("a.jsonl", b'{"text": "\\ud800"}\n', r"half of a surrogate pair \(\\ud800\)"),
        ("a.jsonl", b'{"txt": "x"}\n', "a text in the field 'text'.*fields there: txt"),
        ("a.jsonl", b"[" * 100_000, "line 1: expected a JSON object"),
        ("a.jsonl", b"3\n", "expected a JSON object, got int"),
        ("a.csv", b"a,b\n1\n", "row 1: expected 2 cells, got 1"),
        ("a.csv", b"", "empty file"),
        ("a.parquet", b"nonsense", "cannot be read as Parquet"),
    ],
)
def test_bad_files_are_one_sentence(tmp_path: Path, name: str, raw: bytes, told: str) -> None:
    """What was expected, what came, and where."""
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ProvenderError, match=told):
        scan(tmp_path / name)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kinds": ["religion"]}, "religion is not covered"),
        ({"locales": ["xx_XX"]}, "xx_XX is not covered"),
        ({"action": "burn", "out": Path("/nowhere/x")}, "expected an action"),
        ({"action": "mask"}, "--out"),
        ({"action": "pseudonymise", "out": Path("o.txt")}, "16 bytes"),
        ({"others": ["magic"]}, "presidio"),
    ],
)
def test_what_cannot_be_done_is_told(tmp_path: Path, options: dict[str, object], told: str) -> None:
    """Nothing that was asked for is left out in silence."""
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(ProvenderError, match=told):
        scan(tmp_path / "a.txt", **options)  # type: ignore[arg-type]


def test_what_is_not_looked_at_is_named(tmp_path: Path) -> None:
    """Columns of Parquet that hold no text are listed; categories of texts are read; an empty file is no file."""
    frame = pd.DataFrame({"note": pd.Categorical(["Call Anna Berg", "fine"]), "n": [1, 2], "many": [["a"], ["b"]]})
    frame.to_parquet(tmp_path / "t.parquet")
    found = scan(tmp_path / "t.parquet", locales=["en_US"])
    assert (found["found"], found["columns_left_out"]) == ({"person": 1}, ["n", "many"])
    assert "Not looked at: the columns n, many." in found["sentence"]
    scan(tmp_path / "t.parquet", locales=["en_US"], action="mask", out=tmp_path / "o.parquet")
    assert list(pd.read_parquet(tmp_path / "o.parquet").note) == ["Call [PERSON]", "fine"]
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(ProvenderError, match="expected texts, got an empty file"):
        scan(tmp_path / "empty.jsonl")
