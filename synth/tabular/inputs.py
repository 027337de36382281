"""Reads real tables: CSV and Parquet files, folders of them, databases by their URL.

Text is taken as text and given a type only where every value has it, so that nothing is damaged on the way: no postcode
loses a zero, no long number its last digits, and "NA" is Namibia's code. What cannot be read is one sentence with the
file and the line.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulators.core import NotFoundError
from synth.tabular.reading import TableError, checked

ENDINGS = (".csv", ".csv.gz", ".tsv", ".parquet")
LARGEST = 5_000_000  # rows that are read; of more, so many are drawn
CELLS = 80_000_000  # in memory at most: 6 GB, where half of the columns are texts (benchmarks/LARGE.md)
WHOLE = r"^-?(0|[1-9][0-9]{0,18})$"
DECIMAL = r"^-?((0|[1-9][0-9]{0,14})(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"  # before the point no digit is lost
INFINITE = rf"(?i)({DECIMAL}|^[+-]?inf(inity)?$)"


def read(place: str, *, most: int = LARGEST, seed: int = 0) -> dict[str, pd.DataFrame]:
    """The tables at a place: a file's one, a folder's files, all tables of a database (``sqlite:///shop.db``).

    Of one table of more than ``most`` rows, or ``CELLS``, so many are drawn, the same for the same seed; nothing is
    known of the others, so that a fake may be one of their values. Several are read whole, as rows drawn for themselves
    would lose their children. Raises NotFoundError where nothing is there, TableError for what cannot be read.
    """
    if "://" in place:
        return _database(place, most, seed)
    path = Path(place)
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.name.endswith(ENDINGS))
        if not files:
            raise TableError(f"{path}: expected files ending in {', '.join(ENDINGS)}; there are none")
        for file in files:
            if not file.resolve().is_relative_to(path.resolve()):
                raise TableError(f"{file} leads out of its folder, to {file.resolve()}; give that file itself")
        most = most if len(files) == 1 else sys.maxsize
        return {stem(file): file_of(file, most=most, seed=seed) for file in files}
    return {stem(path): file_of(path, most=most, seed=seed)}


def _bounded(most: int, columns: int) -> int:
    """How many rows of so many columns are read, where not all are."""
    return most if most == sys.maxsize else min(most, CELLS // max(columns, 1))


def stem(path: Path) -> str:
    """A file's name without its endings."""
    return path.name.split(".", maxsplit=1)[0]


def file_of(path: Path, *, most: int = LARGEST, seed: int = 0) -> pd.DataFrame:
    """The table of one file. Raises NotFoundError or TableError."""
    if not path.is_file():
        raise NotFoundError(f"no table {str(path)!r}; expected a file or folder, or a URL such as sqlite:///shop.db")
    if not path.name.endswith(ENDINGS):
        raise TableError(f"{path}: expected a file ending in {', '.join(ENDINGS)}")
    frame = _parquet(path, most, seed) if path.suffix == ".parquet" else _csv(path, most, seed)
    checked(frame, str(path))
    return frame.set_axis(frame.columns.map(str), axis=1)


def _csv(path: Path, most: int, seed: int) -> pd.DataFrame:
    names = _header(path)
    table = _drawn(_csv_source(path, names), path, _bounded(most, len(names)), seed)
    return pd.DataFrame({name: typed(table.column(at)) for at, name in enumerate(names)})


def _header(path: Path) -> list[str]:
    """The names of the columns, as they stand in the first line."""
    try:
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8-sig", newline="") as lines:
            first = next(csv.reader(lines, delimiter=_delimiter(path)), [])
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"cannot read {path}: {_one_line(error)}") from error
    if not any(first):
        raise TableError(f"{path}: expected rows and columns, got an empty file")
    twice = [name for name in first if first.count(name) > 1]
    if twice:
        raise TableError(f"{path}: expected columns of different names; {twice[0]!r} stands there twice")
    if "" in first:
        raise TableError(f"{path}: column {first.index('') + 1} of the first line has no name")
    return first


