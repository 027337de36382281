"""What an attack reports, and the statistics that attacks share.

An *attack* is a function ``attack(real, synthetic, control, *, rng) -> Risk``: ``real`` are the rows
that the generator saw, ``control`` rows of the same population that it never saw. What an attack
finds on the control is what anyone would find without a leak.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from math import sqrt
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PASS, FAIL, INSUFFICIENT = "pass", "fail", "insufficient"
Z_95 = 1.959963984540054  # the 97.5% point of the normal distribution


class PrivacyError(ValueError):
    """Data that cannot be attacked; the text says what was expected, what came and where."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The finding of one attack.

    ``value`` is the risk, with its 95% interval ``low`` to ``high``; ``control`` the same quantity where
    nothing can have leaked; ``p`` the probability of a finding at least as strong without a leak.
    """

    name: str
    value: float
    low: float
    high: float
    control: float
    p: float
    verdict: str
    sentence: str

    def json(self) -> dict[str, Any]:
        """The risk as JSON."""
        return asdict(self)


class Attack(Protocol):
    """The signature of an attack on a table."""

    def __call__(
        self, real: pd.DataFrame, synthetic: pd.DataFrame, control: pd.DataFrame, *, rng: np.random.Generator
    ) -> Risk:
        """Attack the synthetic rows; everything random comes from ``rng``."""


def wilson(successes: int, trials: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval of a proportion (Wilson 1927; Brown, Cai & DasGupta 2001, eq. 4).

    Raises ValueError without trials.

    >>> [round(limit, 4) for limit in wilson(0, 10)]
    [0.0, 0.2775]
    """
    if trials < 1:
        raise ValueError(f"expected at least one trial, got {trials}")
    share = successes / trials
    centre = share + z * z / (2 * trials)
    half = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    # At the ends the limit is exact; rounding would leave 1e-19.
    low = 0.0 if successes == 0 else (centre - half) / whole
    high = 1.0 if successes == trials else (centre + half) / whole
    return low, high


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values (Holm 1979), in the order given.

    >>> [round(p, 10) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def permutation_p(
    hits: NDArray[np.int64], is_real: NDArray[np.bool_], rng: np.random.Generator, rounds: int = 4999
) -> tuple[float, float]:
    """Test whether hits fall on real rows more than on control rows.

    ``hits`` counts, for each row of the pool (real and control together), the synthetic rows that point
    at it. If the synthetic rows know nothing of which rows were real, the labels are exchangeable: the
    p-value compares the real rows' hits with those under shuffled labels (one-sided, exact up to
    ``rounds``; Phipson & Smyth 2010). Also returns the standard deviation of the real rows' hits under
    shuffled labels. Synthetic rows that point at one row count together, not as independent trials.
    """
    struck = hits[hits > 0]
    observed = int(hits[is_real].sum())
    share = is_real.mean()
    pool, real = len(hits), int(is_real.sum())
    totals = np.empty(rounds)
    for number in range(rounds):
        # Which of the struck rows would be real: a draw without replacement from the pool.
        chosen = rng.permutation(pool)[: len(struck)] < real
        totals[number] = struck[chosen].sum()
    at_least = int((totals >= observed).sum())
    spread = float(np.sqrt(share * (1 - share) * np.square(struck).sum()))
    return (at_least + 1) / (rounds + 1), spread


def battery(attacks: Sequence[Callable[[], Risk]], alpha: float) -> list[Risk]:
    """Run attacks and judge them together: a risk whose verdict is open fails if significant after Holm.

    An attack that lacks data says so itself and takes no part in the correction.
    """
    risks = [attack() for attack in attacks]
    judged = [risk for risk in risks if risk.verdict != INSUFFICIENT]
    adjusted = dict(zip(map(id, judged), holm([risk.p for risk in judged]), strict=True))
    return [_with_verdict(risk, adjusted[id(risk)], alpha) if id(risk) in adjusted else risk for risk in risks]


def _with_verdict(risk: Risk, p: float, alpha: float) -> Risk:
    return replace(risk, p=p, verdict=FAIL if p < alpha and risk.value > risk.control else PASS)
