"""Bounds of numbers and dates that may be told: no single person's value stands in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular.columns import Numbers
from synth.tabular.schema import Bound, Column

STEPS = 50  # of the grid that bounds lie on, over the middle eight tenths of the values
_DAY = 86_400.0
_TIMES = (1.0, 60.0, 600.0, 3_600.0, 21_600.0, _DAY)  # steps of a grid of seconds

People = NDArray[np.int64] | None  # whose each row is; None: each is its own person's


def released(numbers: Numbers, people: People, k: int, column: Column) -> tuple[float, float]:
    """The bounds that may be told: where k people are at or beyond them.

    A value that k people share is told as it is; any other is rounded towards the inside to a step of 1, 2 or 5 times
    a power of ten (of dates: whole days; of times: minutes, hours, days), about a fiftieth of the middle of the values.

    >>> released(np.arange(1000.0), None, 10, Column(kind="integer"))
    (20.0, 980.0)
    """
    low, high = _reached(numbers, people, k), -_reached(-numbers, people, k)
    if low > high:  # fewer than 2 k people: what most share is all that can be told
        low = high = float(np.median(numbers))
    shared = _held(numbers, people, low) >= k, _held(numbers, people, high) >= k
    step = _step(numbers, high - low, column)
    for finer in (step, step / 10, step / 100):
        inside = (
            low if shared[0] else float(np.ceil(low / finer) * finer),
            high if shared[1] else float(np.floor(high / finer) * finer),
        )
        if inside[0] <= inside[1] and finer >= _finest(column):
            return (low if shared[0] else _told(inside[0])), (high if shared[1] else _told(inside[1]))
    middle = _told(float(np.round((low + high) / 2 / step) * step))
    return middle, middle


def _told(number: float) -> float:
    """A number in fifteen digits: a multiple of a tenth is written as one."""
    return float(f"{number:.15g}")


def _reached(numbers: Numbers, people: People, k: int) -> float:
    """The smallest value at or below which k different people are."""
    if people is None:
        return float(np.partition(numbers, k - 1)[k - 1])
    least = np.full(people.max() + 1, np.inf)
    np.minimum.at(least, people, numbers)
    return float(np.partition(least, k - 1)[k - 1])


def _held(numbers: Numbers, people: People, value: float) -> int:
    return count(people, numbers == value)


def count(people: People, rows: NDArray[np.bool_]) -> int:
    """How many people these rows are of."""
    return int(rows.sum()) if people is None else len(pd.unique(people[rows]))


def _step(numbers: Numbers, reach: float, column: Column) -> float:
    tenth, ninth = np.quantile(numbers, (0.1, 0.9))
    spread = (ninth - tenth) or reach or max(abs(ninth), 1.0)
    wanted = max(spread / STEPS, np.finfo(float).tiny)
    if column.kind == "datetime" and wanted < _DAY:
        return min(_TIMES, key=lambda step: abs(step - wanted))
    unit = _DAY if column.kind == "datetime" else 1.0
    power = 10.0 ** np.floor(np.log10(wanted / unit))
    step = float(next(each for each in (1, 2, 5, 10) if each * power * 1.0001 >= wanted / unit) * power * unit)
    return max(step, _finest(column))


def _finest(column: Column) -> float:
    if column.kind != "number":
        return 1.0
    return 0.0 if column.decimals is None else 10.0**-column.decimals


def bound(number: float, column: Column) -> Bound:
    """A bound of a schema from a number of days, of seconds or of the column's own unit."""
    if column.kind == "date":
        return date(1970, 1, 1) + timedelta(days=round(number))
    return datetime(1970, 1, 1) + timedelta(seconds=round(number)) if column.kind == "datetime" else number
