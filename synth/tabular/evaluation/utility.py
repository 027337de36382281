"""What a synthetic table is good for: a model trained on it, tested on real rows (TSTR; Esteban et al. 2017)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulators.core import ProvenderError
from synth.tabular import columns
from synth.tabular.evaluation.features import categorical, is_numeric, matrix
from synth.tabular.schema import Table

BOOTSTRAPS = 500
MOST_CLASSES = 20  # of a target


class UtilityError(ProvenderError):
    """A target that nothing can be trained for; the text names it."""


class Utility(NamedTuple):
    """The score of models on real rows, with the 95% interval over resampled test rows.

    ``measure`` is ``auc`` for two classes, ``accuracy`` for more, ``r2`` for numbers.
    """

    target: str
    measure: str
    value: float
    low: float
    high: float


def targets(table: Table, chosen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns to predict: those chosen, else the sensitive ones, else the last that is learnt."""
    known = table.learnt()
    if missing := [name for name in chosen if name not in known]:
        raise UtilityError(f"no column {missing[0]!r} to predict; there are: {', '.join(known)}")
    return chosen or tuple(name for name, column in known.items() if column.role == "sensitive") or tuple(known)[-1:]


def utility(
    trained_on: Mapping[str, pd.DataFrame], test: pd.DataFrame, table: Table, target: str, *, rng: np.random.Generator
) -> dict[str, Utility]:
    """The score on the test rows of a boosted tree trained on each of the frames, by the frame's name.

    All are resampled alike, so that the intervals of two of them can be compared. Raises UtilityError for a target of
    which the test rows show one value only, or a category of too many.
    """
    from threadpoolctl import threadpool_limits

    column = table.columns[target]
    truth = columns.encode(test[target], column)
    there = np.isfinite(truth)
    if len(np.unique(truth[there])) < 2:
        raise UtilityError(f"{target}: the holdout shows one value only; nothing can be tested")
    if not is_numeric(column) and max(len(column.values), 2) > MOST_CLASSES:
        raise UtilityError(f"{target}: {len(column.values)} classes; at most {MOST_CLASSES} can be predicted")
    seen, truth = matrix(test, table, target)[there], truth[there]
    draws = rng.integers(0, len(truth), (BOOTSTRAPS, len(truth)))
    seed = int(rng.integers(2**31))
    found = {}
    for name, frame in trained_on.items():
        with threadpool_limits(1):
            guesses = _guesses(frame, table, target, seen, seed)
        measure = "r2" if is_numeric(column) else "auc" if guesses.shape[1] == 2 else "accuracy"
        spread = np.quantile([_score(measure, truth[draw], guesses[draw]) for draw in draws], [0.025, 0.975])
        values = (_score(measure, truth, guesses), *spread)
        found[name] = Utility(target, measure, *(round(float(value), 4) for value in values))
    return found


def _guesses(
    frame: pd.DataFrame, table: Table, target: str, seen: NDArray[np.float64], seed: int
) -> NDArray[np.float64]:
    """What a tree trained on the frame says of the rows seen: numbers, or a probability a class."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    column = table.columns[target]
    truth = columns.encode(frame[target], column)
    there = np.isfinite(truth)
    rows, truth = matrix(frame, table, target)[there], truth[there]
    settings: dict[str, Any] = {"categorical_features": categorical(table, target), "random_state": seed}
    if is_numeric(column):
        found = HistGradientBoostingRegressor(**settings).fit(rows, truth).predict(seen)
        return np.asarray(found, np.float64)[:, None]
    classes = max(len(column.values), 2)
    guesses = np.zeros((len(seen), classes))
    if len(np.unique(truth)) < 2:  # nothing to learn: always the same guess
        guesses[:, int(truth[0]) if len(truth) else 0] = 1
        return guesses
    tree = HistGradientBoostingClassifier(**settings).fit(rows, truth)
    guesses[:, tree.classes_.astype(np.int64)] = tree.predict_proba(seen)
    return guesses


def _score(measure: str, truth: NDArray[np.float64], guesses: NDArray[np.float64]) -> float:
    if measure == "r2":
        total = float(((truth - truth.mean()) ** 2).sum())
        return 1 - float(((truth - guesses[:, 0]) ** 2).sum()) / total if total else 0.0
    if measure == "accuracy":
        return float((guesses.argmax(axis=1) == truth).mean())
    ranks = pd.Series(guesses[:, 1]).rank().to_numpy()
    ones = int(truth.sum())
    zeros = len(truth) - ones
    return (float(ranks[truth == 1].sum()) - ones * (ones + 1) / 2) / (ones * zeros) if ones and zeros else 0.5