def _delimiter(path: Path) -> str:
    """A tab, a semicolon or a comma: the one that the first line has most of."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as file:
        first = file.readline(1 << 20).decode("utf-8-sig", "replace")
    return max(",;\t", key=first.count)


def _csv_source(path: Path, names: list[str]) -> str:
    listed = ", ".join(f"c{at}: 'VARCHAR'" for at in range(len(names)))  # a name may hold what no engine takes
    return (
        f"read_csv({_text(str(path))}, delim={_text(_delimiter(path))}, quote='\"', escape='\"', header=true, "
        f"auto_detect=false, columns={{{listed}}}, null_padding=false, nullstr='', strict_mode=true)"
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _drawn(source: str, path: Path, most: int, seed: int) -> pa.Table:
    """What DuckDB reads, of at most so many rows."""
    import duckdb  # slow to import

    query = f"SELECT * FROM {source}"
    with duckdb.connect(config={"threads": 1}) as connection:  # on several, a drawn sample would depend on their race
        try:
            ((count,),) = connection.sql(f"SELECT count(*) FROM {source}").fetchall()
            if count > most:
                query += f" USING SAMPLE reservoir({most} ROWS) REPEATABLE ({seed % 2**31})"
            return connection.sql(query).to_arrow_table()
        except duckdb.Error as error:
            raise TableError(f"cannot read {path}: {_one_line(error)}") from error


def _one_line(error: Exception) -> str:
    """The first sentences of an engine's message: what and where."""
    return " ".join(str(error).split("Possible")[0].split())[:300]


def _parquet(path: Path, most: int, seed: int) -> pd.DataFrame:
    try:
        told = pq.read_metadata(path)
        most = _bounded(most, told.num_columns)
        if told.num_rows > most:
            table = _drawn(f"read_parquet({_text(str(path))})", path, most, seed)
        else:
            table = pq.read_table(path)
        frame: pd.DataFrame = table.to_pandas()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise TableError(f"cannot read {path}: {_one_line(error)}") from error
    return frame


def typed(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Text with the type that all of its values have: whole numbers, numbers, truth values; else as it is.

    >>> typed(pa.chunked_array([["1", "20", None]])).tolist(), typed(pa.chunked_array([["01", "20"]])).tolist()
    ([1, 20, <NA>], ['01', '20'])
    """
    known = column.drop_null()

    def all_match(pattern: str) -> bool:
        return len(known) > 0 and bool(pc.all(pc.match_substring_regex(known, pattern)).as_py())

    if all_match(WHOLE):
        with contextlib.suppress(pa.ArrowInvalid):  # beyond 64 bits: it stays text, digit for digit
            return _series(column.cast(pa.int64()), pd.Int64Dtype())
    elif all_match(DECIMAL) or all_match(INFINITE):  # an infinite one among numbers is found where they are checked
        return _series(column.cast(pa.float64()))
    elif all_match("(?i)^(true|false)$"):
        return _series(pc.equal(pc.utf8_lower(column), "true"), pd.BooleanDtype())
    return _series(column)


def _series(column: pa.ChunkedArray, nullable: Any = None) -> pd.Series[Any]:
    """As pandas has it; where values are missing, in that type."""
    mapper = {column.type: nullable}.get if nullable is not None and column.null_count else None
    found: pd.Series[Any] = column.to_pandas(types_mapper=mapper)
    return found


def _database(url: str, most: int, seed: int) -> dict[str, pd.DataFrame]:
    """All tables of a database; of a long one so many rows, drawn in the order of the key."""
    from synth.tabular import databases  # SQLAlchemy, an extra

    found = databases.read(url, most, seed)
    for name, frame in found.items():
        checked(frame, f"{url}, table {name}")
    return found


def named(frames: Mapping[str, pd.DataFrame]) -> str:
    """The tables and their sizes in a sentence."""
    return ", ".join(f"{name} ({len(frame):,} rows of {len(frame.columns)} columns)" for name, frame in frames.items())
