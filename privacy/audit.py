"""Whether a mechanism keeps the ε that it claims: a bound from below, from many runs on two neighbouring tables.

An audit can only refute: a bound below the claim shows nothing, one above it shows that the claim is false (at the
confidence asked for). It cannot see what another row, another table or another statistic would show.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import PrivacyError
from privacy.statistics import clopper_pearson, wilson

TRIED = 64  # thresholds, of which the first half of the runs chooses one
Z_CHOICE = 4.0  # standard deviations of the limits that it chooses by


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


def audit_halves(
    with_row: NDArray[np.float64], without: NDArray[np.float64], delta: float, *, confidence: float = 0.99
) -> Audit:
    """The bound where no threshold is known: the first half of the runs chooses it, the second half is audited.

    Raises PrivacyError unless there are equally many runs of either kind, and four or more.

    >>> draws = np.random.default_rng(0).laplace(size=(2, 4000))  # a count with Laplace noise: epsilon is 1
    >>> 0.5 < audit_halves(draws[0] + 1, draws[1], 0.0).epsilon < 1
    True
    """
    if len(with_row) != len(without) or len(with_row) < 4:
        raise PrivacyError(
            f"expected equally many runs of either kind, at least 4, got {len(with_row)}, {len(without)}"
        )
    half = len(with_row) // 2
    tried = np.unique(np.concatenate([with_row[:half], without[:half]]))
    tried = tried[:: max(1, len(tried) // TRIED)]
    hits, alarms = (np.searchsorted(np.sort(side[:half]), tried, side="right") for side in (with_row, without))
    # Any choice is allowed here; Wilson's limits come near to those of the audit and are quick.
    apart = [_apart(int(hit), int(alarm), half) for hit, alarm in zip(half - hits, half - alarms, strict=True)]
    threshold = float(tried[int(np.argmax(apart))])
    return audit(with_row[half:], without[half:], threshold, delta, confidence=confidence)


def _apart(hits: int, alarms: int, runs: int) -> float:
    """About how large an ε these rates prove, read in any of the four ways."""
    (low, high), (other_low, other_high) = (wilson(count, runs, Z_CHOICE) for count in (hits, alarms))
    ways = ((low, other_high), (1 - other_high, 1 - low), (other_low, high), (1 - high, 1 - other_low))
    return max(above / below for above, below in ways)


def trained(
    generate: Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame], rows: pd.DataFrame, target: pd.DataFrame, *,
    statistic: Callable[[pd.DataFrame], float], runs: int, rng: np.random.Generator,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """A statistic of releases from ``rows`` with the one row of ``target`` added, and of as many without it.

    ``generate(rows, rng)`` fits an engine and draws a release. What comes out is for :func:`audit_halves`; an engine
    may be claimed private for tables of which one has a row more, which is what these two are. The target has to be
    chosen by whoever audits: a row that the engine would show most plainly, such as one with values of its own.
    """
    more = pd.concat([rows, target], ignore_index=True)
    found = [[statistic(generate(table, rng)) for table in (more, rows)] for _ in range(runs)]
    with_row, without = np.array(found, np.float64).T
    return with_row, without


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
