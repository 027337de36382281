"""Bounds and values that a schema does not declare, found privately and paid for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.dp import cells, mechanisms
from synth.tabular.dp.cells import OTHER, Cells
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.noise import Whole
from synth.tabular.schema import Column

LEAST, MOST = -20, 62  # powers of two: nearer to zero is zero, further away is as far
_BUCKETS = 2 * (MOST - LEAST) + 1
_FALSE = 1e-3  # at most so often does noise alone widen the bounds of a column


def values(
    series: pd.Series[Any], column: Column, rho: Fraction, delta: Fraction, ledger: Ledger, what: str,
    *, rng: np.random.Generator,
) -> Cells:  # fmt: skip
    """The cells of a category whose values are not declared: those frequent enough, and one for all others.

    Where a pattern is declared that :data:`cells.OTHER` does not match, there is none for the others if any was
    frequent.
    """
    texts = series[series.notna()].astype(object).map(str)  # first, as 1 and "1" are one name
    counts = {str(name): int(count) for name, count in texts.value_counts().items()}
    counts.pop(OTHER, None)
    found = mechanisms.frequent(counts, rho, delta, ledger, what, rng=rng)
    plain = bool(columns.holds(column.model_copy(update={"unique": False}), pd.Series([OTHER]))[0])
    return cells.named((*found, OTHER) if plain or not found else tuple(found), column)


def numbers(
    series: pd.Series[Any], column: Column, rho: Fraction, ledger: Ledger, what: str, *, rng: np.random.Generator
) -> Cells:
    """The cells of a number whose bounds are not both declared: between powers of two beyond which few values lie.

    A histogram with noise over fixed buckets, zero and ±[2^k, 2^(k+1)); the outermost with more than a threshold give
    the bounds (the approximate bounds of Wilson et al. 2020, there with Laplace noise). Values beyond count as the
    bound. Where no bucket has so many, the bounds are both the allowed number nearest to zero.
    """
    there = columns.encode(series, column)
    counts = np.bincount(bucket(there[np.isfinite(there)]), minlength=_BUCKETS)
    noisy = mechanisms.measure(counts, rho, ledger, what, rng=rng)
    full = np.flatnonzero(noisy.counts > np.sqrt(2 * noisy.variance * np.log(_BUCKETS / _FALSE)))
    low, high = columns.bounds(column)
    ends = (_edge(full[0], upper=False), _edge(full[-1], upper=True)) if full.size else (0.0, 0.0)
    # a declared bound holds, whatever was found
    first = low if np.isfinite(low) else min(ends[0], high)
    last = high if np.isfinite(high) else max(ends[1], first)
    return cells.between(min(first, last), last, column)


def bucket(found: cells.Numbers) -> Whole:
    """The place of each number among the buckets, of which the middle one is zero."""
    with np.errstate(divide="ignore"):
        power = np.clip(np.floor(np.log2(np.abs(found))), LEAST - 1, MOST - 1)
    place = _BUCKETS // 2 + np.sign(found) * (power - LEAST + 1)
    return np.asarray(place, np.int64)


def _edge(place: int, *, upper: bool) -> float:
    """The end of a bucket that is further to this side."""
    power = place - _BUCKETS // 2
    if power == 0:
        return 0.0
    outer = (power > 0) == upper
    return float(np.sign(power) * 2.0 ** (LEAST + abs(power) - 1 + outer))
