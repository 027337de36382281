"""Personal values: real names, addresses, keys and the like that stand in the release.

Threat: such a value names a person by itself. Common ones (a first name, a city) coincide without a leak: the holdout
says how often. Null hypothesis: the personal values of training rows are released no more often than those of holdout
rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.targets import risk_of, sampled

NAME = "personal values"
BLIND = "Values that were written otherwise (case and space apart), and personal data in columns not declared as such."
ADVICE = "Replace personal columns by fakes that are no training row's, or leave them out of the release."


def personal_values(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows of which a personal value stands in the same column of the release.

    Values that a training and a holdout row share give nobody away and do not count.
    """
    columns = columns or plain_columns(train)
    names = [name for name, column in columns.items() if column.kind == "personal"]
    if not names:
        return silent(NAME, "no column holds personal data", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    hits = [np.zeros(len(side), bool) for side in sides]
    counts = {}
    for name in names:
        released = set(_told(synthetic[name]))
        either = [_told(side[name]) for side in sides]
        shared = set(either[0]) & set(either[1]) | {""}
        found = [side.isin(released - shared).to_numpy() for side in either]
        counts[name] = int(found[0].sum())
        hits = [hit | one for hit, one in zip(hits, found, strict=True)]
    details = {"columns": [name for name in names if counts[name]]}
    return risk_of(NAME, hits[0], hits[1], "have a personal value that is released", details)


def _told(values: pd.Series) -> pd.Series:
    """Values as texts without case and space around them."""
    return values.astype(object).where(values.notna(), "").astype(str).str.strip().str.casefold()
