"""Attacks on single people: whether each training row is hit, against each holdout row.

Given the release, whether a row is hit depends on that row alone. If the release knows nothing of which rows were seen,
training and holdout rows are exchangeable, so rows are the trials: Fisher's test and the intervals of independent rates
hold however the rows of the release hang together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import FEWEST, PASS, Columns, Risk
from privacy.statistics import corrected, exceeding_p


def sampled(
    train: pd.DataFrame,
    synthetic: pd.DataFrame,
    holdout: pd.DataFrame,
    rng: np.random.Generator,
    most: int | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Training and holdout rows at random, at most so many of each; None where a side has too few."""
    if min(map(len, (train, synthetic, holdout))) < FEWEST:
        return None
    return train.iloc[rng.permutation(len(train))[:most]], holdout.iloc[rng.permutation(len(holdout))[:most]]


def learnable(columns: Columns) -> list[str]:
    """The columns that attacks compare: all but personal data."""
    return [name for name, column in columns.items() if column.kind != "personal"]


def sensitive_columns(columns: Columns) -> list[str]:
    """The columns that others should not learn, where some are declared."""
    return [name for name in learnable(columns) if columns[name].role == "sensitive"]


def known_columns(columns: Columns, order: Sequence[str]) -> list[str]:
    """What somebody may know of a person: quasi-identifiers, else all columns that are not sensitive."""
    quasi = [name for name in learnable(columns) if columns[name].role == "quasi"]
    found = quasi or [name for name in learnable(columns) if columns[name].role != "sensitive"]
    return [name for name in order if name in found]


def risk_of(
    name: str, hits: NDArray[np.bool_], control_hits: NDArray[np.bool_], told: str, details: Mapping[str, Any],
    *, tests: int = 1, naive: float | None = None,
) -> Risk:  # fmt: skip
    """The risk of an attack that hit these training and these holdout rows.

    ``tests``: of how many like it this is the worst (Bonferroni's correction of its p).
    """
    count, control = int(hits.sum()), int(control_hits.sum())
    value, low, high = corrected(count, control, len(hits), len(control_hits))
    p = min(1.0, tests * exceeding_p(count, control, len(hits), len(control_hits)))
    rate, base = count / len(hits), control / len(control_hits)
    sentence = f"{name}: {rate:.1%} of training rows and {base:.1%} of holdout rows {told}"
    return Risk(name, value, low, high, base, p, PASS, sentence, rate=rate, naive=naive, details=details)
