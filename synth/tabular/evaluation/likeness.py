"""How like the real table a synthetic one is: columns, pairs of columns, and whether a tree tells them apart."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.features import categorical, is_numeric, matrix
from synth.tabular.schema import Schema, Table

FOLDS = 5
CENTURIES = (np.datetime64("1678-01-01", "s"), np.datetime64("2262-01-01", "s"))  # that nanoseconds reach
MOST_ROWS = 20_000  # of each side that the tree is shown


Frames = Mapping[str, pd.DataFrame]
Owners = NDArray[np.int64]
PROPERTIES = {
    "shapes": "Column Shapes",
    "pairs": "Column Pair Trends",
    "children": "Cardinality",
    "relations": "Intertable Trends",
}
DIAGNOSED = {"validity": "Data Validity", "structure": "Data Structure", "relationships": "Relationship Validity"}


class Auc(NamedTuple):
    """The area under a receiver's curve with its 95% interval."""

    value: float
    low: float
    high: float


def quality(reference: pd.DataFrame, rows: pd.DataFrame, table: Table) -> dict[str, float | None]:
    """SDMetrics' quality of rows against a reference: ``score``, ``shapes`` and ``pairs``, each in [0, 1] or None."""
    schema = Schema(name="table", tables={"table": Table(columns=table.learnt())})
    found = quality_of_all({"table": reference}, {"table": rows}, schema)
    return {name: found[name] for name in ("score", "shapes", "pairs")}


def quality_of_all(reference: Frames, rows: Frames, schema: Schema) -> dict[str, float | None]:
    """SDMetrics' quality of several tables: beside shapes and pairs ``children`` a parent and ``relations`` of tables.

    Each is in [0, 1], or None where there is nothing to score.
    """
    from sdmetrics.reports import QualityReport  # heavy, and an extra

    return _reported(QualityReport(), PROPERTIES, reference, rows, schema)


def diagnostic(reference: Frames, rows: Frames, schema: Schema) -> dict[str, float | None]:
    """SDMetrics' diagnostic: ``validity`` of values (their ranges and categories are the reference's, keys unique), the
    ``structure`` of tables and, of several, ``relationships``; each in [0, 1], or None.
    """
    from sdmetrics.reports import DiagnosticReport  # heavy, and an extra

    return _reported(DiagnosticReport(), DIAGNOSED, reference, rows, schema)


