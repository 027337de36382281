"""Statistics that attacks share, each with its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959963984540054  # the 97.5% point of the normal distribution


class Corrected(NamedTuple):
    """A risk beyond what the holdout explains, with its 95% interval."""

    value: float
    low: float
    high: float


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
    half = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    # At the ends the limit is exact; rounding would leave 1e-19.
    low = 0.0 if successes == 0 else (centre - half) / whole
    high = 1.0 if successes == trials else (centre + half) / whole
    return low, high


def in_any(share: float, times: float) -> float:
    """The chance to hit any of ``times`` as many rows, where some of them are hit with the chance ``share``.

    It is 1 - (1 - share)^times where the parts are hit independently of each other; trials that are likelier to hit all
    parts than others hit any less often on average (Jensen 1906). So it is never below the truth for ``times`` >= 1.

    >>> in_any(0.5, 2), in_any(0.0, 9), in_any(1.0, 9)
    (0.75, 0.0, 1.0)
    """
    return float(1 - (1 - share) ** times)


def corrected(
    hits: int, control_hits: int, trials: int, control_trials: int, times: float = 1.0, *, exclusive: bool = False
) -> Corrected:
    """How far a rate lies beyond the holdout's: (r - c) / (1 - c) (Giomi et al. 2022, eq. 4), never below 0.

    ``times`` as many training as holdout rows could be hit by the same trials: the control is what would be hit of as
    many unseen rows (:func:`in_any`), or so many times its own where a trial hits one row at most (``exclusive``).

    Where every holdout row is hit nothing is left to leak; where only the multiple comes to all, nothing can be said.
    The interval is that of Newcombe (1998, method 10) for r - c, from Wilson's limits of either, over 1 - c. Trials
    must be independent. Raises ValueError without trials.

    >>> [round(limit, 3) for limit in corrected(60, 20, 100, 100)]
    [0.5, 0.335, 0.641]
    """
    rate = hits / trials
    low, high = wilson(hits, trials)
    limits = (control_hits / control_trials, *wilson(control_hits, control_trials))
    if limits[0] == 1.0:
        return Corrected(0.0, 0.0, 0.0)
    control, control_low, control_high = (
        min(1.0, times * limit) if exclusive else in_any(limit, times) for limit in limits
    )
    if control == 1.0:
        return Corrected(0.0, 0.0, 1.0)
    difference = rate - control
    below = math.hypot(rate - low, control_high - control)
    above = math.hypot(high - rate, control - control_low)
    found = (difference, difference - below, difference + above)
    return Corrected(*(min(1.0, max(0.0, limit / (1 - control))) for limit in found))


@lru_cache(maxsize=4096)  # an audit's counts recur, and a bisection costs milliseconds
def clopper_pearson(successes: int, trials: int, tail: float = 0.025) -> tuple[float, float]:
    """The limits of Clopper & Pearson (1934) of a probability, each exceeded with probability at most ``tail``.

    >>> [round(limit, 4) for limit in clopper_pearson(0, 10)]
    [0.0, 0.3085]
    """
    low = 0.0 if successes == 0 else _root(lambda p: 1 - at_most(successes - 1, trials, p) > tail)
    high = 1.0 if successes == trials else _root(lambda p: at_most(successes, trials, p) <= tail)
    return low, high


def _root(beyond: Callable[[float], bool]) -> float:
    """Where a condition that holds from some probability on begins to hold."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return (low + high) / 2


def at_most(successes: int, trials: int, p: float) -> float:
    """The probability of at most so many successes in trials of the probability ``p``."""
    if not 0 < p < 1:
        return float(p <= 0)
    count = np.arange(1, successes + 1)
    choose = np.concatenate([[0.0], np.cumsum(np.log((trials - count + 1) / count))])
    k = np.arange(successes + 1)
    return float(np.exp(choose + k * math.log(p) + (trials - k) * math.log1p(-p)).sum())


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
    hits: NDArray[np.int64], is_train: NDArray[np.bool_], rng: np.random.Generator, rounds: int = 4999
) -> tuple[float, float]:
    """Test whether hits fall on training rows more than on holdout rows.

    ``hits`` counts, for each row of the pool (training and holdout together), the synthetic rows that point at it. If
    the synthetic rows know nothing of which rows were seen, the labels are exchangeable: the p-value compares the
    training rows' hits with those under shuffled labels (one-sided, exact up to ``rounds``; Phipson & Smyth 2010).
    Also returns the standard deviation of the training rows' hits under shuffled labels. Synthetic rows that point at
    one row count together, not as independent trials.
    """
    observed = int(hits[is_train].sum())
    share = is_train.mean()
    totals = np.zeros(rounds, np.int64)
    left, of = np.full(rounds, int(is_train.sum())), len(hits)
    # How many of the rows with so many hits are training rows: draws without replacement, one number of hits at a time.
    for hit, rows in zip(*np.unique(hits[hits > 0], return_counts=True), strict=True):
        chosen = rng.hypergeometric(left, of - left, rows)
        totals += hit * chosen
        left, of = left - chosen, of - rows
    at_least = int((totals >= observed).sum())
    spread = float(np.sqrt(share * (1 - share) * np.square(hits).sum()))
    return (at_least + 1) / (rounds + 1), spread


