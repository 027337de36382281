"""All measures of a synthetic table in one: what the page and ``--json`` show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from simulators.core import ProvenderError
from synth.tabular.audit import audit
from synth.tabular.evaluation import groups as fairness
from synth.tabular.evaluation.features import shuffled
from synth.tabular.evaluation.likeness import (
    Auc,
    correlation_difference,
    diagnostic,
    quality,
    quality_of_all,
    told_apart,
)
from synth.tabular.evaluation.links import RANDOM, across, at_random, beside, beside_table
from synth.tabular.evaluation.scores import Scored
from synth.tabular.evaluation.sequences import owners, sequences, whose
from synth.tabular.evaluation.utility import UtilityError, targets, utility
from synth.tabular.schema import Schema, Table

Frames = Mapping[str, pd.DataFrame]

FEWEST = 20  # rows of each side of a table that anything is said of
SYNTHETIC, REAL, SHUFFLED = "synthetic", "real rows", "shuffled columns"


class MeasureError(ProvenderError):
    """A column to judge by that no table has; the text names it."""


def evaluate(
    train: Frames,
    holdout: Frames,
    rows: Frames,
    schema: Schema,
    *,
    rng: np.random.Generator,
    predict: tuple[str, ...] = (),
    by: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Every measure of synthetic tables against the holdout, beside real rows and what is worst but honest, as JSON.

    ``train`` is what the engine saw, ``holdout`` what it did not; ``predict`` names targets, ``by`` columns that make
    groups, as ``column`` or ``table.column``. Of several tables each is measured by itself under ``tables``, and how
    they hang together under ``quality`` and ``across``. Raises ProvenderError for names that no table has.
    """
    targeted, grouped = (_by_table(names, schema) for names in (predict, by))
    of_tables = {
        name: _of_table(name, train, holdout, rows, schema, targeted[name], grouped[name], rng)
        for name in schema.tables
    }
    kept = {"broken": audit(rows, schema), "diagnostic": diagnostic(train, rows, schema)}
    if len(of_tables) == 1:
        return {**next(iter(of_tables.values())), **kept}
    for name, found in of_tables.items():
        found["shared"] = train[name].equals(holdout[name])
    sides = {SYNTHETIC: rows, REAL: train, RANDOM: at_random(train, schema, rng)}
    return {
        "rows": {name: _total(frames) for name, frames in (("train", train), ("holdout", holdout), (SYNTHETIC, rows))},
        "tables": of_tables,
        "quality": {name: quality_of_all(holdout, frames, schema) for name, frames in sides.items()},
        "across": across(sides, train, holdout, schema, rng),
        **kept,
    }


def _total(frames: Frames) -> int:
    return sum(map(len, frames.values()))


def _by_table(names: tuple[str, ...], schema: Schema) -> dict[str, tuple[str, ...]]:
    """For each table those that are named of its columns and of its first parent's.

    Raises MeasureError for a name that no table has.
    """
    found: dict[str, tuple[str, ...]] = dict.fromkeys(schema.tables, ())
    for name in names:
        owners_of = [
            (table, column)
            for table, known in schema.tables.items()
            for column in known.learnt()
            if name in (column, f"{table}.{column}")
        ]
        if not owners_of:
            there = [column for known in schema.tables.values() for column in known.learnt()]
            raise MeasureError(f"no column {name!r} to judge by; there are: {', '.join(there)}")
        for owner, column in owners_of:
            found[owner] += (column,)
            for child, known in schema.tables.items():
                if known.parents and known.parents[0].table == owner:
                    found[child] += (f"{owner}.{column}",)
    return found


