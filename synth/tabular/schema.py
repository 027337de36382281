"""A table's schema: what each column may hold, declared by a person who knows the domain.

Bounds come from the domain and not from the data: a real minimum or maximum is somebody's value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from simulators.core import ProvenderError

Kind = Literal["integer", "number", "category"]


class SchemaError(ProvenderError):
    """A schema that cannot be read, or that does not fit the table; the text names file and column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind; for numbers the bounds (None: unbounded), for categories the values."""

    kind: Kind
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    nullable: bool = False

    def holds(self, series: pd.Series[Any]) -> NDArray[np.bool_]:
        """Which values the column may hold."""
        missing = series.isna().to_numpy(bool)
        if self.kind == "category":
            fits = series.isin(self.values).to_numpy(bool)
        else:
            numbers = pd.to_numeric(series, errors="coerce").to_numpy(float, na_value=np.nan)
            fits = np.isfinite(numbers)
            fits &= numbers >= (-np.inf if self.low is None else self.low)
            fits &= numbers <= (np.inf if self.high is None else self.high)
            if self.kind == "integer":
                fits &= np.floor(np.where(fits, numbers, 0)) == np.where(fits, numbers, 0)
        return np.where(missing, self.nullable, fits)


@dataclass(frozen=True, slots=True)
class Schema:
    """A table's columns in order, and where its real rows come from under which licence."""

    name: str
    columns: Mapping[str, Column]
    source: str = ""
    licence: str = ""


def read(path: Path) -> Schema:
    """The schema in a YAML file. Raises SchemaError naming file and column."""
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise SchemaError(f"cannot read the schema {path}: {error.strerror}") from error


def parse(text: str, source: str) -> Schema:
    """The schema in this YAML text; ``source`` is its name in errors."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SchemaError(f"{source}: {' '.join(str(error).split())}") from error
    if not isinstance(found, dict) or not isinstance(found.get("columns"), dict) or "name" not in found:
        raise SchemaError(f"{source}: expected the fields name and columns")
    columns = {name: _column(name, fields, source) for name, fields in found["columns"].items()}
    return Schema(str(found["name"]), columns, str(found.get("source", "")), str(found.get("licence", "")))


def _column(name: str, fields: Any, source: str) -> Column:
    if not isinstance(fields, dict) or fields.get("kind") not in get_args(Kind):
        raise SchemaError(f"{source}, column {name}: expected a kind; there are: {', '.join(get_args(Kind))}")
    try:
        return Column(**{**fields, "values": tuple(map(str, fields.get("values", ())))})
    except TypeError as error:
        raise SchemaError(f"{source}, column {name}: {error}") from error


def dump(schema: Schema) -> str:
    """The schema as YAML; :func:`parse` gives it back."""
    columns: dict[str, dict[str, Any]] = {}
    for name, column in schema.columns.items():
        fields = {"kind": column.kind, "low": column.low, "high": column.high}
        columns[name] = {key: value for key, value in fields.items() if value is not None}
        if column.values:
            columns[name]["values"] = list(column.values)
        if column.nullable:
            columns[name]["nullable"] = True
    head = {"name": schema.name, "source": schema.source, "licence": schema.licence, "columns": columns}
    return str(yaml.safe_dump(head, sort_keys=False, allow_unicode=True, width=120))


def detect(frame: pd.DataFrame, name: str) -> Schema:
    """The schema that a table without one gets: numbers unbounded, everything else a category of its values."""
    return Schema(name, {str(column): _detected(frame[column]) for column in frame.columns})


def _detected(series: pd.Series[Any]) -> Column:
    nullable = bool(series.isna().any())
    if pd.api.types.is_integer_dtype(series):
        return Column("integer", nullable=nullable)
    if pd.api.types.is_float_dtype(series):
        return Column("number", nullable=nullable)
    return Column("category", values=tuple(sorted(map(str, series.dropna().unique()))), nullable=nullable)


def broken(frame: pd.DataFrame, schema: Schema) -> dict[str, NDArray[np.bool_]]:
    """For each column which rows break its rule. Raises SchemaError where the columns differ."""
    if list(frame.columns) != list(schema.columns):
        raise SchemaError(
            f"{schema.name}: expected the columns {', '.join(schema.columns)}; got {', '.join(map(str, frame.columns))}"
        )
    return {name: ~column.holds(frame[name]) for name, column in schema.columns.items()}


def violations(frame: pd.DataFrame, schema: Schema) -> list[tuple[int, str]]:
    """The rows that break the schema, each with the column and value that does."""
    found = [
        (int(row), f"{name} may not be {frame[name].iloc[row]}")
        for name, rows in broken(frame, schema).items()
        for row in np.flatnonzero(rows)
    ]
    return sorted(found)
