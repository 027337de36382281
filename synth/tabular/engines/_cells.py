"""Cells: the ranges and single values into which a column is cut, so that rows become small whole numbers and back."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulators.core import ProvenderError
from synth.tabular import columns
from synth.tabular.columns import Numbers
from synth.tabular.models import Fit
from synth.tabular.schema import NUMERIC, Column

MOST = 255  # cells of a smoothed column: with the missing value they fit into a byte
MOST_ATOMS = 127  # of them: no more values than these stand by themselves
_HALVED = 7  # times that the outermost ranges are halved at most, at each end
WHOLE = 2.0**53  # up to this a float holds every whole number

Places = NDArray[np.int32]


class CartError(ProvenderError):
    """A table that sequential trees cannot learn, or rows that they cannot give; the text names the column."""


class Cells(NamedTuple):
    """The cells of a column, each array as long as there are cells and one more: cell 0 is the missing value.

    A cell with ``low == high`` is a single value. Any other is a range, over which rows are spread uniformly where
    ``scale`` is 0, and exponentially away from its inner edge where not: from ``low`` upwards where it is positive,
    from ``high`` downwards where it is negative. ``step`` is the grid that released values stand on; 0 means none.
    """

    low: Numbers
    high: Numbers
    scale: Numbers
    step: float

    @property
    def singles(self) -> bool:
        """Whether every cell is a single value."""
        return bool((self.low[1:] == self.high[1:]).all())


def encoded(series: pd.Series[Any], name: str, column: Column) -> Numbers:
    """A column's values as numbers. Raises CartError, which names the row, where one does not fit the column."""
    numbers = columns.encode(series, column)
    missing = series.isna().to_numpy(bool)
    low, high = columns.bounds(column)
    wrong = np.isnan(numbers) if not column.nullable else np.isnan(numbers) & ~missing
    wrong |= np.isinf(numbers)
    if column.kind in NUMERIC:
        wrong |= (numbers < low) | (numbers > high)
    if column.kind == "integer":
        wrong |= (np.abs(numbers) > WHOLE) | (numbers % 1 > 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise CartError(f"column {name}, row {row}: expected {_expected(column)}, got {series.iloc[row]!r}")
    return numbers


def _expected(column: Column) -> str:
    told = {"category": "one of its values", "integer": "a whole number of at most 2**53 within its bounds"}
    return f"{told.get(column.kind, f'a {column.kind} within its bounds')}{' or nothing' if column.nullable else ''}"


def codes(places: Places, cells: Cells) -> NDArray[np.uint8]:
    """For each cell its code: its own, or, where there are more than a byte holds, one of all but the most frequent."""
    amount = len(cells.low)
    if amount <= MOST + 1:
        return np.arange(amount, dtype=np.uint8)
    frequent = np.argsort(-np.bincount(places, minlength=amount)[1:], kind="stable")[: MOST - 1] + 1
    found = np.full(amount, MOST, np.uint8)
    found[0] = 0
    found[np.sort(frequent)] = np.arange(1, MOST)
    return found


def arrays(cells: Cells) -> dict[str, NDArray[Any]]:
    """The arrays by which a model keeps cells."""
    return {"low": cells.low, "high": cells.high, "scale": cells.scale}


def stored(fit: Fit, at: int) -> Cells:
    """The cells of the column at this place of a model's order."""
    low, high, scale = (fit.arrays[f"{at}.{key}"] for key in ("low", "high", "scale"))
    return Cells(low, high, scale, fit.notes["steps"][at])


def cut(numbers: Numbers, column: Column, *, few: int, shared: int) -> Cells:
    """The cells of a column's values, NaN where they are missing.

    A category has a cell for each value that it may hold. A number of at most ``few`` different values that is not
    sensitive has one for each. Of all others, a value stands by itself only if at least ``shared`` rows hold it (the
    minimum frequency of Hundepool et al. 2012, Statistical Disclosure Control); the rows between are cut at round
    numbers into ranges of about as many rows each, and at least ``shared``: a histogram whose bins follow the
    percentiles (Scott 1992, Multivariate Density Estimation). Beyond the outermost cut, rows are spread exponentially
    with the mean of the rows there (peaks over a threshold; Pickands 1975), so that no extreme value is kept that fewer
    rows hold.
    """
    if column.kind not in NUMERIC:
        return points(np.arange(len(column.values) if column.kind == "category" else 2, dtype=np.float64), 1.0)
    step = grid(numbers, column)
    values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    if len(values) <= few and column.role != "sensitive":
        return points(values, step)
    alone = counts >= shared
    if alone.sum() > MOST_ATOMS:
        alone = np.zeros(len(values), bool)
        alone[np.argsort(-counts, kind="stable")[:MOST_ATOMS]] = True
    atoms = points(values[alone], step)
    between, weights = values[~alone], counts[~alone]
    if not len(between) or (weights.sum() < shared and alone.any()):
        return atoms  # what fewer rows hold goes to the nearest value that enough hold
    most = MOST - 2 * _HALVED - 2 - int(alone.sum())
    ranges = _ranges(between, weights, _limits(values, column, step), shared, most, step)
    middle = np.concatenate([atoms.low[1:], ranges.centres])
    order = np.argsort(middle, kind="stable")
    low, high, scale = (
        np.concatenate([[np.nan], np.concatenate([ours[1:], theirs])[order]])
        for ours, theirs in ((atoms.low, ranges.low), (atoms.high, ranges.high), (atoms.scale, ranges.scale))
    )
    return Cells(low, high, scale, step)


def points(values: Numbers, step: float) -> Cells:
    """A cell for each value."""
    told = np.concatenate([[np.nan], values])
    return Cells(told, told, np.zeros(len(told)), step)


def grid(numbers: Numbers, column: Column) -> float:
    """The distance between neighbouring values that a column may hold: 1 for days, 0.01 for two decimals, 0 for none.

    What the schema doesn't tell is that of the data: decimals, up to six; whole days, hours or minutes to which all
    points in time keep; tens, hundreds … of integers.
    """
    found = numbers[~np.isnan(numbers)]
    if column.kind != "number":
        coarser = {"datetime": (86_400.0, 3_600.0, 60.0), "integer": (1e6, 1e5, 1e4, 1e3, 1e2, 10.0)}
        return next((unit for unit in coarser.get(column.kind, ()) if not (found % unit).any()), 1.0)
    if column.decimals is not None:
        return float(10.0**-column.decimals)
    return next((float(10.0**-places) for places in range(7) if (np.round(found, places) == found).all()), 0.0)


def place(numbers: Numbers, cells: Cells) -> tuple[Places, NDArray[np.bool_]]:
    """The cell of each number, and whether the cell holds it: where none does it is the nearest single value's."""
    missing = np.isnan(numbers)
    single = np.flatnonzero(cells.low == cells.high)
    spread = np.flatnonzero(cells.low < cells.high)
    held = missing.copy()
    found = np.zeros(len(numbers), np.int32)
    if len(spread):
        spread = spread[np.argsort(cells.low[spread], kind="stable")]
        edges = cells.high[spread][:-1]
        found = spread[np.searchsorted(edges, numbers, side="right")].astype(np.int32)
        held |= (numbers >= cells.low[found]) & (numbers <= cells.high[found])
    if len(single):
        values = cells.low[single]
        nearest = np.searchsorted((values[1:] + values[:-1]) / 2, numbers)
        hit = values[nearest] == numbers
        taken = hit | (not len(spread))
        found = np.where(taken, single[nearest], found).astype(np.int32)
        held |= hit
    return np.where(missing, 0, found).astype(np.int32), held


def values(places: Places, cells: Cells, rng: np.random.Generator) -> Numbers:
    """A number for each cell: single values as they are, within ranges drawn and brought to the column's grid."""
    low = cells.low[places]
    if cells.singles:
        return low
    high, scale = cells.high[places], cells.scale[places]
    share = rng.random(len(places))
    drawn = low + share * np.where(scale == 0, high - low, 0)
    tail = np.flatnonzero(scale)
    if len(tail):
        away = np.abs(scale[tail])
        reach = -away * np.log1p(share[tail] * np.expm1(-(high[tail] - low[tail]) / away))
        drawn[tail] = np.where(
            scale[tail] > 0, np.minimum(low[tail] + reach, high[tail]), np.maximum(high[tail] - reach, low[tail])
        )
    return np.where(low == high, low, on_grid(drawn, cells.step))


def on_grid(numbers: Numbers, step: float) -> Numbers:
    """The nearest numbers on a grid of this step."""
    if step >= 1:
        return np.asarray(np.round(numbers / step) * step)
    return np.asarray(np.round(numbers, round(-np.log10(step)))) if step else numbers


class _Ranges(NamedTuple):
    low: Numbers
    high: Numbers
    scale: Numbers
    centres: Numbers


def _limits(numbers: Numbers, column: Column, step: float) -> tuple[float, float]:
    """The bounds of a column on its grid; one that holds nothing below zero has none below zero."""
    low, high = columns.bounds(column)
    if numbers[0] >= 0 and np.isinf(low):
        low = 0.0
    if column.kind == "integer":
        low, high = max(low, -WHOLE), min(high, WHOLE)
    inner_low, inner_high = (float(on_grid(np.array(bound), step)) for bound in (low, high))
    if inner_low < low:
        inner_low = float(on_grid(np.array(low + step), step))
    if inner_high > high:
        inner_high = float(on_grid(np.array(high - step), step))
    return (inner_low, inner_high) if inner_low <= inner_high else (low, high)


def _ranges(
    between: Numbers, weights: NDArray[np.int64], limits: tuple[float, float], shared: int, most: int, step: float
) -> _Ranges:
    """Values with so many rows each, ascending, as ranges of at least ``shared`` rows within the limits."""
    upto = np.cumsum(weights)
    starts = _starts(upto, max(shared, int(upto[-1]) // most + 1), shared)
    edges = round_between(between[starts[1:] - 1], between[starts[1:]], step)
    rows = np.add.reduceat(weights, starts)
    centres = np.add.reduceat(weights * between, starts) / rows
    if len(starts) == 1:
        spread = float(np.sqrt(3 * np.average((between - centres[0]) ** 2, weights=weights)))
        around = _round_out(float(centres[0]), spread, limits)
        return _Ranges(np.array(around[:1]), np.array(around[1:]), np.zeros(1), centres)
    low, high = np.concatenate([limits[:1], edges]), np.concatenate([edges, limits[1:]])
    scale = np.zeros(len(starts))
    scale[0], scale[-1] = centres[0] - edges[0], centres[-1] - edges[-1]
    return _Ranges(low, high, scale, centres)


def _starts(upto: NDArray[np.int64], size: int, least: int) -> NDArray[np.int64]:
    """Where ranges of ``size`` rows begin, those at both ends halved again and again while ``least`` rows are left.

    ``upto`` are the rows up to and with each value, so that equal values are never parted.
    """
    total = int(upto[-1])
    halved: list[int] = []
    while size // 2 ** (len(halved) + 1) >= least and len(halved) < _HALVED:
        halved.append(size // 2 ** (len(halved) + 1))
    sizes = halved[-1:] + halved[::-1] if halved else []
    starts, before = [0], 0
    while True:
        left = total - before
        wanted = sizes[len(starts) - 1] if len(starts) <= len(sizes) else size
        if left < 2 * size and halved:
            wanted = max(left // 2, least)
        at = int(np.searchsorted(upto, before + wanted)) + 1
        if at >= len(upto) or total - int(upto[at - 1]) < least:
            return np.array(starts, np.int64)
        starts.append(at)
        before = int(upto[at - 1])


def round_between(below: Numbers, above: Numbers, step: float) -> Numbers:
    """Between each pair a number of as few digits as there is: it says of neither value more than its side.

    >>> round_between(np.array([34.17, 67.0, 4.0]), np.array([34.21, 71.0, 5.0]), 0.01).tolist()
    [34.2, 70.0, 4.5]
    """
    found = (below + above) / 2
    middle = found.copy()
    neighbours = above - below <= step * 1.5
    largest = float(np.max(np.abs(np.concatenate([below, above])), initial=1e-12))
    digits = -int(np.ceil(np.log10(largest))) - 1
    for places in range(digits + 16, digits, -1):  # from many digits to few, so that the fewest stay
        candidate = np.round(middle / 10.0**-places) * 10.0**-places if places < 0 else np.round(middle, places)
        found = np.where((candidate > below) & (candidate < above) & ~neighbours, candidate, found)
    return found


def _round_out(middle: float, spread: float, limits: tuple[float, float]) -> tuple[float, float]:
    """A range about a mean with this half width, widened to round numbers, so that a single row is not told by it."""
    width = 10.0 ** np.floor(np.log10(max(spread, abs(middle) / 2) or 1.0))
    low, high = np.floor((middle - spread) / width) * width, np.ceil((middle + spread) / width) * width
    return max(float(low), limits[0]), min(float(high + width * (low == high)), limits[1])
