"""Frames as they come, in the types of a schema: the one place where values are read from texts and objects.

What cannot be read is refused with its column and row (counted from 0); nothing is turned into a missing value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from simulators.core import ProvenderError
from synth.tabular import dates
from synth.tabular.schema import Column, Table

WHOLE = re.compile(r"\s*[+-]?\d{1,18}\s*")
POINT = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
COMMA = re.compile(r"\s*[+-]?(\d{1,3}(\.\d{3})+|\d+),\d+\s*")
TRUTH = {"true": True, "false": False}
SHOWN = 40  # signs of a value in an error
_CELLS = (str, Real, Decimal, date, np.datetime64, np.bool_, type(None), type(pd.NA), type(pd.NaT))
EXACT = 2**53  # whole numbers beyond are not all floats


class TableError(ProvenderError):
    """A table that cannot be read or used; the text names the file or the table, the column and the row."""


def checked(frame: pd.DataFrame, name: str) -> None:
    """Raise TableError for a frame that no schema fits: no rows or columns, names that stand twice, odd cells."""
    if frame.columns.empty or frame.empty:
        raise TableError(f"{name}: expected rows and columns, got {len(frame)} rows of {len(frame.columns)} columns")
    names = [str(column) for column in frame.columns]
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise TableError(f"{name}: expected columns of different names, got {twice!r} {names.count(twice)} times")
    for column in frame.columns:
        series = frame[column]
        if pd.api.types.is_timedelta64_dtype(series) or pd.api.types.is_complex_dtype(series):
            raise TableError(f"{name}, column {column}: expected numbers, texts, dates or truths, got {series.dtype}")
        _finite(series, f"{name}, column {column}")
        if series.dtype == object:
            _cells(series, f"{name}, column {column}")


def _finite(series: pd.Series[Any], place: str) -> None:
    if pd.api.types.is_float_dtype(series):
        wrong = np.isinf(series.to_numpy(np.float64, na_value=np.nan))
    elif series.dtype == object and any(issubclass(kind, (float, np.floating, Decimal)) for kind in kinds(series)):
        wrong = np.array([_beyond(value) for value in series])
    else:
        return
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise TableError(f"{place}, row {row}: expected a finite number, got {str(series.iloc[row])[:SHOWN].lower()}")


def _beyond(value: Any) -> bool:
    """Whether a number is infinite, or none that a float could be."""
    if isinstance(value, Decimal):
        return value.is_infinite() or value.is_snan() or bool(np.isinf(float(value)))
    return isinstance(value, (float, np.floating)) and bool(np.isinf(value))


def kinds(series: pd.Series[Any]) -> set[type]:
    """The types of a column's objects."""
    return set(map(type, series))


def _cells(series: pd.Series[Any], place: str) -> None:
    wrong = {kind for kind in kinds(series) if not issubclass(kind, _CELLS)}
    if wrong:
        row, got = next((row, type(value).__name__) for row, value in enumerate(series) if type(value) in wrong)
        raise TableError(f"{place}, row {row}: expected a number, a text, a date or a truth, got {got}")


def typed(frame: pd.DataFrame, table: Table, name: str) -> pd.DataFrame:
    """The frame in the table's order and types: whole numbers, floats, truths, dates to the second, texts.

    Raises TableError for a column that is missing and for a value that is not of its column's kind.
    """
    checked(frame, name)
    there = {str(column): frame[column] for column in frame.columns}
    if missing := [column for column in table.columns if column not in there]:
        raise TableError(f"{name}: expected the column {missing[0]}; there are: {', '.join(there)}")
    return pd.DataFrame(
        {each: series_of(there[each], column, f"{name}, column {each}") for each, column in table.columns.items()}
    )


