"""Real tables: those shipped with the package, and those of the user."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simulators.core import NotFoundError
from synth.tabular import columns, reading
from synth.tabular import schema as schemas
from synth.tabular.detect import detect
from synth.tabular.reading import TableError
from synth.tabular.schema import Schema

SHIPPED = resources.files("synth") / "tables"


class Real(NamedTuple):
    """A real table and its schema."""

    frame: pd.DataFrame
    schema: Schema


def shipped() -> list[str]:
    """The names of the tables that come with the package."""
    return sorted(entry.name.removesuffix(".csv.gz") for entry in SHIPPED.iterdir() if entry.name.endswith(".csv.gz"))


def read(data: str, schema_file: str = "") -> Real:
    """The table of that shipped name or path; without a schema its own, or one detected from it.

    Raises NotFoundError where there is no such table, TableError where it cannot be read, SchemaError
    where rows break the schema.
    """
    if data in shipped():
        with resources.as_file(SHIPPED / f"{data}.csv.gz") as path:
            frame = pd.read_csv(path, keep_default_na=False)
        known = schemas.parse((SHIPPED / f"{data}.schema.yaml").read_text(encoding="utf-8"), f"{data}.schema.yaml")
    else:
        if "://" not in data and not Path(data).exists():
            raise NotFoundError(f"no table {data!r}; shipped are: {', '.join(shipped())}; or give the path of a file")
        found = reading.read(data)
        if len(found) != 1:
            raise TableError(f"{data}: expected one table, got {', '.join(found)}")
        ((name, frame),) = found.items()
        known = detect(frame, name)
    if schema_file:
        known = schemas.read(Path(schema_file))
    wrong = columns.violations(frame, known.only(), known.name)
    if wrong:
        row, reason = wrong[0]
        raise TableError(f"{data}: {len(wrong)} values break the schema; the first in row {row}: {reason}")
    return Real(frame, known)
