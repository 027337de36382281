"""Files of texts: what is read, and what is refused, each with its place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from privacy.core import PrivacyError
from privacy.text.reading import read


def texts(path: Path, **options: object) -> list[str]:
    return read(path, rng=np.random.default_rng(0), **options)[0]  # type: ignore[arg-type]


def test_lines_paragraphs_and_json_lines_are_read(tmp_path: Path) -> None:
    """A document a line, between blank lines, or in a field; blank ones, a mark of order and returns are left out."""
    plain = tmp_path / "a.txt"
    plain.write_bytes("\ufeffone\r\ntwo\r\n\r\nthree".encode())
    assert texts(plain) == ["one", "two", "three"]
    assert texts(plain, paragraphs=True) == ["one\ntwo", "three"]
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"body": "é\\u0000"}\n\n{"body": "  "}\n{"body": "\\ud800"}\n', encoding="utf-8")
    assert texts(lines, field="body") == ["é\0", "\ud800"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"fine\n\xff\xfe", "a.txt, line 2: expected UTF-8, got byte 0xff"),
        ("a.txt", "wide".encode("utf-16-le"), "a.txt, line 1: expected text in UTF-8, got a NUL byte"),
        ("a.txt", b"", "a.txt holds no text"),
        ("a.txt", b"\n \n", "a.txt holds no text"),
        ("a.jsonl", b'{"text": "a"}\n{"text": \n', "a.jsonl, line 2: expected a JSON object, got '{\"text\":'"),
        ("a.jsonl", b'["a"]\n', "a.jsonl, line 1: expected a JSON object, got list"),
        ("a.jsonl", b'{"body": "a", "id": 1}\n', "a.jsonl, line 1: no field 'text'; there are: body, id"),
        ("a.jsonl", b'{"text": 3}\n', "a.jsonl, line 1: expected text in 'text', got int"),
        ("a.jsonl", b"[" * 100_000, "a.jsonl, line 1: expected a JSON object"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """The sentence names the file, the line, what was expected and what came."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PrivacyError) as error:
        texts(tmp_path / name)
    assert said in str(error.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    """A folder, a missing file, and a link into nothing."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name, said in ((".", "is a folder; expected a file"), ("b", "No such file"), ("link", "No such file")):
        with pytest.raises(PrivacyError, match=said):
            texts(tmp_path / name)


def test_a_large_file_is_sampled_and_the_share_is_told(tmp_path: Path) -> None:
    """Of a file above the limit, documents are drawn at random, and how many is known."""
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"text": f"document {i:05}"}) + "\n" for i in range(10_000)), encoding="utf-8")
    found, share = read(path, rng=np.random.default_rng(0), most=path.stat().st_size // 4)
    assert share == pytest.approx(0.25, abs=1e-4) and 2_350 < len(found) < 2_650 and len(set(found)) == len(found)