def series_of(series: pd.Series[Any], column: Column, place: str) -> pd.Series[Any]:
    """One column's values in its type."""
    series = series.reset_index(drop=True)
    if column.pii or column.kind in ("category", "text", "id"):
        return _texts(series, column)
    if column.kind in ("date", "datetime"):
        return _dates(series, column, place)
    if column.kind == "boolean":
        return _each(series, _truth, place, "true or false", "boolean", "bool")
    if column.kind == "integer":
        return _each(series, _integer, place, "a whole number", "Int64", "int64")
    if pd.api.types.is_float_dtype(series) or pd.api.types.is_integer_dtype(series):
        return series.astype(np.float64)
    return _each(series, number, place, "a number", "float64", "float64")


def _texts(series: pd.Series[Any], column: Column) -> pd.Series[Any]:
    if column.kind != "category" and pd.api.types.is_integer_dtype(series):
        return series
    if pd.api.types.infer_dtype(series, skipna=True) == "string":
        return series.astype(object).where(series.notna(), None)
    told = [None if missing else str(value) for value, missing in zip(series, series.isna(), strict=True)]
    return pd.Series(told, dtype=object)


def empty(value: Any) -> bool:
    """Whether a cell holds nothing: for all kinds but texts a blank one does."""
    return bool(pd.isna(value)) or (isinstance(value, str) and not value.strip())


def _each(
    series: pd.Series[Any], read: Callable[[Any], Any], place: str, wanted: str, nullable: str, whole: str
) -> pd.Series[Any]:
    if series.dtype in (np.dtype(whole), nullable):
        return series
    found: list[Any] = []
    for row, value in enumerate(series):
        got = None if empty(value) else read(value)
        if got is None and not empty(value):
            raise TableError(f"{place}, row {row}: expected {wanted}, got {str(value)[:SHOWN]!r}")
        found.append(got)
    return pd.Series(found, dtype=nullable if None in found else whole)


def _truth(value: Any) -> bool | None:
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, Real) and value in (0, 1):
        return bool(value)
    return TRUTH.get(value.strip().lower()) if isinstance(value, str) else None


def _integer(value: Any) -> int | None:
    if isinstance(value, str):
        return int(value) if WHOLE.fullmatch(value) else None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, (float, np.floating, Decimal)):
        return int(value) if value == int(value) else None
    return None


def number(value: Any) -> float | None:
    """A finite number, also as a text with a point or a comma before its decimals; None for anything else.

    >>> number("1.234,5"), number("1e3"), number("1e999"), number("one")
    (1234.5, 1000.0, None, None)
    """
    found = None
    if isinstance(value, str):
        if COMMA.fullmatch(value):
            found = float(value.replace(".", "").replace(",", "."))
        elif POINT.fullmatch(value):
            found = float(value)
    elif isinstance(value, (Real, Decimal)):
        found = float(value)
    return None if found is None or np.isinf(found) else found


def _dates(series: pd.Series[Any], column: Column, place: str) -> pd.Series[Any]:
    points = series_moments(series)
    for row in np.flatnonzero(np.isnat(points) & series.notna().to_numpy(bool)):
        if not empty(series.iloc[row]):
            wanted = "a day" if column.kind == "date" else "a day and a time"
            raise TableError(f"{place}, row {row}: expected {wanted}, got {str(series.iloc[row])[:SHOWN]!r}")
    return pd.Series(points.astype("datetime64[D]").astype("datetime64[s]") if column.kind == "date" else points)


def series_moments(series: pd.Series[Any]) -> Any:
    """A column's points in time; NaT where a value is none, or not in the one form that the column's texts have."""
    if pd.api.types.is_datetime64_any_dtype(series):
        zoned = series.dt.tz_convert("UTC").dt.tz_localize(None) if getattr(series.dt, "tz", None) else series
        return zoned.to_numpy("datetime64[s]")
    texts = [None if empty(value) else _iso(value) for value in series]
    form = dates.form_of(_most(texts))
    return dates.moments(texts, form or dates.FORMS[0])


def _iso(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _most(texts: Sequence[str | None]) -> list[str]:
    """The different texts of the form that the first one has, so that a broken one is told by its row."""
    different = list(dict.fromkeys(text for text in texts if text is not None))
    if not different or dates.form_of(different):
        return different
    return different[:1]