def _reported(
    report: Any, properties: Mapping[str, str], reference: Frames, rows: Frames, schema: Schema
) -> dict[str, float | None]:
    """The score of one of SDMetrics' reports, and its properties by our names."""
    told = {name: _told(table) for name, table in schema.tables.items()}
    relationships = [
        {
            "parent_table_name": parent.table,
            "child_table_name": name,
            "parent_primary_key": _one(schema.tables[parent.table].key),
            "child_foreign_key": _one(parent.columns),
        }
        for name, table in schema.tables.items()
        for parent in table.parents
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scipy's test, which falls back to its asymptotic form
        sides = ({name: _plain(frames[name], table) for name, table in schema.tables.items()}
                 for frames in (reference, rows))  # fmt: skip
        report.generate(*sides, {"tables": told, "relationships": relationships}, verbose=False)
    scores = report.get_properties().set_index("Property")["Score"]
    return {"score": _figure(report.get_score())} | {
        name: _figure(scores.get(theirs, np.nan)) for name, theirs in properties.items()
    }


def _told(table: Table) -> dict[str, Any]:
    """A table in SDMetrics' words: what is learnt, and keys."""
    kinds = {"category": "categorical", "boolean": "boolean", "date": "datetime", "datetime": "datetime"}
    told = {name: {"sdtype": kinds.get(column.kind, "numerical")} for name, column in table.learnt().items()}
    told |= {name: {"sdtype": "id"} for name in keys(table)}
    return {"columns": told, **({"primary_key": _one(table.key)} if table.key else {})}


def keys(table: Table) -> tuple[str, ...]:
    """The columns of a table's key and of those of its parents."""
    return tuple(dict.fromkeys((*table.key, *(name for parent in table.parents for name in parent.columns))))


def _one(names: tuple[str, ...]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _figure(score: float) -> float | None:
    return None if np.isnan(score) else round(float(score), 4)


def _plain(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns in types that SDMetrics takes: points in time within its centuries."""
    found: dict[str, Any] = {name: frame[name].astype(object).to_numpy() for name in keys(table)}
    for name, column in table.learnt().items():
        if column.kind in ("date", "datetime"):
            found[name] = pd.Series(np.clip(columns.moments(frame[name]), *CENTURIES).astype("M8[ns]"))
        elif is_numeric(column):
            found[name] = columns.encode(frame[name], column)
        else:
            found[name] = frame[name].astype(object).where(frame[name].notna(), None).to_numpy()
    return pd.DataFrame(found)


def correlations(frame: pd.DataFrame, table: Table) -> NDArray[np.float64]:
    """Spearman's rank correlation of each pair of ordered columns; 0 where one of them is constant.

    A square matrix in the order of the table's numeric columns.
    """
    names = [name for name, column in table.learnt().items() if is_numeric(column)]
    ranks = pd.DataFrame({name: columns.encode(frame[name], table.columns[name]) for name in names}).rank()
    return np.nan_to_num(ranks.corr().to_numpy(np.float64)) if names else np.zeros((0, 0))


def correlation_difference(reference: pd.DataFrame, rows: pd.DataFrame, table: Table) -> float:
    """The mean absolute difference of the rank correlations of two frames, over pairs of ordered columns."""
    one, other = correlations(reference, table), correlations(rows, table)
    pairs = np.triu_indices(len(one), 1)
    return round(float(np.abs(one - other)[pairs].mean()), 4) if len(pairs[0]) else 0.0


def told_apart(
    reference: pd.DataFrame,
    rows: pd.DataFrame,
    table: Table,
    *,
    rng: np.random.Generator,
    whose: tuple[Owners, Owners] | None = None,
) -> Auc:
    """How well a boosted tree tells synthetic rows from real ones: 0.5 not at all, 1 always.

    The classifier two-sample test (Lopez-Paz & Oquab 2017), by cross-validation over equally many rows of both.
    ``whose`` tells of each side whose the rows are: those of one are tested together, lest the tree know them by their
    siblings.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import PredefinedSplit, cross_val_predict
    from threadpoolctl import threadpool_limits

    size = min(len(reference), len(rows), MOST_ROWS)
    drawn = [np.sort(rng.permutation(len(frame))[:size]) for frame in (reference, rows)]
    seen = np.vstack([matrix(frame.iloc[at], table) for frame, at in zip((reference, rows), drawn, strict=True)])
    labels = np.repeat([0, 1], size)
    owners = (side[at] for side, at in zip(whose, drawn, strict=True)) if whose else (np.arange(size),) * 2
    folds = np.concatenate([_folds(side, rng) for side in owners])
    seed = int(rng.integers(2**31))
    tree = HistGradientBoostingClassifier(max_iter=60, categorical_features=categorical(table), random_state=seed)
    with threadpool_limits(1):  # threads that wait for each other cost more than they bring where others work too
        scores = cross_val_predict(tree, seen, labels, cv=PredefinedSplit(folds), method="predict_proba")[:, 1]
    return auc(labels, scores)


def _folds(owners: Owners, rng: np.random.Generator) -> Owners:
    """In which fold each row of one side is tested: all of an owner's in one, unless there are fewer than folds."""
    codes, different = pd.factorize(owners)
    if len(different) < FOLDS:
        codes, different = np.arange(len(owners)), owners
    return np.asarray(rng.permutation(len(different))[codes] % FOLDS, np.int64)


def auc(labels: NDArray[Any], scores: NDArray[np.float64]) -> Auc:
    """The area under the curve of scores for labels 0 and 1, with Hanley & McNeil's (1982) 95% interval.

    >>> auc(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8])).value
    0.75
    """
    ranks = pd.Series(scores).rank().to_numpy()
    ones = int(labels.sum())
    zeros = len(labels) - ones
    area = (ranks[labels == 1].sum() - ones * (ones + 1) / 2) / (ones * zeros)
    q1, q2 = area / (2 - area), 2 * area**2 / (1 + area)
    spread = (area * (1 - area) + (ones - 1) * (q1 - area**2) + (zeros - 1) * (q2 - area**2)) / (ones * zeros)
    room = 1.959964 * np.sqrt(max(spread, 0.0))
    return Auc(*(round(float(value), 4) for value in (area, max(0.0, area - room), min(1.0, area + room))))
