"""Membership of outliers: whether the people who are unlike all others can be found in the training set.

Threat: a generator that smooths over crowds may still learn a lone row by heart, and such leaks vanish in averages
(Stadler, Oprisanu & Troncoso 2022: outliers stay vulnerable). So the ratio of densities of :mod:`.membership` is asked
of the most isolated rows alone. Which rows those are is decided on training and holdout rows together. Null hypothesis:
the scores of isolated training rows and isolated holdout rows are exchangeable.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import PASS, Columns, Risk, silent
from privacy.nearness import density_ratio, draw, lacking, rarity
from privacy.statistics import ranked

NAME = "outliers"
ISOLATED = 0.05  # of all rows count as isolated, but at least
LEAST = 100  # rows
COUNT = 3  # nearest rows of a density: isolated rows have no ten neighbours that are near
UNIT = 0.01  # ranges of a column within which numbers are alike
BLIND = "What leaks of rows that have others like them, and of one or two outliers among thousands."
ADVICE = "Pool rare values or leave the most isolated rows out before learning, or use differential privacy."


def outliers(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """How well isolated training rows are told from isolated holdout rows: 2 AUC - 1, from 0 (a guess) to 1.

    Isolated are the 5% of rows that are farthest from their three nearest. Of more than 10,000 real rows a side, or
    30,000 synthetic rows, so many are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    space = rarity(sides, UNIT)
    others = space.to_others(COUNT)
    farthest = np.argsort(-others.mean(axis=1), kind="stable")[: max(LEAST, round(ISOLATED * len(others)))]
    kinds = sides.is_train[farthest]
    seen, unseen = int(kinds.sum()), int((~kinds).sum())
    if min(seen, unseen) < 2:
        return silent(NAME, f"{seen} isolated training rows and {unseen} isolated holdout rows, expected two of each")
    area, low, high, p = ranked(density_ratio(others[farthest], space.to_made(COUNT, farthest)), kinds)
    value, least, most = (max(0.0, 2 * limit - 1) for limit in (area, low, high))
    sentence = (
        f"{NAME}: of an isolated training row and an isolated holdout row the right one is named in {area:.1%} of cases"
        f" (a guess: 50%; {seen:,} and {unseen:,} rows){sides.said}"
    )
    return Risk(NAME, value, least, most, 0.5, p, PASS, sentence, rate=area, naive=0.5)
