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
from synth.tabular.evaluation.groups import members
from synth.tabular.evaluation.scores import Scored, scored, scorer
from synth.tabular.schema import Table

MOST_CLASSES = 20  # of a target
FEWEST, FEWEST_OF_CLASS = 50, 10  # test rows of a group, and of each of two classes in it, for a score


Group = tuple[str, str]  # a column and its value or band
ALL: Group = ("", "")


class UtilityError(ProvenderError):
    """A target that nothing can be trained for; the text names it."""


class Utility(NamedTuple):
    """The scores of models on real rows by what they were trained on: of all test rows, and of each group.

    ``measure`` is ``auc`` for two classes, ``accuracy`` for more, ``r2`` for numbers. A group of too few rows to tell
    its score has a sentence instead.
    """

    measure: str
    scores: dict[str, Scored]
    groups: dict[Group, dict[str, Scored] | str]


def targets(table: Table, chosen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns to predict: those chosen, else the sensitive ones, else the last that is learnt."""
    known = table.learnt()
    return chosen or tuple(name for name, column in known.items() if column.role == "sensitive") or tuple(known)[-1:]


def utility(
    trained_on: Mapping[str, pd.DataFrame],
    test: pd.DataFrame,
    table: Table,
    target: str,
    *,
    rng: np.random.Generator,
    by: tuple[str, ...] = (),
) -> Utility:
    """The scores on the test rows of a boosted tree trained on each of the frames, by the frame's name.

    Columns named in ``by`` make groups, of which each has scores of its own. All are resampled alike, so that the
    intervals of two of them can be compared. Raises UtilityError for a target of which the test rows show one value
    only, a category of too many, or one without other columns.
    """
    from threadpoolctl import threadpool_limits

    column = table.columns[target]
    truth = columns.encode(test[target], column)
    there = np.isfinite(truth)
    if len(np.unique(truth[there])) < 2:
        raise UtilityError(f"{target}: the holdout shows one value only; nothing can be tested")
    if not is_numeric(column) and max(len(column.values), 2) > MOST_CLASSES:
        raise UtilityError(f"{target}: {len(column.values)} classes; at most {MOST_CLASSES} can be predicted")
    if len(table.learnt()) < 2:
        raise UtilityError(f"{target}: there is no other column to predict it from")
    seen, truth = matrix(test, table, target)[there], truth[there]
    measure = "r2" if is_numeric(column) else "auc" if max(len(column.values), 2) == 2 else "accuracy"
    seed = int(rng.integers(2**31))
    with threadpool_limits(1):  # threads that wait for each other cost more than they bring
        guesses = {name: _guesses(frame, table, target, seen, seed) for name, frame in trained_on.items()}
    place = np.cumsum(there) - 1
    wanted = tuple(name for name in by if name != target)
    groups = {group: place[rows[there[rows]]] for group, rows in members(test, table, wanted).items()}
    with threadpool_limits(1):
        return _scored(measure, truth, guesses, groups, rng)


def _scored(
    measure: str,
    truth: NDArray[np.float64],
    guesses: Mapping[str, NDArray[np.float64]],
    groups: Mapping[Group, NDArray[np.int64]],
    rng: np.random.Generator,
) -> Utility:
    few = {group: _too_few(measure, truth[rows]) for group, rows in groups.items()}
    scores = {
        (group, name): (scorer(measure, truth[rows], guess[rows]), rows)
        for group, rows in {ALL: np.arange(len(truth)), **groups}.items()
        if not few.get(group)
        for name, guess in guesses.items()
    }
    found = scored(scores, len(truth), rng=rng)
    of_groups = {group: few[group] or {name: found[group, name] for name in guesses} for group in groups}
    return Utility(measure, {name: found[ALL, name] for name in guesses}, of_groups)


def _too_few(measure: str, truth: NDArray[np.float64]) -> str:
    """Why nothing can be said of a group with these values of the target; empty where something can."""
    if len(truth) < FEWEST:
        return f"fewer than {FEWEST} rows: too few to say"
    if measure == "auc":
        rarer = min(truth.sum(), len(truth) - truth.sum())
        return f"fewer than {FEWEST_OF_CLASS} rows of one class: too few to say" if rarer < FEWEST_OF_CLASS else ""
    return "one value of the target only" if len(np.unique(truth)) < 2 else ""


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
