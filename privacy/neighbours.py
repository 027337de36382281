"""Exact nearest rows under Gower's distance, in blocks that are skipped where nothing near can stand.

Rows are points of :mod:`privacy.encoding`: the distance of two is the sum over their columns of ``min(|a - b|, 1)``.
The pool is cut into blocks of alike rows, as by a k-d tree (Friedman, Bentley & Finkel 1977), and of each block the
least and the largest value of every column is kept. From these follows how near its rows can be at best; a block that
cannot beat the rows found so far is never looked at. Nothing is approximated.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled

LEAF = 128  # rows of a block at most: fewer cost more bounds, more cost more distances
EDGE = 8  # a block is cut where a value changes, if neither part gets less than one row in so many

Floats = NDArray[np.float32]


class Nearest(NamedTuple):
    """Places in the pool and distances, (rows, count) each, the nearest first; -1 and infinity where none is left."""

    place: NDArray[np.int64]
    distance: Floats


def nearest(pool: Floats, rows: Floats, count: int = 1, weights: Floats | None = None) -> Nearest:
    """For each of ``rows`` the ``count`` nearest rows of ``pool``.

    Both are (rows, columns) of float32 without NaN. ``weights``, of the shape of ``rows``, says what each column counts
    for in the distances from a row; without it every column counts 1. Of rows equally near, which is named first
    depends on the order of the pool. Raises ValueError if the pool is empty.
    """
    if not len(pool):
        raise ValueError("expected a pool of at least one row")
    order, starts = _blocks(pool)
    points = np.ascontiguousarray(pool[order].T)
    low, high = (side.reduceat(points, starts[:-1], axis=1) for side in (np.minimum, np.maximum))
    weights = np.ones((1, rows.shape[1]), np.float32) if weights is None else weights
    place, distance = _search(points, starts, low, high, rows, weights, count)
    return Nearest(np.append(order, -1)[place], distance)


def _blocks(pool: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """An order of the pool in which alike rows stand together, and where each block of it starts (with the end)."""
    order, starts, left = np.arange(len(pool)), [0], [(0, len(pool))]
    while left:
        start, stop = left.pop()
        here = order[start:stop]
        if len(here) <= LEAF:
            starts.append(stop)
            continue
        values = pool[here, _widest(pool[here[:: len(here) // LEAF]])]  # judged by some of the rows
        ranked = np.argsort(values, kind="stable")
        order[start:stop] = here[ranked]
        cut = start + _cut(values[ranked])
        left += [(cut, stop), (start, cut)]
    return order, np.array(starts)


def _widest(some: Floats) -> int:
    """The column whose two halves, once it is sorted, are more alike within than the whole is, by most."""
    values = np.sort(some, axis=0)
    half, quarter = len(values) // 2, len(values) // 4
    whole = np.minimum(values[half : 2 * half] - values[:half], 1).sum(axis=0)
    parts = np.minimum(values[quarter : 2 * quarter] - values[:quarter], 1).sum(axis=0)
    parts += np.minimum(values[half + quarter : half + 2 * quarter] - values[half : half + quarter], 1).sum(axis=0)
    return int((whole - parts).argmax())


def _cut(values: Floats) -> int:
    """Where to cut sorted values: at the change next to the middle, or in the middle if there is none about it."""
    changes = np.flatnonzero(values[1:] != values[:-1]) + 1
    middle, edge = len(values) // 2, len(values) // EDGE
    changes = changes[(changes >= edge) & (changes <= len(values) - edge)]
    return int(changes[np.abs(changes - middle).argmin()]) if len(changes) else middle


@compiled
def _search(
    points: Floats, starts: NDArray[np.int64], low: Floats, high: Floats, rows: Floats, weights: Floats, count: int
) -> tuple[NDArray[np.int64], Floats]:
    blocks = low.shape[1]
    place = np.full((len(rows), count), points.shape[1])
    distance = np.full((len(rows), count), np.float32(np.inf))
    bounds, sums = np.empty(blocks, np.float32), np.empty(points.shape[1], np.float32)
    for row in range(len(rows)):
        weight = weights[row if len(weights) > 1 else 0]
        _bound(low, high, rows[row], weight, bounds)
        # The most promising block first: what it holds lets most of the others be skipped.
        first = np.argmin(bounds)
        for turn in range(-1, blocks):
            block = first if turn < 0 else turn
            if turn == first or bounds[block] >= distance[row, count - 1]:
                continue
            start, stop = starts[block], starts[block + 1]
            _sum(points, start, stop, rows[row], weight, sums)
            for k in range(stop - start):
                if sums[k] < distance[row, count - 1]:
                    _insert(place[row], distance[row], start + k, sums[k])
    return place, distance


@compiled
def _bound(low: Floats, high: Floats, row: Floats, weight: Floats, bounds: Floats) -> None:
    """How near the rows of each block can be at best."""
    bounds[:] = 0
    for column in range(len(low)):
        value, worth, lows, highs = row[column], weight[column], low[column], high[column]
        for block in range(len(bounds)):
            outside = max(lows[block] - value, value - highs[block])
            bounds[block] += worth * min(max(outside, np.float32(0)), np.float32(1))


@compiled
def _sum(points: Floats, start: int, stop: int, row: Floats, weight: Floats, sums: Floats) -> None:
    """The distances of one block's rows."""
    sums[: stop - start] = 0
    for column in range(len(points)):
        value, worth, values = row[column], weight[column], points[column, start:stop]
        for k in range(len(values)):
            sums[k] += worth * min(abs(values[k] - value), np.float32(1))


@compiled
def _insert(place: NDArray[np.int64], distance: Floats, found: int, near: float) -> None:
    """Keep the nearest rows in their order, the new one after those that are as near."""
    at = len(place) - 1
    while at > 0 and distance[at - 1] > near:
        distance[at], place[at] = distance[at - 1], place[at - 1]
        at -= 1
    distance[at], place[at] = near, found
