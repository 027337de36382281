"""Finds for each row a row of another table that is like the one wished for, each no more often than it should be."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

BANDS = 8  # that a column is cut into


def bands(wanted: NDArray[np.float64], there: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Both sides of a column as bands of equally many of the rows that are there, missing values being one more."""
    known = there[np.isfinite(there)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BANDS + 1)[1:-1])) if len(known) else np.zeros(0)
    one, other = (
        np.where(np.isfinite(side), np.searchsorted(edges, np.nan_to_num(side), side="right"), -1)
        for side in (wanted, there)
    )
    return one, other


def match(
    wanted: list[NDArray[np.float64]],
    there: list[NDArray[np.float64]],
    capacity: NDArray[np.int64],
    count: int,
    *,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """For each of ``count`` rows the number of a row that is there.

    ``wanted`` and ``there`` hold the same columns of both sides. As many columns as can be agree, few-valued ones
    first; each row is taken as often as its ``capacity`` says, or a little more where the capacities fall short.
    """
    places = _places(capacity, count, rng)
    left = rng.permutation(count)
    found = np.full(count, -1, np.int64)
    sides = sorted(
        (bands(one, other) for one, other in zip(wanted, there, strict=True)), key=lambda pair: len(set(pair[1]))
    )
    for level in range(len(sides), -1, -1):
        keys = [_key([side[at] for side in sides[:level]], rows) for at, rows in ((0, left), (1, places))]
        ours, theirs = (pd.DataFrame({"key": key, "at": np.arange(len(key))}) for key in keys)
        for side in (ours, theirs):
            side["turn"] = side.groupby("key").cumcount()
        pairs = ours.merge(theirs, on=["key", "turn"])
        one, other = pairs["at_x"].to_numpy(), pairs["at_y"].to_numpy()
        found[left[one]] = places[other]
        left, places = np.delete(left, one), np.delete(places, other)
        if not len(left):
            break
    return found


def _places(capacity: NDArray[np.int64], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Each row as often as its capacity; where that is too little for all, some once more, by their capacities."""
    places = np.repeat(np.arange(len(capacity)), capacity)
    short = count - len(places)
    if short > 0:
        weights = (capacity + 1e-3) / (capacity + 1e-3).sum()
        places = np.concatenate([places, rng.choice(len(capacity), short, p=weights)])
    return rng.permutation(places)


def _key(columns: list[NDArray[np.int64]], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for the bands of a row in all columns."""
    key = np.zeros(len(rows), np.int64)
    for column in columns:
        key = key * (BANDS + 1) + column[rows] + 1
        key = np.unique(key, return_inverse=True)[1] if key.max(initial=0) > 2**40 else key
    return key
