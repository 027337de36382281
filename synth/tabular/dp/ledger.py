"""The budget of a fit: zero-concentrated differential privacy, spent entry by entry, told as (ε, δ).

Two tables are neighbours if one has one row more. A mechanism M is ρ-zCDP if the Rényi divergence of order α between
M on neighbours is at most ρα for all α > 1 (Bun & Steinke 2016, definition 1.1); values of ρ add up (lemma 1.7). One
that is so but for events of probability δ is δ-approximately ρ-zCDP (definition 8.1), and these δ add up too (lemma
8.2).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from simulators.core import ProvenderError

ASSUMED = (
    "Neighbouring tables differ by one row, added or removed; who has several rows is protected less.",
    "The schema (columns, kinds, bounds, values, what may be missing) and the settings were not chosen from the data.",
    "The seed is secret and not guessable: whoever knows it can subtract the noise.",
    "The pseudo-random generator that was passed in cannot be told from a random one.",
    "Time and memory that the fit took are not observed.",
)
_CAUTION = 1 - Fraction(1, 10**9)  # the search for ρ stops at a relative 1e-12 of its float's root


class BudgetError(ProvenderError):
    """A budget that is none, that is too small to learn anything, or that was about to be overspent."""


class Entry(NamedTuple):
    """One mechanism: what it was used for and what it cost."""

    what: str
    mechanism: str
    rho: Fraction
    delta: Fraction


class Ledger:
    """What a fit may spend in all, and what it has spent.

    Mechanisms call :meth:`spend` before they draw, so what is not in the ledger was not drawn. ``thresholds`` is the
    part of δ for mechanisms that fail with small probability; the rest is for telling ρ as (ε, δ). Raises BudgetError
    for ε that is not positive and finite, and for δ outside (0, 1).
    """

    def __init__(self, epsilon: float, delta: float, *, thresholds: Fraction = Fraction(0)) -> None:
        if not (math.isfinite(epsilon) and epsilon > 0):
            raise BudgetError(f"expected epsilon above 0, and finite; got {epsilon:g}")
        if not 0 < delta < 1:
            raise BudgetError(f"expected delta between 0 and 1, both excluded; got {delta:g}")
        if not 0 <= thresholds < Fraction(delta):
            raise BudgetError(f"expected less than delta, {delta:g}, for thresholds; got {float(thresholds):g}")
        self.epsilon, self.delta, self.thresholds = epsilon, delta, thresholds
        self.rho = Fraction(rho_of(epsilon, float(Fraction(delta) - thresholds))) * _CAUTION
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What was spent, in order."""
        return tuple(self._entries)

    def spent(self) -> tuple[Fraction, Fraction]:
        """The sums of ρ and of δ so far."""
        return sum((one.rho for one in self._entries), Fraction(0)), sum(
            (one.delta for one in self._entries), Fraction(0)
        )

    @property
    def left(self) -> Fraction:
        """The ρ that may still be spent."""
        return self.rho - self.spent()[0]

    def spend(self, what: str, mechanism: str, rho: Fraction, delta: Fraction = Fraction(0)) -> None:
        """Enter a mechanism that is about to run. Raises BudgetError, and enters nothing, where too little is left."""
        if rho < 0 or delta < 0:
            raise BudgetError(
                f"{what}: expected costs of at least 0, got rho {float(rho):g} and delta {float(delta):g}"
            )
        rhos, deltas = self.spent()
        if rhos + rho > self.rho or deltas + delta > self.thresholds:
            raise BudgetError(
                f"{what}: expected at most rho {float(self.rho - rhos):g} and delta "
                f"{float(self.thresholds - deltas):g}, which are left; got {float(rho):g} and {float(delta):g}"
            )
        self._entries.append(Entry(what, mechanism, rho, delta))

    def json(self) -> dict[str, Any]:
        """The ledger as JSON: what was claimed, what was spent, on what, and what is assumed."""
        rho, delta = self.spent()
        return {
            "epsilon": self.epsilon,
            "delta": self.delta,
            "rho": float(self.rho),
            "spent": {
                "rho": float(rho),
                "delta of thresholds": float(delta),
                "epsilon": epsilon_of(float(rho), float(Fraction(self.delta) - self.thresholds)) if rho else 0.0,
            },
            "entries": [
                {"what": one.what, "mechanism": one.mechanism, "rho": float(one.rho), "delta": float(one.delta)}
                for one in self._entries
            ],
            "assumed": list(ASSUMED),
        }


def epsilon_of(rho: float, delta: float) -> float:
    """The ε for which every ρ-zCDP mechanism is (ε, δ)-DP.

    Canonne, Kamath & Steinke (2020), corollary 13: ε = ρα + (ln(1/δ) + (α−1) ln(1−1/α) − ln α) / (α−1) for any α > 1.
    The best α is searched for; any other would claim less privacy than there is, never more.

    >>> round(epsilon_of(0.1, 1e-6), 6)
    2.141939
    """

    def bound(exponent: float) -> float:
        beyond = math.exp(exponent)  # α − 1
        order = 1 + beyond
        return rho * order + (math.log(1 / delta) - math.log(order)) / beyond + math.log(beyond / order)

    low, high = -20.0, 40.0
    for _ in range(200):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        low, high = (low, second) if bound(first) < bound(second) else (first, high)
    return max(0.0, bound(low))


@lru_cache(maxsize=64)
def rho_of(epsilon: float, delta: float) -> float:
    """The largest ρ, up to rounding downwards, with ``epsilon_of(rho, delta) <= epsilon``."""
    low, high = 0.0, epsilon + 1.0
    while epsilon_of(high, delta) <= epsilon:
        low, high = high, 2 * high
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if epsilon_of(middle, delta) <= epsilon else (low, middle)
    return low
