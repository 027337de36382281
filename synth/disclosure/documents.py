"""The texts of a file, one after another: JSON Lines, plain text, CSV and Parquet; and the file with other texts.

Nothing but one document (a batch, of Parquet) is in memory at a time. What cannot be read is one sentence with the
file and the line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from simulators.core import NotFoundError, ProvenderError
from synth import files

LONGEST = 1 << 28  # bytes of a line: more is no document
BATCH = 10_000  # rows of Parquet
csv.field_size_limit(LONGEST)


class Cell(NamedTuple):
    """One text: which document it is of, and in which column, where a document has several."""

    id: str | int
    column: str
    text: str


Change = Callable[[Cell], str | None]  # the text after an action; None drops its document


class DocumentError(ProvenderError):
    """A file whose texts cannot be read; the text says where."""


def rewrite(path: Path, field: str, change: Change, out: Path | None) -> None:
    """Pass every text of a file through ``change``, and write the file with what came back, where ``out`` is given.

    Raises NotFoundError, DocumentError, or StoreError.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {str(path)!r}; expected JSON Lines, plain text, CSV or Parquet")
    if not path.stat().st_size:
        raise DocumentError(f"{path}: expected texts, got an empty file")
    ending = "".join(path.suffixes[-1:]).lower()
    if ending == ".parquet":
        _parquet(path, field, change, out)
        return
    lines = {".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": _csv, ".tsv": _csv}.get(ending, _plain)(path, field, change)
    if out is None:
        for _ in lines:
            pass
        return

    def fill(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)

    files.write(out, fill)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, line ends kept."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST + 1):
            number += 1
            if len(raw) > LONGEST:
                raise DocumentError(f"{path}, line {number}: expected at most {LONGEST >> 20} MiB, got more; cut it")
            yield number, _decoded(path, number, raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw)


def _decoded(path: Path, number: int, raw: bytes) -> str:
    if b"\0" in raw:
        raise DocumentError(f"{path}, line {number}: expected UTF-8 text, got a NUL byte; is it UTF-16 or no text?")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{path}, line {number}: expected UTF-8 text, got the byte 0x{raw[error.start]:02x} "
            f"in column {error.start + 1}"
        ) from error


def _plain(path: Path, _: str, change: Change) -> Iterator[str]:
    for number, line in _lines(path):
        text = line.rstrip("\r\n")
        new = change(Cell(number, "", text)) if text else text
        if new is not None:
            yield new + line[len(text) :]


def _jsonl(path: Path, field: str, change: Change) -> Iterator[str]:
    for number, line in _lines(path):
        if not line.strip():
            continue
        row = _object(path, number, line)
        text = row.get(field)
        if not isinstance(text, str):
            raise DocumentError(
                f"{path}, line {number}: expected a text in the field {field!r}, got {type(text).__name__}; "
                f"fields there: {', '.join(map(str, row))[:200]}"
            )
        _whole(path, number, text)
        name = row.get("id")
        new = change(Cell(name if isinstance(name, str | int) else number, "", text))
        if new is not None:
            yield json.dumps({**row, field: new}, ensure_ascii=False) + "\n"


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"{path}, line {number}: expected a JSON object, got what is none ({error})") from error
    if not isinstance(row, dict):
        raise DocumentError(f"{path}, line {number}: expected a JSON object, got {type(row).__name__}")
    return row


def _whole(path: Path, number: int, text: str) -> None:
    """A text that can be written as UTF-8: half of a pair of surrogates cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(
            f"{path}, line {number}: expected text, got half of a surrogate pair (\\u{ord(text[error.start]):04x})"
        ) from error


def _csv(path: Path, field: str, change: Change) -> Iterator[str]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = csv.reader((line for _, line in _lines(path)), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        wanted = _columns(path, field, header)
        yield _row(header, delimiter)
        for number, row in enumerate(rows, 1):
            if len(row) != len(header):
                raise DocumentError(f"{path}, row {number}: expected {len(header)} cells, got {len(row)}")
            cells = [
                change(Cell(number, header[at], cell)) if at in wanted and cell else cell for at, cell in enumerate(row)
            ]
            if None not in cells:
                yield _row([str(cell) for cell in cells], delimiter)
    except csv.Error as error:
        raise DocumentError(f"{path}: cannot be read as CSV: {error}") from error


def _columns(path: Path, field: str, header: list[str]) -> set[int]:
    if not header:
        raise DocumentError(f"{path}: expected a header and rows, got an empty file")
    if field and field not in header:
        raise DocumentError(f"{path}: expected a column of {', '.join(header)[:200]}, got {field!r}")
    return {at for at, name in enumerate(header) if not field or name == field}


def _row(cells: list[str], delimiter: str) -> str:
    quoted = [
        '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (delimiter, '"', "\n", "\r")) else cell
        for cell in cells
    ]
    return delimiter.join(quoted) + "\n"


def left_out(path: Path, field: str) -> list[str]:
    """The columns of a file that are not looked at: those of Parquet that hold no plain text, and all but ``field``."""
    if path.suffix.lower() != ".parquet":
        return []
    schema = _opened(path).schema_arrow
    return [one.name for one in schema if not _holds_text(one.type) or (field and one.name != field)]


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise DocumentError(f"{path}: cannot be read as Parquet: {error}") from error


def _holds_text(kind: pa.DataType) -> bool:
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(plain) or pa.types.is_large_string(plain))


def _parquet(path: Path, field: str, change: Change, out: Path | None) -> None:
    source = _opened(path)
    names = [one.name for one in source.schema_arrow if _holds_text(one.type)]
    if field and field not in names:
        raise DocumentError(f"{path}: expected a text column of {', '.join(names) or 'none'}, got {field!r}")
    wanted = [field] if field else names
    if out is None:
        for _ in _batches(source, wanted, change):
            pass
        return

    def fill(temporary: Path) -> None:
        with pq.ParquetWriter(temporary, source.schema_arrow) as writer:
            for batch in _batches(source, wanted, change):
                writer.write_batch(batch)

    files.write(out, fill)


def _batches(source: pq.ParquetFile, wanted: list[str], change: Change) -> Iterator[pa.RecordBatch]:
    number = 0
    for rows in source.iter_batches(batch_size=BATCH):
        batch = rows
        kept = [True] * batch.num_rows
        for name in wanted:
            at = batch.schema.get_field_index(name)
            new = [
                text if not text else change(Cell(number + row, name, text))
                for row, text in enumerate(batch.column(at).to_pylist(), 1)
            ]
            nulls = batch.column(at).is_null().to_pylist()
            kept = [keep and (text is not None or null) for keep, text, null in zip(kept, new, nulls, strict=True)]
            batch = batch.set_column(at, batch.schema.field(at), pa.array(new, batch.schema.field(at).type))
        number += batch.num_rows
        yield batch.filter(pa.array(kept))
