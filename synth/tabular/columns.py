"""What a column may hold, its values as numbers and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import rules
from synth.tabular.schema import NUMERIC, Bound, Column, SchemaError, Table

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
EPOCH = np.datetime64("1970-01-01", "s")


def as_number(bound: Bound) -> float | None:
    """A bound of a schema as a number: days since 1970 for dates, seconds for points in time."""
    if isinstance(bound, datetime):
        return float((np.datetime64(bound.replace(tzinfo=None), "s") - EPOCH).astype(np.int64))
    if isinstance(bound, date):
        return float(np.datetime64(bound, "D").astype(np.int64))
    return bound


def bounds(column: Column) -> tuple[float, float]:
    """The least and the largest number that a column may hold, infinite where none is declared."""
    low, high = as_number(column.low), as_number(column.high)
    return -np.inf if low is None else low, np.inf if high is None else high


def encode(series: pd.Series[Any], column: Column) -> Numbers:
    """A column's values as numbers, NaN where they are missing: categories by their place in ``column.values``.

    A category that is not among the values is NaN, as is what is no number, no date, no truth value.
    """
    if column.kind in ("category", "text", "id"):
        places = {value: place for place, value in enumerate(column.values)}
        # Not pandas' factorize, which reads texts only up to a NUL.
        found = [places.get(value if type(value) is str else str(value), np.nan) for value in series]
        return np.where(series.isna(), np.nan, np.array(found, np.float64))
    if column.kind in ("date", "datetime"):
        unit = "D" if column.kind == "date" else "s"
        points = moments(series).astype(f"datetime64[{unit}]")
        return np.where(np.isnat(points), np.nan, points.astype(np.int64))
    return np.asarray(pd.to_numeric(series, errors="coerce").to_numpy(np.float64, na_value=np.nan))


def decode(numbers: Numbers, column: Column) -> pd.Series[Any]:
    """The values that numbers stand for, in the type that the column has in frames."""
    missing = np.isnan(numbers)
    filled = np.where(missing, 0, numbers)
    if column.kind == "category":
        names = np.array([*column.values, None], object)
        return pd.Series(names[np.where(missing, len(names) - 1, filled).astype(np.int64)], dtype=object)
    if column.kind in ("date", "datetime"):
        unit = "D" if column.kind == "date" else "s"
        points = np.round(filled).astype(np.int64).astype(f"datetime64[{unit}]").astype("datetime64[s]")
        points[missing] = np.datetime64("NaT")
        return pd.Series(points)
    if column.kind == "number":
        return pd.Series(numbers if column.decimals is None else np.round(numbers, column.decimals))
    whole = np.round(filled).astype(np.int64 if column.kind == "integer" else np.bool_)
    if not column.nullable:
        return pd.Series(whole)
    told = pd.Series(whole).astype("Int64" if column.kind == "integer" else "boolean")
    return told.where(~pd.Series(missing))


def moments(series: pd.Series[Any]) -> NDArray[Any]:
    """A column's points in time to the second, whatever the century; NaT for what is none."""
    if pd.api.types.is_datetime64_any_dtype(series):
        zoned = series.dt.tz_convert("UTC").dt.tz_localize(None) if getattr(series.dt, "tz", None) else series
        return np.asarray(zoned.to_numpy("datetime64[s]"))
    return np.array([_moment(value) for value in series], "datetime64[s]")


def _moment(value: Any) -> Any:
    try:
        return np.datetime64(value if isinstance(value, date) else str(value).strip().removesuffix("Z"), "s")
    except ValueError:
        return np.datetime64("NaT", "s")


def holds(column: Column, series: pd.Series[Any]) -> Mask:
    """Which values a column may hold."""
    missing = series.isna().to_numpy(bool)
    if column.kind in ("text", "id") or (column.kind == "category" and not column.values):
        fits = np.ones(len(series), bool)
    else:
        numbers = encode(series, column)
        low, high = bounds(column)
        fits = np.isfinite(numbers)
        if column.kind in NUMERIC:
            fits &= (numbers >= low) & (numbers <= high)
        if column.kind == "integer":
            fits &= np.floor(np.where(fits, numbers, 0)) == np.where(fits, numbers, 0)
        if column.kind == "boolean":
            fits &= np.isin(numbers, (0, 1))
    if column.pattern:
        whole = re.compile(column.pattern)
        fits &= np.fromiter((bool(whole.fullmatch(str(value))) for value in series), bool, len(series))
    if column.unique:
        fits &= ~series.duplicated(keep=False).to_numpy(bool)
    return np.where(missing, column.nullable, fits)


def broken(frame: pd.DataFrame, table: Table, name: str) -> dict[str, Mask]:
    """For each column and each rule of the table itself which rows break it. Raises SchemaError for other columns."""
    if list(frame.columns) != list(table.columns):
        raise SchemaError(
            f"{name}: expected the columns {', '.join(table.columns)}; got {', '.join(map(str, frame.columns))}"
        )
    found = {each: ~holds(column, frame[each]) for each, column in table.columns.items()}
    for number, rule in enumerate(table.rules, 1):
        if not any("." in each for each in rule.named()):
            found[f"rule {number} ({rule.kind})"] = rules.broken(rule, frame)
    if table.key:
        found["key"] = frame.duplicated(list(table.key), keep=False).to_numpy(bool)
    return found


def violations(frame: pd.DataFrame, table: Table, name: str) -> list[tuple[int, str]]:
    """The rows that break the schema, each with the column and value, or the rule, that does."""
    found = []
    for place, rows in broken(frame, table, name).items():
        for row in np.flatnonzero(rows):
            said = f"{place} may not be {frame[place].iloc[row]}" if place in frame else f"it breaks {place}"
            found.append((int(row), said))
    return sorted(found)


def frame_of(columns: Mapping[str, Numbers], table: Table) -> pd.DataFrame:
    """Numbers of columns as a frame, in the table's order."""
    return pd.DataFrame(
        {name: decode(columns[name], column) for name, column in table.columns.items() if name in columns},
        copy=False,  # a copy would gather the columns of texts into one block, at ten times the cost of their decoding
    )
