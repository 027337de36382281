"""Texts from files: JSON Lines with a field of text, or plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO

import numpy as np

from privacy.core import PrivacyError

JSON_LINES = (".jsonl", ".ndjson", ".json")
MOST = 200_000_000  # bytes of a file that are read: of a larger one, documents at random


def read(
    path: Path, *, field: str = "text", paragraphs: bool = False, rng: np.random.Generator, most: int = MOST
) -> tuple[list[str], float]:
    """The documents of a file that are not blank, and the share of them that was drawn.

    A ``.jsonl``, ``.ndjson`` or ``.json`` file has a JSON object with the ``field`` on each line; any other is plain
    text with a document a line, or with ``paragraphs`` between blank lines. Of a file of more than ``most`` bytes
    each document is kept with probability most / size. Raises PrivacyError naming the file, the line and the fault.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise PrivacyError(f"{path} is {'a folder' if path.is_dir() else 'no file'}; expected a file of texts")
        share = min(1.0, most / size) if size else 1.0
        with path.open("rb") as file:
            lines = _lines(path, file, most)
            json_lines = path.suffix.lower() in JSON_LINES
            texts = _objects(path, lines, field) if json_lines else _plain(path, lines, paragraphs=paragraphs)
            kept = [text for text in texts if text.strip() and (share == 1.0 or rng.random() < share)]
    except OSError as error:
        raise PrivacyError(f"cannot read {path}: {error.strerror}") from error
    if not kept:
        raise PrivacyError(f"{path} holds no text; expected documents")
    return kept, share


def _lines(path: Path, file: BinaryIO, most: int) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers: none is longer than what may be read of a file."""
    for number in count(1):
        line = file.readline(most + 1)
        if not line:
            return
        if len(line) > most:
            raise PrivacyError(f"{path}, line {number}: expected at most {most:,} bytes in a line, got more; part it")
        yield number, line


def _decoded(path: Path, number: int, line: bytes) -> str:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise PrivacyError(f"{path}, line {number}: expected UTF-8, got byte {line[error.start]:#04x}") from error
    if "\0" in text:
        raise PrivacyError(f"{path}, line {number}: expected text in UTF-8, got a NUL byte; is it UTF-16 or binary?")
    return text


def _objects(path: Path, lines: Iterator[tuple[int, bytes]], field: str) -> Iterator[str]:
    for number, line in lines:
        text = _decoded(path, number, line)
        if not text.strip():
            continue
        place = f"{path}, line {number}"
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise PrivacyError(f"{place}: expected a JSON object, got {text.strip()[:40]!r} ({error})") from error
        if not isinstance(found, dict):
            raise PrivacyError(f"{place}: expected a JSON object, got {type(found).__name__}")
        if field not in found:
            raise PrivacyError(f"{place}: no field {field!r}; there are: {', '.join(map(str, found)) or 'none'}")
        if not isinstance(found[field], str):
            raise PrivacyError(f"{place}: expected text in {field!r}, got {type(found[field]).__name__}")
        yield found[field]


def _plain(path: Path, lines: Iterator[tuple[int, bytes]], *, paragraphs: bool) -> Iterator[str]:
    gathered: list[str] = []
    for number, line in lines:
        text = _decoded(path, number, line).rstrip("\r\n")
        if not paragraphs:
            yield text
        elif text.strip():
            gathered.append(text)
        elif gathered:
            yield "\n".join(gathered)
            gathered = []
    if gathered:
        yield "\n".join(gathered)
