"""Membership inference by a ratio of densities: who was in the training set.

Threat: to have been in the set (of a clinic's patients, say) is itself a secret. Where a generator remembers, synthetic
rows stand denser about its training rows than the population does (DOMIAS, van Breugel et al. 2023). Both densities are
estimated from nearest rows (:func:`privacy.nearness.density_ratio`), the population's from training and holdout rows
together, a row itself left out: this reference treats both alike, so all rows can be scored by one rule. Null
hypothesis: the scores of training and holdout rows are exchangeable.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import PASS, Columns, Risk, silent
from privacy.nearness import density_ratio, draw, lacking, rarity
from privacy.statistics import ranked

NAME = "membership"
COUNT = 10  # nearest rows of a density: of 1, 3, 5 and 10 the most powerful against trees
UNIT = 0.01  # ranges of a column within which numbers are alike
ALARMS = 0.01  # the rate of false alarms at which the details tell how many training rows are found
BLIND = "Few people who leaked among many who did not: it is an average. Near copies and outliers see those."
ADVICE = "Let the generator remember less: larger groups, fewer epochs, more training rows, or differential privacy."


def membership(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """How well training rows are told from holdout rows: 2 AUC - 1, from 0 (a guess) to 1 (always).

    The area and not the best threshold, which would be chosen by the labels that it is tested on; ``details`` hold the
    share of training rows found at 1% false alarms (Carlini et al. 2022), which tells more of the worst cases. Of more
    than 10,000 real rows a side, or 30,000 synthetic rows, so many are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    space = rarity(sides, UNIT)
    scores = density_ratio(space.to_others(COUNT), space.to_made(COUNT))
    area, low, high, p = ranked(scores, sides.is_train)
    value, least, most = (max(0.0, 2 * limit - 1) for limit in (area, low, high))
    found = float((scores[sides.is_train] > np.quantile(scores[~sides.is_train], 1 - ALARMS)).mean())
    sentence = (
        f"{NAME}: of a training and a holdout row the right one is named in {area:.1%} of cases"
        f" (a guess: 50%){sides.said}"
    )
    details = {"true positive rate at 1% false positives": found}
    return Risk(NAME, value, least, most, 0.5, p, PASS, sentence, rate=area, naive=0.5, details=details)
