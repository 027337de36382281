"""Unique matches: people whose quasi-identifiers nobody shares, and that stand in the release.

Threat: who knows a person's quasi-identifiers (Sweeney 2002) finds the one row of the release that has them, and takes
the rest of that row for the person's. Null hypothesis: the quasi-identifiers of training rows are found in the release
no more often than those of holdout rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.binning import binned, groups
from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.targets import known_columns, risk_of, sampled

NAME = "unique matches"
BINS = 100  # classes of a number with more values: what somebody knows of it
BLIND = "People who share their quasi-identifiers, and quasi-identifiers that were not declared as such."
ADVICE = "Coarsen the quasi-identifiers (age in classes, places by region), or withhold what few people share (k)."


def unique_matches(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows that are alone with their quasi-identifiers among all real rows, and are matched.

    Without declared quasi-identifiers they are all columns but sensitive and personal ones. ``details`` hold
    the share of training rows that are alone (at risk) and the k-anonymity of the release: its smallest group, and the
    share of its rows in groups below ten.
    """
    columns = columns or plain_columns(train)
    names = known_columns(columns, list(train.columns))
    if not names:
        return silent(NAME, "no column that somebody may know", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    seen, unseen = sides
    before, made, after = groups(*binned([seen, synthetic, unseen], columns, names, bins=BINS))
    released = np.bincount(made, minlength=max(before.max(), after.max()) + 1)
    alone = np.bincount(np.concatenate([before, after]), minlength=len(released)) == 1
    hit = alone & (released[: len(alone)] > 0)
    sizes = released[made]
    details = {
        "known": names,
        "at risk": float(alone[before].mean()),
        "k": int(sizes.min()),
        "rows in groups below 10": float((sizes < 10).mean()),
    }
    return risk_of(
        NAME, hit[before], hit[after], "are alone with what is known of them and found in the release", details
    )
