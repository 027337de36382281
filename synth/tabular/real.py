"""Real tables: those shipped with the package, and those of the user."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simulators.core import NotFoundError
from synth.tabular import columns, inputs
from synth.tabular import schema as schemas
from synth.tabular.detect import detect
from synth.tabular.reading import TableError, typed
from synth.tabular.schema import Schema

SHIPPED = resources.files("synth") / "tables"
SCHEMA = ".schema.yaml"


class Real(NamedTuple):
    """A real table and its schema."""

    frame: pd.DataFrame
    schema: Schema


class DataSet(NamedTuple):
    """Real tables by name, their schema, and for what was detected the reason of each guess."""

    frames: dict[str, pd.DataFrame]
    schema: Schema
    reasons: dict[tuple[str, str], str]


def shipped() -> list[str]:
    """The names of the data sets that come with the package."""
    return sorted(entry.name.removesuffix(SCHEMA) for entry in SHIPPED.iterdir() if entry.name.endswith(SCHEMA))


def _shipped(name: str) -> pd.DataFrame:
    with resources.as_file(SHIPPED.joinpath(*f"{name}.csv.gz".split("/"))) as path:
        return pd.read_csv(path, keep_default_na=False)


def declared(schema_file: str) -> DataSet:
    """A schema alone: its tables without rows."""
    known = schemas.read(Path(schema_file))
    frames = {name: pd.DataFrame(columns=list(table.columns), dtype=object) for name, table in known.tables.items()}
    return DataSet(frames, known, {})


def read(data: str, schema_file: str = "") -> Real:
    """The table of that shipped name or place; without a schema its own, or one detected from it.

    Raises NotFoundError where there is no such table, TableError where it cannot be read, where there are several, or
    where rows break the schema.
    """
    found = read_all(data, schema_file)
    if len(found.frames) != 1:
        raise TableError(f"{data}: expected one table, got {', '.join(found.frames)}")
    return Real(next(iter(found.frames.values())), found.schema)


def read_all(data: str, schema_file: str = "") -> DataSet:
    """The tables at a place (:func:`.inputs.read`) or of a shipped name, typed by their schema.

    Raises what :func:`read` raises.
    """
    reasons: dict[tuple[str, str], str] = {}
    if data in shipped():
        known = schemas.parse((SHIPPED / f"{data}{SCHEMA}").read_text(encoding="utf-8"), f"{data}{SCHEMA}")
        frames = {name: _shipped(data if name == data else f"{data}/{name}") for name in known.tables}
    else:
        if "://" not in data and not Path(data).exists():
            raise NotFoundError(f"no table {data!r}; shipped are: {', '.join(shipped())}; or give the path of a file")
        frames = inputs.read(data)
        if not schema_file:
            known, reasons = detect(frames, next(iter(frames)) if len(frames) == 1 else inputs.stem(Path(data)))
    if schema_file:
        known = schemas.read(Path(schema_file))
        if len(known.tables) == len(frames) == 1:  # a table may be called otherwise than its file
            frames = dict(zip(known.tables, frames.values(), strict=True))
    if missing := [name for name in known.tables if name not in frames]:
        raise TableError(f"{data}: expected a table {missing[0]!r}; there are: {', '.join(frames)}")
    typed_frames = {name: typed(frames[name], table, name) for name, table in known.tables.items()}
    for name, table in known.tables.items():
        wrong = columns.violations(typed_frames[name], table, name)
        if wrong:
            row, reason = wrong[0]
            raise TableError(f"{data}: {len(wrong)} values break the schema; the first in row {row}: {reason}")
    return DataSet(typed_frames, known, reasons)


def read_as(place: str, schema: Schema, *, exactly: bool = False) -> dict[str, pd.DataFrame]:
    """The tables at a place, with the columns of the schema. Raises TableError where they differ.

    Tables and columns that the schema doesn't know are left out, or with ``exactly`` raise TableError, too.
    """
    frames = inputs.read(place)
    if len(schema.tables) == len(frames) == 1:  # a table may be called otherwise than its file
        frames = dict(zip(schema.tables, frames.values(), strict=True))
    known = {name: set(schema.tables[name].columns) if name in schema.tables else set() for name in frames}
    unknown = [f"{name}.{column}" for name, frame in frames.items() for column in frame if column not in known[name]]
    if exactly and unknown:
        raise TableError(f"{place}: the schema doesn't know {', '.join(unknown)[:200]}, so nothing could judge it")
    if len(schema.tables) == len(frames) == 1:
        return {name: typed(frames[name], table, place) for name, table in schema.tables.items()}
    if missing := [name for name in schema.tables if name not in frames]:
        raise TableError(f"{place}: expected a table {missing[0]!r}; there are: {', '.join(frames)}")
    return {name: typed(frames[name], table, f"{place}, {name}") for name, table in schema.tables.items()}
