"""Distance to the closest record: synthetic rows that lie nearer to what the generator saw.

Threat: a row that is almost somebody's tells about that person. Null hypothesis: a synthetic row is as likely to be
nearest to a training row as to a holdout row, of which there are equally many.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import PASS, Columns, Risk, silent
from privacy.statistics import Z_95, permutation_p

NAME = "closest record"
FEWEST = 100  # rows of each kind, below which nothing is said
MOST = 5_000  # rows of each kind that are compared: the cost grows with their product
BLOCK = 128  # synthetic rows a time: bounds memory
BLIND = "Few near copies among many rows, and what leaks without a whole row lying near."
ADVICE = "Let the generator remember less: larger groups, more smoothing, fewer epochs, or differential privacy."


def closest_record(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None,  # noqa: ARG001
    rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of synthetic rows whose nearest row is one that the generator saw; half of them is no leak.

    Distances are Gower's (1971): numbers by their difference over the column's range, others 0 or 1. Of rows equally
    near, one is chosen at random. The test and the interval allow for many synthetic rows being nearest to one and the
    same row (:func:`privacy.statistics.permutation_p`).
    """
    size = min(len(train), len(holdout), MOST)
    if size < FEWEST or len(synthetic) < FEWEST:
        return silent(NAME, f"fewer than {FEWEST} rows to compare")
    samples = [frame.iloc[rng.permutation(len(frame))[:size]] for frame in (train, holdout)]
    made = synthetic.iloc[rng.permutation(len(synthetic))[:MOST]]
    pool = pd.concat(samples, ignore_index=True)[list(made.columns)]
    # Ties are broken by the pool's order, which must not favour either kind.
    order = rng.permutation(len(pool))
    is_train = order < size
    hits = np.bincount(nearest(pool.iloc[order], made), minlength=len(pool))
    p, spread = permutation_p(hits, is_train, rng)
    share = float(hits[is_train].sum() / len(made))
    half = Z_95 * spread / len(made)
    value, low, high = (min(1.0, max(0.0, 2 * limit - 1)) for limit in (share, share - half, share + half))
    sentence = f"{NAME}: {share:.1%} of rows lie nearest to a training row (no leak: 50%, give or take {half:.1%})"
    return Risk(NAME, value, low, high, 0.5, p, PASS, sentence, rate=share, naive=0.5)


def nearest(pool: pd.DataFrame, made: pd.DataFrame) -> NDArray[np.int64]:
    """For each row of ``made`` the position of the nearest row of ``pool`` (the first of equals)."""
    numbers = [name for name in pool.columns if pd.api.types.is_numeric_dtype(pool[name])]
    both = pd.concat([pool, made], ignore_index=True)
    scaled = both[numbers].to_numpy(np.float32, na_value=0.0)
    span = np.ptp(scaled, axis=0) if numbers else np.ones(0, np.float32)
    scaled = scaled / np.where(span > 0, span, 1)
    codes = [pd.factorize(both[name])[0].astype(np.int32) for name in pool.columns if name not in numbers]
    rows = len(pool)
    found = np.empty(len(made), np.int64)
    for start in range(0, len(made), BLOCK):
        here = slice(rows + start, rows + min(start + BLOCK, len(made)))
        distance = np.zeros((here.stop - here.start, rows), np.float32)
        for column in scaled.T:
            distance += np.abs(column[here, None] - column[None, :rows])
        for code in codes:
            distance += code[here, None] != code[None, :rows]
        found[start : start + len(distance)] = distance.argmin(axis=1)
    return found
