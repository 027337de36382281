"""Real tables: those shipped with the package, and those of the user."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from simulators.core import NotFoundError
from synth.tabular import columns
from synth.tabular import schema as schemas
from synth.tabular.detect import detect
from synth.tabular.reading import TableError, typed
from synth.tabular.schema import Schema

SHIPPED = resources.files("synth") / "tables"
ENDINGS = (".csv", ".csv.gz", ".parquet")


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
        frame = _file(Path(data))
        stem = _stem(Path(data))
        known = detect({stem: frame}, stem).schema
    if schema_file:
        known = schemas.read(Path(schema_file))
    frame = typed(frame, known.only(), known.name)
    wrong = columns.violations(frame, known.only(), known.name)
    if wrong:
        row, reason = wrong[0]
        raise TableError(f"{data}: {len(wrong)} values break the schema; the first in row {row}: {reason}")
    return Real(frame, known)


def _file(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise NotFoundError(f"no table {str(path)!r}; shipped are: {', '.join(shipped())}; or give the path of a file")
    if not path.name.endswith(ENDINGS):
        raise TableError(f"{path}: expected a file ending in {', '.join(ENDINGS)}")
    try:
        frame = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    except (OSError, ValueError) as error:
        raise TableError(f"cannot read {path}: {' '.join(str(error).split())[:200]}") from error
    if frame.empty or frame.columns.duplicated().any():
        raise TableError(f"{path}: expected rows, and columns of different names")
    return frame


def _stem(path: Path) -> str:
    return path.name.split(".", maxsplit=1)[0]