def on_both_sides(codes: NDArray[np.int64], train: int) -> int:
    """How many holdout rows equal a training row, where that is more than chance; else 0.

    ``codes`` number the rows' contents, the first ``train`` of them training rows. Rows of a narrow table, and short
    texts, coincide without having been seen. If the sides were dealt at random, a group of g equal rows has some on
    both with the probability 1 - s^g - (1 - s)^g, where s is the training rows' share; it is overlap where the groups
    on both sides are more than that, by three standard deviations.

    >>> on_both_sides(np.array([*range(30), *range(20, 50)]), 30), on_both_sides(np.arange(60), 30)
    (10, 0)
    """
    sizes = np.bincount(codes)
    seen = np.bincount(codes[:train], minlength=len(sizes))
    shared = (seen > 0) & (seen < sizes)
    share, group = train / len(codes), sizes[sizes > 1]
    expected = 1 - share**group - (1 - share) ** group
    beyond = shared.sum() - expected.sum() > 3 * np.sqrt((expected * (1 - expected)).sum())
    return int((sizes - seen)[shared].sum()) if beyond else 0


def exceeding_p(hits: int, control_hits: int, trials: int, control_trials: int) -> float:
    """Whether training rows are hit more often than holdout rows: Fisher's exact test, one-sided.

    Given the release, whether a row is hit depends on the row alone; if the release knows nothing of which rows were
    seen, which of them are training rows is a draw without replacement, and their hits are hypergeometric.

    >>> round(exceeding_p(8, 2, 10, 10), 4)  # (10 choose 8) (10 choose 2) / (20 choose 10) and what lies beyond
    0.0115
    """
    struck, rows = hits + control_hits, trials + control_trials
    k = np.arange(hits, min(struck, trials) + 1)
    logs = _log_choose(trials, k) + _log_choose(control_trials, struck - k) - _log_choose(rows, np.array([struck]))
    return float(min(1.0, np.exp(logs).sum()))


def _log_choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    """The logarithm of n over k; of 0 where there is none."""
    gamma = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    inside = (k >= 0) & (k <= n)
    safe = np.where(inside, k, 0)
    return np.where(inside, gamma[n] - gamma[safe] - gamma[n - safe], -np.inf)


class Ranked(NamedTuple):
    """The area under the ROC curve with its 95% interval, and the p-value of one that is larger than a half."""

    area: float
    low: float
    high: float
    p: float


def ranked(scores: NDArray[np.float64], is_train: NDArray[np.bool_]) -> Ranked:
    """How well scores tell training rows from holdout rows: the chance that one of those has the higher of two.

    The interval is that of DeLong, DeLong & Clarke-Pearson (1988), from ranks as Sun & Xu (2014) compute it. The
    p-value is of the rank-sum test (Mann & Whitney 1947): under shuffled labels the sum of the training rows' ranks is
    nearly normal with the variance of a draw without replacement, ties included (Lehmann 1975, appendix, section 4).
    Raises ValueError where there are fewer than two rows of a kind.

    >>> ranked(np.array([3.0, 2.0, 1.0, 0.0]), np.array([True, True, False, False])).area
    1.0
    """
    seen, unseen = int(is_train.sum()), int((~is_train).sum())
    if min(seen, unseen) < 2:
        raise ValueError(f"expected at least two rows of each kind, got {seen} and {unseen}")
    places = _midranks(scores)
    beaten = (places[is_train] - _midranks(scores[is_train])) / unseen
    beating = 1 - (places[~is_train] - _midranks(scores[~is_train])) / seen
    area = float(beaten.mean())
    half = Z_95 * math.sqrt(beaten.var(ddof=1) / seen + beating.var(ddof=1) / unseen)
    spread = math.sqrt(places.var() / (seen + unseen - 1) / (seen * unseen))
    p = math.erfc((area - 0.5) / spread / math.sqrt(2)) / 2 if spread else 1.0
    return Ranked(area, max(0.0, area - half), min(1.0, area + half), p)


def _midranks(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1; equal scores share the mean of theirs."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return (last - (count - 1) / 2)[place]
