"""Whether a mechanism keeps the ε that it claims: a bound from below, from many runs on two neighbouring tables.

An audit can only refute: a bound below the claim shows nothing, one above it shows that the claim is false (at the
confidence asked for).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.statistics import clopper_pearson


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
    true_low, true_high = clopper_pearson(hits, runs, tail)
    false_low, false_high = clopper_pearson(alarms, runs, tail)
    found = [0.0]
    for above, below in ((true_low, false_high), (1 - false_high, 1 - true_low)):
        if above > delta:
            found.append(math.log((above - delta) / below))
    # the test may also be read the other way round: "without the row" above the threshold
    for above, below in ((false_low, true_high), (1 - true_high, 1 - false_low)):
        if above > delta:
            found.append(math.log((above - delta) / below))
    return max(found)
