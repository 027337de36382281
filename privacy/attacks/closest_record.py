"""Distance to the closest record: synthetic rows that lie nearer to what the generator saw.

Threat: a row that is almost somebody's tells about that person. Null hypothesis: a synthetic row is as likely to be
nearest to any training row as to any holdout row. Distances by themselves say nothing: the
holdout is what makes a test of this well-known measure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy import encoding
from privacy.core import PASS, Columns, Risk, silent
from privacy.nearness import draw, lacking
from privacy.neighbours import nearest
from privacy.statistics import Z_95, permutation_p

NAME = "closest record"
BLIND = "Few near copies among many rows, and what leaks without a whole row lying near."
ADVICE = "Let the generator remember less: larger groups, more smoothing, fewer epochs, or differential privacy."


def closest_record(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of synthetic rows whose nearest row is one that the generator saw, beyond these rows' share of all.

    Distances are Gower's (1971). The test and the interval allow for many synthetic rows being nearest to one and the
    same row (:func:`privacy.statistics.permutation_p`). Of more than 10,000 real rows a side, or 30,000 synthetic rows,
    so many are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    points = encoding.points(sides.pool, sides.made, sides.columns)
    found = nearest(points.pool, points.made).place[:, 0]
    hits = np.bincount(found, minlength=len(sides.pool))
    p, spread = permutation_p(hits, sides.is_train, rng)
    share = float(sides.is_train[found].mean())
    half = Z_95 * spread / len(found)
    base = float(sides.is_train.mean())
    value, low, high = (
        min(1.0, max(0.0, (limit - base) / (1 - base))) for limit in (share, share - half, share + half)
    )
    sentence = (
        f"{NAME}: {share:.1%} of rows lie nearest to a training row (no leak: {base:.1%}, give or take {half:.1%})"
    )
    return Risk(NAME, value, low, high, base, p, PASS, sentence + sides.said, rate=share, naive=base)
