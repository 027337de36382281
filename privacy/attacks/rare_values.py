"""Rare values: single values that only one person has, and that are released (singling out by one column).

Threat: an extreme number, a rare category or an exact amount tells whose row it is by itself (univariate
singling out, Giomi et al. 2022). Null hypothesis: values that only one real row has are released as often where that
row is a holdout row.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.targets import learnable, risk_of, sampled

NAME = "rare values"
EXTREMES = 10  # largest and smallest values of a number that count as extremes
BLIND = "Values that two people share, and numbers that were rounded or shifted on their way into the release."
ADVICE = "Withhold values that fewer than k people share, round numbers, and bound them by what is public."


def rare_values(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows with a value that no other real row has and that stands in the release.

    ``details`` name the columns with the most of them, the share of training rows that have such a value at all (at
    risk), and count released extremes (of the ten largest and ten smallest values of a number) of either side.
    """
    columns = columns or plain_columns(train)
    names = learnable(columns)
    if not names:
        return silent(NAME, "all columns hold personal data", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    pool = pd.concat(sides, ignore_index=True)
    size = len(sides[0])
    hit, at_risk = np.zeros(len(pool), bool), np.zeros(len(pool), bool)
    by_column, extremes = {}, np.zeros(2, np.int64)
    for name in names:
        alone = _alone(pool[name])
        at_risk |= alone
        given_away = alone & pool[name].isin(synthetic[name].unique()).to_numpy()
        by_column[name] = float(given_away[:size].mean() - given_away[size:].mean())
        if columns[name].kind == "number":
            far = given_away & _extreme(pool[name].to_numpy(np.float64, na_value=np.nan))
            extremes += [far[:size].sum(), far[size:].sum()]
        hit |= given_away
    worst = sorted((name for name in names if by_column[name] > 0), key=lambda name: -by_column[name])[:3]
    details = {
        "columns": worst,
        "at risk": float(at_risk[:size].mean()),
        "extremes of training rows": int(extremes[0]),
        "of holdout rows": int(extremes[1]),
    }
    told = "have a value that no other real row has and that is released"
    return risk_of(NAME, hit[:size], hit[size:], told, details)


def _alone(values: pd.Series) -> NDArray[np.bool_]:
    """Which values stand once; what is missing never does."""
    return ~(values.duplicated(keep=False) | values.isna() | (values.astype(object) == "")).to_numpy(bool)


def _extreme(numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which are among the largest or smallest different values."""
    known = np.unique(numbers[~np.isnan(numbers)])
    return np.isin(numbers, np.concatenate([known[:EXTREMES], known[-EXTREMES:]]))
