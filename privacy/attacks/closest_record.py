"""Distance to the closest record: synthetic rows that lie nearer to what the generator saw.

Threat: a row that is almost somebody's tells about that person. Null hypothesis: a synthetic row is as
likely to be nearest to a real row as to a control row, of which there are equally many.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import INSUFFICIENT, PASS, Z_95, Risk, permutation_p

FEWEST = 100  # rows of each kind, below which nothing is said
MOST = 5_000  # rows of each kind that are compared: the cost grows with their product
BLOCK = 128  # synthetic rows a time: bounds memory


def closest_record(
    real: pd.DataFrame, synthetic: pd.DataFrame, control: pd.DataFrame, *, rng: np.random.Generator
) -> Risk:
    """The share of synthetic rows whose nearest row is one that the generator saw; 0.5 is no leak.

    Distances are Gower's (1971): numbers by their difference over the column's range, others 0 or 1. Of
    rows equally near, one is chosen at random. The test and the interval allow for many synthetic
    rows being nearest to one and the same row (:func:`privacy.core.permutation_p`).
    """
    size = min(len(real), len(control), MOST)
    if size < FEWEST or len(synthetic) < FEWEST:
        sentence = f"closest record: fewer than {FEWEST} rows to compare"
        return Risk("closest record", 0.5, 0, 1, 0.5, 1, INSUFFICIENT, sentence)
    samples = [frame.iloc[rng.permutation(len(frame))[:most]] for frame, most in ((real, size), (control, size))]
    made = synthetic.iloc[rng.permutation(len(synthetic))[:MOST]]
    pool = pd.concat(samples, ignore_index=True)[list(made.columns)]
    # Ties are broken by the pool's order, which must not favour either kind.
    order = rng.permutation(len(pool))
    is_real = order < size
    hits = np.bincount(nearest(pool.iloc[order], made), minlength=len(pool))
    p, spread = permutation_p(hits, is_real, rng)
    share = float(hits[is_real].sum() / len(made))
    half = Z_95 * spread / len(made)
    low, high = max(0.0, share - half), min(1.0, share + half)
    sentence = (
        f"closest record: {share:.1%} of rows lie nearest to a training row ({low:.1%} to {high:.1%}; no leak: 50%)"
    )
    return Risk("closest record", share, low, high, 0.5, p, PASS, sentence)


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
