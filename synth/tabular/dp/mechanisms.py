"""The only functions that see counts of real rows and give something out: each pays first.

All are for counts to which one row adds at most 1, in one cell of each table of counts that is given.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.tabular.dp.ledger import BudgetError, Ledger
from synth.tabular.dp.noise import Whole, discrete_gaussian, exponential, variance_at_least

_PARTS = 2**20  # an exponential mechanism's ε is a multiple of 1/2^20
_MOST_EPSILON = 64  # of an exponential mechanism: the best is then taken, but for e^-32


class Measured(NamedTuple):
    """Counts with noise, and the variance of the noise in each."""

    counts: NDArray[np.float64]
    variance: float


def measure(counts: Whole, rho: Fraction, ledger: Ledger, what: str, *, rng: np.random.Generator) -> Measured:
    """Counts with discrete Gaussian noise of σ² >= 1 / 2ρ.

    ρ-zCDP, as one row changes the vector of counts by at most 1 in the Euclidean norm (Canonne, Kamath & Steinke 2020,
    theorem 4). Raises BudgetError where the ledger has less left, or where the noise would be too large to be drawn.
    """
    variance = _variance(rho, what)
    ledger.spend(what, f"discrete Gaussian, variance {float(variance):g}", 1 / (2 * variance))
    drawn = discrete_gaussian(variance, counts.size, rng=rng).reshape(counts.shape)
    return Measured((counts + drawn).astype(np.float64), float(variance))


def _variance(rho: Fraction, what: str) -> Fraction:
    variance = variance_at_least(1 / (2 * rho)) if rho > 0 else None
    if variance is None:
        raise BudgetError(
            f"{what}: expected a larger epsilon; with this one each count has noise of more than 4,000 rows"
        )
    return variance


def choose(scores: Whole, rho: Fraction, ledger: Ledger, what: str, *, rng: np.random.Generator) -> int:
    """The place of a good score, to which one row adds or from which it takes at most 1.

    The exponential mechanism with ε is ε²/8-zCDP (Cesar & Rogers 2021, by its bounded range, Dong et al. 2020).
    Raises BudgetError where the ledger has less left.
    """
    epsilon = min(Fraction(math.isqrt(int(8 * rho * _PARTS**2)), _PARTS), Fraction(_MOST_EPSILON))
    ledger.spend(what, f"exponential, epsilon {float(epsilon):g}", epsilon**2 / 8)
    return exponential(scores, epsilon, rng=rng)


def frequent(
    counts: Mapping[str, int], rho: Fraction, delta: Fraction, ledger: Ledger, what: str, *, rng: np.random.Generator
) -> list[str]:
    """The names, of a set that is not public, whose counts with noise reach a threshold; in alphabetical order.

    Stability-based histograms (Korolova et al. 2009; Bun, Nissim & Stemmer 2016), with Gaussian noise. Where the
    additional row's name stands in both tables, one count differs by 1: ρ-zCDP. Where it is new, all other names are
    told alike, and it is told if 1 + noise reaches the threshold 1 + ⌈σ √(2 ln(1/δ))⌉, which a discrete Gaussian does
    with probability at most δ, being sub-Gaussian (Canonne, Kamath & Steinke 2020). So it is δ-approximately ρ-zCDP.
    Raises BudgetError where the ledger has less left.
    """
    variance = _variance(rho, what)
    away = math.ceil(math.sqrt(2 * float(variance) * -math.log(delta)) * (1 + 1e-12))
    ledger.spend(
        what, f"threshold {1 + away} on discrete Gaussian, variance {float(variance):g}", 1 / (2 * variance), delta
    )
    there = sorted(name for name, count in counts.items() if count > 0)
    noisy = np.array([counts[name] for name in there], np.int64) + discrete_gaussian(variance, len(there), rng=rng)
    return [name for name, count in zip(there, noisy, strict=True) if count >= 1 + away]
