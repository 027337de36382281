"""Nearest-neighbour distance ratio: synthetic rows that lie near one real row and far from the next.

Threat: among people who are much alike, a synthetic row near to one is near to all and tells of none; a row near to one
person alone tells of that person. The ratio of the distances to the nearest and to the second nearest row says which
(Lowe 2004 for matching points; Zhao et al. 2021 for synthetic tables). Null hypothesis: synthetic rows with a small
ratio lie at training rows no more often than at as many holdout rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy import encoding
from privacy.core import PASS, Columns, Risk, silent
from privacy.nearness import draw, lacking
from privacy.neighbours import nearest
from privacy.statistics import corrected, permutation_p

NAME = "neighbour ratio"
RATIO = 0.5  # below which a synthetic row points at one person
BLIND = "Copies of people who have a twin, copies that were changed much, and what is learnt of groups."
ADVICE = "Let the generator remember less: larger groups, more smoothing, fewer epochs, or differential privacy."


def neighbour_ratio(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of synthetic rows less than half as far from a training row as from any other real row.

    Corrected by those that would lie so at as many unseen rows. Distances are Gower's (1971); rows at one person count
    together (:func:`privacy.statistics.permutation_p`). Of more than 10,000 real rows a side, or 30,000 synthetic rows,
    so many are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    points = encoding.points(sides.pool, sides.made, sides.columns)
    found = nearest(points.pool, points.made, 2)
    struck = found.place[found.distance[:, 0] < RATIO * found.distance[:, 1], 0]
    p, _ = permutation_p(np.bincount(struck, minlength=len(sides.pool)), sides.is_train, rng)
    made, hits = len(sides.made), int(sides.is_train[struck].sum())
    control, (seen, unseen) = len(struck) - hits, sides.counts
    sentence = (
        f"{NAME}: {hits:,} of {made:,} synthetic rows lie at one of {seen:,} training rows and far from the next,"
        f" {control:,} at one of {unseen:,} holdout rows{sides.said}"
    )
    risk = corrected(hits, control, made, made, seen / unseen, exclusive=True)
    base = min(1.0, control / made * seen / unseen)
    return Risk(NAME, *risk, base, p, PASS, sentence, rate=hits / made)
