"""Columns on the scales that SDV learns.

HMA, PAR and the networks draw numbers from normal distributions, which have no bounds. So there, ``STRETCHED``, one
between two bounds is learnt as the logarithm of its distances to them, log((x - low) / (high - x)), one above a bound
as that of its distance: what is drawn keeps the bounds without being clipped. Where HMA and PAR draw from beta
distributions, numbers between two bounds are learnt as ``PARTS`` of the way: the search for a beta's parameters is lost
among large numbers, such as those of dates. SDV's copulas of one table see them ``AS_THEY_ARE``. Categories are whole
numbers, the missing value being one more: no value of the data stands in the model, and no set of texts, whose order is
another in each process.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.schema import NUMERIC, Column, Table

Scale = Literal["as they are", "parts", "stretched"]
AS_THEY_ARE: Scale = "as they are"
PARTS: Scale = "parts"
STRETCHED: Scale = "stretched"
_MOST = 700.0  # of which the exponential is a number
EDGE = 1e-3  # of the way between its bounds, how close to them a number without a unit is learnt


def sdtypes(table: Table) -> dict[str, dict[str, str]]:
    """How SDV is told of the columns; coded ones are categories."""
    kinds = ["numerical" if column.kind in NUMERIC else "categorical" for column in table.columns.values()]
    return {f"c{number}": {"sdtype": kind} for number, kind in enumerate(kinds)}


def coded(table: Table) -> list[str]:
    """The columns that are no numbers, under SDV's names."""
    return [f"c{number}" for number, column in enumerate(table.columns.values()) if column.kind not in NUMERIC]


def outward(frame: pd.DataFrame, table: Table, scale: Scale) -> pd.DataFrame:
    """Those of the table's columns that a frame has, on the scales that are learnt: ``c0``, ``c1`` … by their place."""
    found: dict[str, Any] = {}
    for number, (name, column) in enumerate(table.columns.items()):
        if name not in frame:
            continue
        numbers = columns.encode(frame[name], column)
        if column.kind in NUMERIC:
            found[f"c{number}"] = _out(numbers, column, scale)
        else:
            found[f"c{number}"] = np.where(np.isnan(numbers), _values(column), numbers).astype(np.int64)
    return pd.DataFrame(found, index=range(len(frame)))


def inward(rows: pd.DataFrame, table: Table, scale: Scale) -> pd.DataFrame:
    """What was drawn on these scales in the types of the table's columns."""
    found: dict[str, columns.Numbers] = {}
    for number, (name, column) in enumerate(table.columns.items()):
        numbers = pd.to_numeric(rows[f"c{number}"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
        if column.kind in NUMERIC:
            found[name] = _rounded(_in(numbers, column, scale), column)
        else:
            found[name] = np.where(numbers >= _values(column), np.nan, numbers)
    return columns.frame_of(found, table)


def _values(column: Column) -> int:
    return 2 if column.kind == "boolean" else len(column.values)


def _unit(column: Column) -> float:
    """The distance between two values of a column next to each other; 0: there is none."""
    if column.kind == "number":
        return 0.0 if column.decimals is None else 10.0**-column.decimals
    return 1.0


def _bounds(column: Column) -> tuple[float, float]:
    """Half a unit outside of the bounds, where what is rounded to the bounds begins."""
    low, high = columns.bounds(column)
    return low - _unit(column) / 2, high + _unit(column) / 2


def _out(numbers: columns.Numbers, column: Column, scale: Scale) -> columns.Numbers:
    low, high = _bounds(column)
    edge = 0.0 if _unit(column) else EDGE  # with a unit, all values are half of one inside
    if scale == AS_THEY_ARE or low == high or not np.isfinite(low):
        return numbers
    if not np.isfinite(high):
        return numbers if scale == PARTS else np.asarray(np.log(np.maximum(numbers - low, edge)))
    part = (numbers - low) / (high - low)
    if scale == PARTS:
        return part
    part = np.clip(part, edge, 1 - edge)
    return np.asarray(np.log(part) - np.log1p(-part))


def _in(numbers: columns.Numbers, column: Column, scale: Scale) -> columns.Numbers:
    low, high = _bounds(column)
    if scale == AS_THEY_ARE or not np.isfinite(low):
        return numbers
    if low == high:
        return np.where(np.isnan(numbers), np.nan, low)
    if not np.isfinite(high):
        return numbers if scale == PARTS else np.asarray(low + np.exp(np.minimum(numbers, _MOST)))
    if scale == PARTS:
        return low + (high - low) * numbers
    return np.asarray(low + (high - low) / (1 + np.exp(-np.clip(numbers, -_MOST, _MOST))))


def _rounded(numbers: columns.Numbers, column: Column) -> columns.Numbers:
    unit = _unit(column)
    return np.asarray(np.round(numbers / unit) * unit) if unit else numbers
