"""Whether a mechanism keeps the ε that it claims: a bound from below, from many runs on two neighbouring tables.

An audit can only refute: a bound below the claim shows nothing, one above it shows that the claim is false (at the
confidence asked for).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Audit(NamedTuple):
    """How often a test said "with the row": ``hits`` of ``runs`` with it, ``alarms`` without; ε >= ``epsilon``."""

    hits: int
    alarms: int
    runs: int
    epsilon: float


def audit(
    with_row: NDArray[np.float64], without: NDArray[np.float64], threshold: float, delta: float,
    *, confidence: float = 0.99,
) -> Audit:  # fmt: skip
    """The bound from a statistic of equally many runs with a row and without it.

    The test says "with the row" above ``threshold``, which has to be fixed before these runs: on other runs, or by
    theory.
    """
    hits, alarms = int((with_row > threshold).sum()), int((without > threshold).sum())
    return Audit(hits, alarms, len(with_row), epsilon_at_least(hits, alarms, len(with_row), delta, confidence))


def epsilon_at_least(hits: int, alarms: int, runs: int, delta: float, confidence: float = 0.99) -> float:
    """ε of any (ε, δ)-private mechanism of which a test has so many hits and false alarms in ``runs`` runs each.

    As P(hit) <= e^ε P(alarm) + δ, and the same of the complements with tables exchanged: ε >= ln((TPR_low − δ) /
    FPR_high) and ε >= ln((TNR_low − δ) / FNR_high) with the limits of Clopper & Pearson (1934), as Jagielski, Ullman
    & Oprea (2020) do it. All four limits hold together with probability at least ``confidence``.

    >>> round(epsilon_at_least(900, 100, 1000, 0.0), 2)
    1.91
    """
    tail = (1 - confidence) / 4
    true_low, true_high = interval(hits, runs, tail)
    false_low, false_high = interval(alarms, runs, tail)
    found = [0.0]
    for above, below in ((true_low, false_high), (1 - false_high, 1 - true_low)):
        if above > delta:
            found.append(math.log((above - delta) / below))
    # the test may also be read the other way round: "without the row" above the threshold
    for above, below in ((false_low, true_high), (1 - true_high, 1 - false_low)):
        if above > delta:
            found.append(math.log((above - delta) / below))
    return max(found)


def interval(successes: int, trials: int, tail: float) -> tuple[float, float]:
    """The limits of Clopper & Pearson (1934) of a probability, each exceeded with probability at most ``tail``.

    >>> [round(limit, 4) for limit in interval(0, 10, 0.025)]
    [0.0, 0.3085]
    """
    low = 0.0 if successes == 0 else _root(lambda p: 1 - _at_most(successes - 1, trials, p) > tail)
    high = 1.0 if successes == trials else _root(lambda p: _at_most(successes, trials, p) <= tail)
    return low, high


def _root(beyond: Callable[[float], bool]) -> float:
    """Where a condition that holds from some probability on begins to hold."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return (low + high) / 2


def _at_most(successes: int, trials: int, p: float) -> float:
    """The probability of at most so many successes."""
    if not 0 < p < 1:
        return float(p <= 0)
    count = np.arange(1, successes + 1)
    choose = np.concatenate([[0.0], np.cumsum(np.log((trials - count + 1) / count))])
    k = np.arange(successes + 1)
    return float(np.exp(choose + k * math.log(p) + (trials - k) * math.log1p(-p)).sum())
