"""Homogeneity: groups of the release that agree about what is sensitive, and are right (l-diversity).

Threat: who knows a person's quasi-identifiers sees that all rows of the release with these agree about the sensitive
value (Machanavajjhala et al. 2007), or nearly say so (Li et al. 2007). Null hypothesis: such groups are right about
training rows no more often than about holdout rows; what they say of both follows from the population.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.binning import binned, groups
from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.targets import known_columns, risk_of, sampled, sensitive_columns

NAME = "homogeneity"
BINS = 20  # classes of a number with more values
BLIND = "Groups that agree by nine in ten; what is learnt from other columns than the quasi-identifiers."
ADVICE = "Coarsen the quasi-identifiers or the sensitive column, or let the generator remember less."
Numbers = NDArray[np.int64]


def homogeneity(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows whose group in the release agrees about a sensitive column and is right.

    The worst sensitive column counts, with its p corrected for their number. ``details`` hold, of that column, the
    share of training rows whose own group agrees (at risk), the smallest number of values in a released group (l) and
    the largest distance of a group of ten or more from all rows (t: total variation, as Li et al. 2007 have it where
    all values are equally far from each other).
    """
    columns = columns or plain_columns(train)
    names, secrets = known_columns(columns, list(train.columns)), sensitive_columns(columns)
    if not names or not secrets:
        return silent(NAME, "no column is declared sensitive", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    frames = [sides[0], synthetic, sides[1]]
    before, made, after = groups(*binned(frames, columns, names, bins=BINS))
    found = []
    for secret in secrets:
        truths, released, others = (codes[:, 0] for codes in binned(frames, columns, [secret], bins=BINS))
        agreed = _agreed(made, released, max(before.max(), made.max(), after.max()) + 1)
        at_risk = float((_agreed(before, truths, len(agreed))[before] == truths).mean())
        details = {"sensitive": secret, "known": names, "at risk": at_risk, **_diversity(made, released)}
        told = f"are in a group of the release that agrees about {secret} and is right"
        found.append(
            risk_of(NAME, agreed[before] == truths, agreed[after] == others, told, details, tests=len(secrets))
        )
    return min(found, key=lambda risk: (risk.p, -risk.value))


def _agreed(made: Numbers, values: NDArray[np.int32], count: int) -> Numbers:
    """The value about which the rows of each group agree; -1 where they do not, or where there are none."""
    least, most = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(least, made, values)
    np.maximum.at(most, made, values)
    return np.where(least == most, most, -1)


def _diversity(made: Numbers, values: NDArray[np.int32]) -> dict[str, Any]:
    """l and t of the release."""
    table = pd.crosstab(made, values).to_numpy()
    sizes = table.sum(axis=1)
    large = table[sizes >= 10] / sizes[sizes >= 10, None]
    away = 0.5 * np.abs(large - table.sum(axis=0) / table.sum()).sum(axis=1)
    return {"l": int((table > 0).sum(axis=1).min()), "t": float(away.max()) if len(away) else None}
