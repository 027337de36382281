"""Exact copies: synthetic rows that equal a real one in every column.

Threat: whoever sees the release sees these people's rows. Some rows coincide without a leak (few
columns, common values): the control rows say how many. Null hypothesis: synthetic rows equal rows that
the generator saw no more often than rows that it never saw.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import INSUFFICIENT, PASS, Risk, permutation_p, wilson

FEWEST = 100  # rows of each kind, below which nothing is said


def exact_copies(
    real: pd.DataFrame, synthetic: pd.DataFrame, control: pd.DataFrame, *, rng: np.random.Generator
) -> Risk:
    """The share of synthetic rows that are copies of real rows, beyond what the control explains.

    The value is (r_real - r_control) / (1 - r_control), as in Giomi et al. (2022), with r the share of
    synthetic rows found among as many real or control rows; the interval is Wilson's for r_real.
    """
    size = min(len(real), len(control))
    if size < FEWEST or len(synthetic) < FEWEST:
        return Risk("exact copies", 0, 0, 1, 0, 1, INSUFFICIENT, f"exact copies: fewer than {FEWEST} rows to compare")
    real = real.iloc[rng.permutation(len(real))[:size]]
    control = control.iloc[rng.permutation(len(control))[:size]]
    pool = pd.concat([real, control], ignore_index=True)[list(synthetic.columns)]
    codes = pd.factorize(pd.MultiIndex.from_frame(pd.concat([pool, synthetic], ignore_index=True).astype(str)))[0]
    in_pool, made = codes[: len(pool)], codes[len(pool) :]
    counts = np.bincount(made, minlength=codes.max() + 1)
    # Rows of the pool that equal each other are struck together; the synthetic rows are shared out.
    hits = counts[in_pool]
    is_real = np.arange(len(pool)) < size
    found = [int(np.isin(made, in_pool[kind]).sum()) for kind in (is_real, ~is_real)]
    p, _ = permutation_p(hits, is_real, rng)
    real_rate, control_rate = (count / len(made) for count in found)
    low, high = wilson(found[0], len(made))

    def beyond(rate: float) -> float:
        return max(0.0, (rate - control_rate) / (1 - control_rate)) if control_rate < 1 else 0.0

    sentence = f"exact copies: {found[0]:,} of {len(made):,} rows equal a training row, {found[1]:,} a holdout row"
    return Risk("exact copies", beyond(real_rate), beyond(low), beyond(high), 0.0, p, PASS, sentence)
