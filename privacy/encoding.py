"""Rows as points, whose distance is Gower's: a table of numbers and texts becomes an array that can be searched.

Gower (1971) compares two rows column by column: texts count 0 if they are equal and 1 if not, numbers their difference
over the column's range. With every column as one number per row, a text as the number of its value, both are
``min(|a - b|, 1)``; the distance is the sum over the columns.

Ranges and not ranks: a column that is mostly nought, such as gains, has half of all ranks between 0 and a little noise,
and copies with noise were found less often. Everything is scaled by training and holdout rows together, so that a scale
tells nothing of which rows were seen.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import Columns, plain_columns

FAR = 2.0**20  # ranges; in float32 numbers so far out are told apart to a sixteenth of a range
TRIM = 0.005  # of the values at either end do not count for a column's range: one typing error would stretch it
Floats = NDArray[np.float32]


class Points(NamedTuple):
    """Rows that were attacked and rows that were made, (rows, columns) each, on one scale."""

    pool: Floats
    made: Floats


def compared(columns: Columns | None, frame: pd.DataFrame) -> Columns:
    """The columns of a frame that distances are made of: all but personal data, which fakes replace."""
    known = plain_columns(frame) if columns is None else columns
    found = {name: known.get(str(name)) for name in frame.columns}
    return {name: column for name, column in found.items() if column and column.kind != "personal"}


def points(pool: pd.DataFrame, made: pd.DataFrame, columns: Columns, unit: float = 1.0) -> Points:
    """Training and holdout rows together, and synthetic rows.

    Two numbers differ by 1 if they are ``unit`` ranges of their column apart, and by less where they are nearer: with 1
    the distances are Gower's; with 0, numbers that are not equal differ by 1 like texts. A missing value equals a
    missing value and differs from all others by 1, and so does an infinity. A range is that of the middle 99% of the
    pool's values, or of all where these are one.
    """
    both = np.empty((len(pool) + len(made), len(columns)), np.float32)
    for at, (name, column) in enumerate(columns.items()):
        graded = column.kind == "number" and unit > 0
        both[:, at] = _number(pool[name], made[name], unit) if graded else codes(pool[name], made[name])
    return Points(both[: len(pool)], both[len(pool) :])


def identities(pool: pd.DataFrame, made: pd.DataFrame, columns: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for each row of either side; rows have the same number if they are equal in all columns."""
    found = np.zeros(len(pool) + len(made), np.int64)
    for name in columns:
        code = codes(pool[name], made[name])
        found = pd.factorize(found * (code.max() + 1) + code)[0]
    return found[: len(pool)], found[len(pool) :]


def codes(pool: pd.Series[Any], made: pd.Series[Any]) -> NDArray[np.int64]:
    """The number of each row's value, from 0 to the number of values; missing values are one more value."""
    both = pd.concat([pool, made], ignore_index=True)
    if not pd.api.types.is_numeric_dtype(both):
        both = both.astype(str)
    return pd.factorize(both, use_na_sentinel=False)[0]


def rarity(pool: Floats) -> Floats:
    """What each value of a row says of it, in nats: -log of the share of the pool's rows that differ by less than 1."""
    worth = np.empty(pool.shape, np.float32)
    for column, found in enumerate(pool.T.astype(np.float64)):
        ranked = np.sort(found)
        alike = np.searchsorted(ranked, found + 1, "left") - np.searchsorted(ranked, found - 1, "right")
        worth[:, column] = np.log(len(pool) / alike)
    return worth


def _number(pool: pd.Series[Any], made: pd.Series[Any], unit: float) -> NDArray[np.float64]:
    """Numbers in units of the pool's range; those that are none stand where nothing else is near."""
    sides = [pd.to_numeric(side, errors="coerce").to_numpy(np.float64, na_value=np.nan) for side in (pool, made)]
    known = sides[0][np.isfinite(sides[0])]
    both = np.concatenate(sides)
    # Sizes near the largest float would overflow when subtracted.
    top = max(np.abs(known).max(initial=0.0), np.finfo(float).tiny)
    low, high = np.quantile(known / top, [TRIM, 1 - TRIM]) if len(known) else (0.0, 0.0)
    if low == high and len(known):
        low, high = known.min() / top, known.max() / top
    with np.errstate(over="ignore", invalid="ignore"):
        scaled: NDArray[np.float64] = np.clip((both / top - low) / (high - low or 1.0), -FAR, FAR) / unit
    for odd, place in ((np.isposinf, 2), (np.isneginf, -2), (np.isnan, 4)):
        scaled[odd(both)] = place * FAR / unit
    return scaled
