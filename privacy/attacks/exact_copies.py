"""Exact copies: synthetic rows that equal a training row in every column.

Threat: whoever sees the release sees these people's rows. Some rows coincide without a leak (few columns, common
values): the holdout says how many. Null hypothesis: synthetic rows equal rows that the generator saw no more often
than rows that it never saw.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy import encoding
from privacy.core import PASS, Columns, Risk, silent
from privacy.nearness import lacking
from privacy.statistics import corrected, in_any, permutation_p

NAME = "exact copies"
BLIND = "Rows that differ from a training row in any column, by however little."
ADVICE = "Drop the copies from the release, and let the generator remember less: larger groups, fewer epochs."


def exact_copies(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of synthetic rows that equal a training row, beyond those that would equal one of as many unseen rows.

    Personal data do not count: a copy under another name is a copy. All synthetic rows are compared.
    """
    if why := lacking(train, synthetic, holdout, columns):
        return silent(NAME, why)
    known = encoding.compared(columns, train)
    in_pool, made = encoding.identities(pd.concat([train, holdout], ignore_index=True), synthetic, known)
    # Rows of the pool that equal each other are struck together; the synthetic rows are shared out.
    hits = np.bincount(made, minlength=in_pool.max() + 1)[in_pool]
    is_train = np.arange(len(in_pool)) < len(train)
    found, control = (int(np.isin(made, in_pool[kind]).sum()) for kind in (is_train, ~is_train))
    p, _ = permutation_p(hits, is_train, rng)
    times = len(train) / len(holdout)
    risk, base = corrected(found, control, len(made), len(made), times), in_any(control / len(made), times)
    sentence = f"{NAME}: {found:,} of {len(made):,} rows equal one of {len(train):,} training rows,"
    sentence += f" {control:,} one of {len(holdout):,} holdout rows"
    return Risk(NAME, *risk, base, p, PASS, sentence, rate=found / len(made), naive=0.0)
