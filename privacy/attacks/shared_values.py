"""Shared values: synthetic rows that share more rare values with a training row than any other person does.

Threat: a copy in which some columns were changed still shows the others, and rare values together point at one person.
Columns are weighed by what their value says, -log of the share of people who have it (Shannon 1948; the weights of
record linkage, Fellegi & Sunter 1969, with equality as the only evidence). Null hypothesis: training rows share so much
with a synthetic row no more often than holdout rows do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import Columns, Risk, silent
from privacy.nearness import draw, lacking, people_hit, rarity

NAME = "shared values"
LEFT = (
    1 / 3
)  # of what the nearest person lacks, that a synthetic row may lack: 0.3% of Adult's people have fresh rows so
BLIND = "Copies with noise on every number, copies that keep few or common values, and what is learnt of groups."
ADVICE = "Pool rare values before learning, let the generator remember less, or drop the rows that were hit."


def shared_values(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows of which a synthetic row lacks less than a third of what the nearest person lacks.

    What is lacked is measured in nats. Corrected by the same share of holdout rows. Of more than 10,000 real rows a
    side, or 30,000 synthetic rows, so many are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    return people_hit(NAME, rarity(sides), LEFT, sides, rng, "a synthetic row shares far more than any person with")
