"""Cells: the finite set of things that a column may hold, from its declaration alone or from what was privately found.

Numbers lie on a grid (whole numbers, days, seconds, decimals) or on none. Cells of a number are intervals whose ends
depend on its bounds alone: every point where there are few; otherwise an even division together with a division of the
distances from zero in equal ratios, so that a wide range does not hide what lies near zero. Zero and the two bounds, at
which values gather, are cells of their own. The last cell is a missing value, where there may be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.dp.noise import Whole
from synth.tabular.schema import NUMERIC, Column

Numbers = NDArray[np.float64]
POINTS = 1024  # so many points of a grid have a cell each
EVEN = 512  # cells of equal width, where there are more points
PER_OCTAVE = 16  # cells of equal ratio between a number and its double
OCTAVES = 24  # below the larger bound, where a number has no grid
OTHER = "(other)"  # a name for all that was too rare to be told; only where values are not declared


class Cells(NamedTuple):
    """The cells of a column: names, or intervals ``first`` to ``last`` in units of the grid, both included."""

    names: tuple[str, ...]
    first: Numbers
    last: Numbers
    missing: bool

    @property
    def size(self) -> int:
        """How many there are, with the one of missing values."""
        return len(self.names) + len(self.first) + self.missing


def named(names: tuple[str, ...], column: Column) -> Cells:
    """The cells of a category."""
    return Cells(names, np.empty(0), np.empty(0), column.nullable)


def between(low: float, high: float, column: Column) -> Cells:
    """The cells of a number, a date or a truth value between bounds.

    >>> between(-1, 3, Column(kind="integer")).first.tolist()
    [-1.0, 0.0, 1.0, 2.0, 3.0]
    """
    scale = _scale(column)
    if not scale:
        starts = _starts(np.array([low, 0.0, high]), low, high, 2.0**-OCTAVES * max(abs(low), abs(high)), np.nextafter)
        lasts = np.nextafter(np.append(starts[1:], np.nextafter(high, np.inf)), -np.inf)
        return Cells((), starts, lasts, column.nullable)
    low, high = np.ceil(low * scale - 1e-9), np.floor(high * scale + 1e-9)
    if high - low < POINTS:
        points = np.arange(low, high + 1)
        return Cells((), points, points, column.nullable)
    starts = np.unique(np.floor(_starts(np.array([low, 0.0, high]), low, high, 1.0, lambda start, _: start + 1)))
    return Cells((), starts, np.append(starts[1:] - 1, high), column.nullable)


def _starts(own: Numbers, low: float, high: float, least: float, following: Any) -> Numbers:
    """Where cells begin: evenly, in equal ratios from ``least`` on, and at and after the points of ``own``."""
    octaves = np.log2(max(abs(low), abs(high), least) / least) if least else 0.0
    ratios = least * 2.0 ** (np.arange(1 + int(octaves * PER_OCTAVE)) / PER_OCTAVE)
    parts = [np.linspace(low, high, EVEN + 1), ratios, -ratios, own, following(own, np.inf)]
    starts = np.unique(np.concatenate(parts))
    return starts[(starts >= low) & (starts <= high)]


def _scale(column: Column) -> float:
    """How many points of its grid a column has in one unit; 0 where it has no grid."""
    if column.kind == "number":
        return 0.0 if column.decimals is None else 10.0**column.decimals
    return 1.0


def code(series: pd.Series[Any], column: Column, cells: Cells) -> Whole:
    """The cell of each value. Every row is in just one: what no cell holds is in the nearest, or in the last."""
    if column.kind == "category":
        return _code_names(series, cells)
    numbers = columns.encode(series, column)
    scale = _scale(column)
    there = np.isfinite(numbers)
    units = np.where(there, np.round(numbers * scale) if scale else numbers, cells.first[0])
    place = np.clip(np.searchsorted(cells.first, units, side="right") - 1, 0, len(cells.first) - 1)
    return np.where(there, place, cells.size - 1)


def _code_names(series: pd.Series[Any], cells: Cells) -> Whole:
    places = {name: place for place, name in enumerate(cells.names)}
    other = places.get(OTHER, cells.size - 1)
    codes, found = pd.factorize(series.astype(object))
    table = np.array([*(places.get(str(name), other) for name in found), cells.size - 1], np.int64)
    return table[codes]


def decode(codes: Whole, column: Column, cells: Cells, *, rng: np.random.Generator) -> pd.Series[Any]:
    """A value of each cell: of an interval any point of the grid, each as likely."""
    if column.kind == "category":
        names = np.array([*cells.names, *((None,) if cells.missing else ())], object)
        return pd.Series(names[codes], dtype=object)
    within = rng.random(len(codes))
    place = np.minimum(codes, len(cells.first) - 1)
    first, last, scale = cells.first[place], cells.last[place], _scale(column)
    numbers = (
        np.minimum(first + np.floor(within * (last - first + 1)), last) / scale
        if scale
        else (first + within * (last - first))
    )
    return columns.decode(np.where(codes < len(cells.first), numbers, np.nan), column)


def declared(column: Column) -> Cells | None:
    """The cells that a column's declaration alone gives; None where bounds or values are not declared."""
    if column.kind == "category":
        return named(column.values, column) if column.values else None
    if column.kind == "boolean":
        return between(0, 1, column)
    low, high = columns.bounds(column)
    return between(low, high, column) if column.kind in NUMERIC and np.isfinite([low, high]).all() else None


def arrays(found: Mapping[str, Cells]) -> dict[str, NDArray[Any]]:
    """The intervals of all columns as arrays of a model, by the columns' places."""
    return {
        f"{end}.{place}": getattr(cells, end) for place, cells in enumerate(found.values()) for end in ("first", "last")
    }
