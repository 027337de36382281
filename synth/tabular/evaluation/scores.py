"""Scores of a model on test rows, and how far they would move had other rows been drawn: the bootstrap (Efron 1979)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled

Numbers = NDArray[np.float64]
Score = Callable[[Numbers], float]  # of test rows that count so much each; NaN where they show one value only
BOOTSTRAPS = 500


class Scored(NamedTuple):
    """A score with its 95% interval over resampled test rows."""

    value: float
    low: float
    high: float


def scorer(measure: str, truth: Numbers, guesses: Numbers) -> Score:
    """The score of guesses, by ``auc`` (the second class's probability), ``accuracy`` or ``r2``.

    >>> score = scorer("auc", np.array([0, 0, 1, 1.0]), np.array([[0, 0.1], [0, 0.4], [0, 0.35], [0, 0.8]]))
    >>> score(np.ones(4)), score(np.array([1, 0, 1, 1.0]))
    (0.75, 1.0)
    """
    if measure == "auc":
        return _auc(truth, guesses[:, 1])
    if measure == "accuracy":
        right = guesses.argmax(axis=1) == truth
        return lambda weights: float(weights @ right / weights.sum())
    missed, centred = (truth - guesses[:, 0]) ** 2, truth - truth.mean()  # centred, so that no digits are lost
    squared = centred**2

    def r2(weights: Numbers) -> float:
        total = float(weights @ squared - (weights @ centred) ** 2 / weights.sum())
        return 1 - float(weights @ missed) / total if total > 1e-12 * squared.sum() else np.nan

    return r2


def _auc(truth: Numbers, guesses: Numbers) -> Score:
    """Sorted once for all weights: of each pair of a one and a zero, whether the one's guess is the higher."""
    order = np.argsort(guesses, kind="stable")
    tied = np.r_[False, np.diff(guesses[order]) == 0]
    ones = truth[order] > 0
    return lambda weights: float(_area(weights, order, ones, tied))


@compiled
def _area(weights: Numbers, order: NDArray[np.int64], ones: NDArray[np.bool_], tied: NDArray[np.bool_]) -> float:
    below = zeros = above = area = 0.0
    for at in range(len(order)):
        if not tied[at]:
            area += above * (below + zeros / 2)
            below += zeros
            zeros = above = 0.0
        if ones[at]:
            above += weights[order[at]]
        else:
            zeros += weights[order[at]]
    area += above * (below + zeros / 2)
    pairs = (below + zeros) * (weights.sum() - below - zeros)
    return area / pairs if pairs > 0 else np.nan


def scored(
    scores: Mapping[Any, tuple[Score, NDArray[np.int64]]], count: int, *, rng: np.random.Generator
) -> dict[Any, Scored]:
    """Each score with its interval; ``count`` test rows are resampled, for all scores alike.

    With each score stand the test rows that it is of.
    """
    drawn = np.empty((BOOTSTRAPS, len(scores)))
    for turn in range(BOOTSTRAPS):
        weights = np.bincount(rng.integers(0, count, count), minlength=count).astype(np.float64)
        drawn[turn] = [score(weights[rows]) if weights[rows].any() else np.nan for score, rows in scores.values()]
    found = {}
    for (name, (score, rows)), values in zip(scores.items(), drawn.T, strict=True):
        low, high = np.nanquantile(values, [0.025, 0.975])
        found[name] = Scored(*(round(float(value), 4) for value in (score(np.ones(len(rows))), low, high)))
    return found
