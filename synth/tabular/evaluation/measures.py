"""All measures of a synthetic table in one: what the page and ``--json`` show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from synth.tabular.audit import audit
from synth.tabular.evaluation import groups as fairness
from synth.tabular.evaluation.features import shuffled
from synth.tabular.evaluation.likeness import correlation_difference, quality, told_apart
from synth.tabular.evaluation.utility import UtilityError, targets, utility
from synth.tabular.schema import Schema, Table

SYNTHETIC, REAL, SHUFFLED = "synthetic", "real rows", "shuffled columns"


def evaluate(
    train: pd.DataFrame,
    holdout: pd.DataFrame,
    rows: pd.DataFrame,
    schema: Schema,
    *,
    rng: np.random.Generator,
    predict: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Every measure of synthetic rows against the holdout, beside real rows and shuffled columns, as JSON.

    ``train`` is what the engine saw, ``holdout`` what it did not; ``predict`` names targets, ``by`` columns that make
    groups. Raises ProvenderError for frames that do not fit the schema.
    """
    table = schema.only()
    sides = _sides(train, rows, rng)
    likeness = {
        name: {
            **quality(holdout, side, table),
            "correlation difference": correlation_difference(holdout, side, table),
            "told apart": told_apart(holdout, side, table, rng=rng)._asdict(),
            "rare pairs kept": fairness.coverage(holdout, side, table)["kept"],
        }
        for name, side in sides.items()
    }
    return {
        "rows": {"train": len(train), "holdout": len(holdout), "synthetic": len(rows)},
        "likeness": likeness,
        "utility": _utility(sides, holdout, table, targets(table, predict), rng),
        "groups": _groups(sides, holdout, table, fairness.names(table, by)),
        "broken": audit({next(iter(schema.tables)): rows}, schema),
    }


def qualities(
    train: pd.DataFrame, holdout: pd.DataFrame, rows: pd.DataFrame, schema: Schema, *, rng: np.random.Generator
) -> dict[str, dict[str, float]]:
    """SDMetrics' quality alone, between its anchors: what the report of a run shows."""
    return {name: quality(holdout, side, schema.only()) for name, side in _sides(train, rows, rng).items()}


def _sides(train: pd.DataFrame, rows: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    return {SYNTHETIC: rows, REAL: train, SHUFFLED: shuffled(train, rng)}


def _utility(
    sides: dict[str, pd.DataFrame],
    holdout: pd.DataFrame,
    table: Table,
    wanted: tuple[str, ...],
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """A row a target: the scores of all sides, or why there are none."""
    found: list[dict[str, Any]] = []
    for target in wanted:
        try:
            scores = utility(sides, holdout, table, target, rng=rng)
        except UtilityError as error:
            found.append({"target": target, "none": str(error)})
            continue
        spread = {name: {"value": one.value, "low": one.low, "high": one.high} for name, one in scores.items()}
        found.append({"target": target, "measure": scores[SYNTHETIC].measure, **spread})
    return found


def _groups(
    sides: dict[str, pd.DataFrame], holdout: pd.DataFrame, table: Table, chosen: tuple[str, ...]
) -> list[dict[str, Any]]:
    """A row a group: shares, and the distance of its rows beside that of real ones."""
    made, real = (fairness.groups(holdout, sides[name], table, chosen) for name in (SYNTHETIC, REAL))
    return [{**one._asdict(), "distance of real rows": other.distance} for one, other in zip(made, real, strict=True)]
