"""Near copies: synthetic rows that lie far nearer to a training row than any other person does.

Threat: a copy with a little noise is still that person's row, and whoever knows the person recognises it. How near is
too near depends on the place: common people have many like them. So distances (Gower 1971, mixed types) are measured
by how far the nearest other real person is. Null hypothesis: training rows have a synthetic row that near no more often
than holdout rows have.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import Columns, Risk, silent
from privacy.nearness import draw, gower, lacking, people_hit

NAME = "near copies"
NEAR = 0.25  # of the way to the nearest other person: 2% of Adult's people have fresh rows so near, 8% within a half
BLIND = "Copies with a category changed, small noise on people who have many like them, and what is learnt of groups."
ADVICE = "Add noise before learning, not after; let the generator remember less, or drop the rows that were hit."


def near_copies(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows with a synthetic row nearer than a quarter of the way to the next real person.

    Corrected by the same share of holdout rows. Of more than 10,000 real rows a side, or 30,000 synthetic rows, so many
    are drawn.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    sides = draw(train, synthetic, holdout, columns, rng)
    return people_hit(NAME, gower(sides), NEAR, sides, rng, "a synthetic row is far nearer than any person to")
