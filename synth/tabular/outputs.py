"""Where released rows go: a Parquet or CSV file, a folder of them, or a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from synth import files
from synth.tabular import schema as schemas
from synth.tabular.reading import TableError
from synth.tabular.schema import Schema

Batches = Iterator[pd.DataFrame]


def checked(place: str) -> str:
    """The place, if one table can be written there. Raises TableError where it cannot."""
    if "://" not in place and Path(place).suffix not in (".parquet", ".csv"):
        raise TableError(f"{place}: expected a file ending in .parquet or .csv, or a database's URL")
    return place


def write(batches: Batches, name: str, place: str) -> None:
    """Write one table, a batch at a time, whole or not at all: into a file, or a database where it gets the name.

    Raises TableError for a place of another kind, StoreError and DatabaseError for one that cannot be written.
    """
    if "://" in checked(place):
        from synth.tabular import databases  # SQLAlchemy, an extra

        databases.write({name: batches}, place)
    else:
        path = Path(place)
        files.write(path, partial(_parquet if path.suffix == ".parquet" else _csv, batches))


def write_all(frames: Mapping[str, pd.DataFrame], schema: Schema, place: str) -> None:
    """Write several tables with their schema into a folder, or, parents first, into a database."""
    if "://" in place:
        from synth.tabular import databases  # SQLAlchemy, an extra

        databases.write({name: iter([frames[name]]) for name in schema.ordered()}, place)
        return
    for name, frame in frames.items():
        files.write_parquet(Path(place) / f"{name}.parquet", pa.Table.from_pandas(frame, preserve_index=False))
    files.write_text(Path(place) / "schema.yaml", schemas.dump(schema))


def _parquet(batches: Batches, path: Path) -> None:
    first = pa.Table.from_pandas(next(batches), preserve_index=False)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as out:
        out.write_table(first)
        for rows in batches:
            out.write_table(pa.Table.from_pandas(rows, schema=first.schema, preserve_index=False))


def _csv(batches: Batches, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number, rows in enumerate(batches):
            rows.to_csv(out, index=False, header=not number, lineterminator="\n")