def _of_table(
    name: str,
    train: Frames,
    holdout: Frames,
    rows: Frames,
    schema: Schema,
    predict: tuple[str, ...],
    by: tuple[str, ...],
    rng: np.random.Generator,
) -> dict[str, Any]:
    """What is measured of one table: likeness, utility, groups and, where it holds them, sequences; or why nothing."""
    table = schema.tables[name]
    counts = {"train": len(train[name]), "holdout": len(holdout[name]), "synthetic": len(rows[name])}
    if not table.learnt():
        return {"rows": counts, "none": "no column that an engine learns"}
    if table.public:
        return {"rows": counts, "none": "public rows, released as they are"}
    if min(counts.values()) < FEWEST:
        return {"rows": counts, "none": f"fewer than {FEWEST} rows on one side: too few to say"}
    unseen = holdout[name]
    sides = _sides(train[name], rows[name], rng)
    found: dict[str, Any] = {"rows": counts, "likeness": _likeness(sides, unseen, table, rng)}
    known = table
    if table.parents:  # a row's parent tells of it, as its own columns do
        parent = table.parents[0]
        known = beside_table(schema, name, parent)
        unseen, seen, made = (beside(frames, schema, name, parent) for frames in (holdout, train, rows))
        sides = _sides(seen, made, rng)
    own = tuple(each for each in predict if each in table.columns)
    chosen = fairness.names(known, tuple(each for each in by if each in known.columns))
    found["utility"] = _utility(sides, unseen, known, targets(table, own), chosen, rng)
    found["groups"] = _groups(sides, unseen, known, chosen)
    if table.order and owners(table):
        sides = {SYNTHETIC: rows[name], REAL: train[name]}
        found["sequences"] = sequences(sides, train[name], holdout[name], table, rng)
    return found


def _likeness(
    sides: Frames, holdout: pd.DataFrame, table: Table, rng: np.random.Generator
) -> dict[str, dict[str, Any]]:
    def told(side: pd.DataFrame) -> Auc:
        siblings = (whose(holdout, table), whose(side, table)) if owners(table) else None
        return told_apart(holdout, side, table, rng=rng, whose=siblings)

    return {
        name: {
            **quality(holdout, side, table),
            "correlation difference": correlation_difference(holdout, side, table),
            "told apart": told(side)._asdict(),
            "rare pairs kept": fairness.coverage(holdout, side, table)["kept"],
        }
        for name, side in sides.items()
    }


def qualities(
    train: pd.DataFrame, holdout: pd.DataFrame, rows: pd.DataFrame, schema: Schema, *, rng: np.random.Generator
) -> dict[str, dict[str, float | None]]:
    """SDMetrics' quality alone, between its anchors: what the report of a run shows."""
    return {name: quality(holdout, side, schema.only()) for name, side in _sides(train, rows, rng).items()}


def _sides(train: pd.DataFrame, rows: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    return {SYNTHETIC: rows, REAL: train, SHUFFLED: shuffled(train, rng)}


def _utility(
    sides: Frames,
    holdout: pd.DataFrame,
    table: Table,
    wanted: tuple[str, ...],
    by: tuple[str, ...],
    rng: np.random.Generator,
) -> list[dict[str, Any]]:
    """A row a target: the scores of all sides, in all and by group, or why there are none."""
    found: list[dict[str, Any]] = []
    for target in wanted:
        try:
            told = utility(sides, holdout, table, target, rng=rng, by=by)
        except UtilityError as error:
            found.append({"target": target, "none": str(error)})
            continue
        groups = [
            {"column": column, "value": value, **({"none": scores} if isinstance(scores, str) else _plain(scores))}
            for (column, value), scores in told.groups.items()
        ]
        scores = _plain(told.scores)
        found.append({"target": target, "measure": told.measure, **scores, "groups": groups, "gaps": _gaps(groups)})
    return found


def _plain(scores: Mapping[str, Scored]) -> dict[str, Any]:
    return {name: one._asdict() for name, one in scores.items()}


def _gaps(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For each column with two groups of a score the gap between the best and the worst of them."""
    found = []
    for column in dict.fromkeys(group["column"] for group in groups):
        known = [group for group in groups if group["column"] == column and "none" not in group]
        if len(known) > 1:
            values = {name: [group[name]["value"] for group in known] for name in (SYNTHETIC, REAL)}
            gaps = {name: round(max(each) - min(each), 4) for name, each in values.items()}
            found.append({"column": column, **gaps})
    return found


def _groups(sides: Frames, holdout: pd.DataFrame, table: Table, chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    """A row a group: shares, and the distance of its rows beside that of real ones."""
    made, real = (fairness.groups(holdout, sides[name], table, chosen) for name in (SYNTHETIC, REAL))
    return [{**one._asdict(), "distance of real rows": other.distance} for one, other in zip(made, real, strict=True)]
