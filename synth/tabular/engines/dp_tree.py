"""Differentially private tables: noisy counts of single columns and of two or three together, in a tree.

After MST (McKenna, Miklau & Sheldon 2021): every column's counts with noise; small tables of columns that depend on each
other, chosen by the exponential mechanism so that they tie all columns together; their counts with noise; rows
drawn along the tree. Beyond MST, one column of few groups, the hub, may stand in every table (:mod:`synth.tabular.dp.graph`).
What is released (this model, and any number of rows from it) is (ε, δ)-differentially private for tables
that differ by one row, added or removed. The number of rows is known with noise only. The schema that is passed in is
taken for public: bounds and values in it must be known from elsewhere. Where it names none, they are found privately and
paid for, or the table is refused.

The generator of :func:`fit` must be secret, and seeded with what nobody can guess: who knows the seed can subtract the
noise. Neither it nor anything drawn from it but the noise's sum with the counts is in the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.dp import bounds, cells, draw, graph, marginals, mechanisms
from synth.tabular.dp.cells import Cells, Numbers
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole
from synth.tabular.models import Fit
from synth.tabular.schema import Column, SchemaError, Table

NAME = "dp_tree"
DELTA = 1e-6  # well below one in the number of rows, for tables of up to some 100,000; n itself is not public
FOUND = Fraction(1, 10)  # of ρ, for bounds and values where any are not declared
SINGLE = Fraction(1, 3)  # of what is left, for single columns
CHOICE = Fraction(1, 10)  # for choosing pairs; the rest is for their counts
MOST_GROUPS = 48  # of a column in a pair
NOISE = 0.25  # noise of a pair's table, summed over its cells, as a share of the rows

Undeclared = Literal["estimate", "refuse"]


def fit(
    frame: pd.DataFrame,
    table: Table,
    *,
    rng: np.random.Generator,
    epsilon: float = 1.0,
    delta: float = DELTA,
    target: str = "",
    undeclared: Undeclared = "estimate",
) -> Fit:
    """Learn a table with (``epsilon``, ``delta``)-differential privacy; ``undeclared`` bounds are estimated or refused.

    ``target`` names the column that is to be predicted from the others, where that is public: all tables that are counted
    then hold it. Otherwise the column in that place is chosen privately.

    Raises BudgetError for a budget that is none, or too small for noise that can be drawn; SchemaError for undeclared bounds
    and values where these are refused, and for a table without columns.
    """
    declared = {name: cells.declared(table.columns[name]) for name in frame.columns}
    missing = [name for name, found in declared.items() if found is None]
    if not declared:
        raise SchemaError("expected at least one column to learn, got none")
    if missing and undeclared == "refuse":
        raise SchemaError(f"column {missing[0]}: expected low and high, or values, in the schema, as differential "
                          "privacy may not take them from the data; got none")  # fmt: skip
    if target and target not in declared:
        raise SchemaError(f"target {target}: expected one of the columns {', '.join(declared)}")
    named = [name for name in missing if table.columns[name].kind == "category"]
    ledger = Ledger(epsilon, delta, thresholds=Fraction(delta) / 2 if named else Fraction(0))
    found = _found(frame, table, declared, named, ledger, rng)
    tree, total = _learnt(frame, table, found, target, ledger, rng)
    notes = {
        "epsilon": epsilon,
        "delta": delta,
        "rows": round(total),
        "columns": {name: {"names": list(one.names), "missing": one.missing} for name, one in found.items()},
        "ledger": ledger.json(),
        "warnings": _warnings(total, delta),
    }
    return Fit(notes, {**graph.arrays(tree), **cells.arrays(found)})


def _warnings(total: float, delta: float) -> list[str]:
    """What the user should know of the budget; the number of rows in it has noise."""
    if delta * total <= 0.1:
        return []
    return [f"delta {delta:g} is not small beside one in about {total:.0f} rows: expected at most {0.1 / total:.1g}"]


def _found(
    frame: pd.DataFrame, table: Table, declared: Mapping[str, Cells | None], named: list[str], ledger: Ledger,
    rng: np.random.Generator,
) -> dict[str, Cells]:  # fmt: skip
    """The cells of every column; what is not declared is estimated."""
    missing = [name for name, one in declared.items() if one is None]
    rho = ledger.rho * FOUND / max(len(missing), 1)
    found = {}
    for name, known in declared.items():
        column = table.columns[name]
        if known is not None:
            found[name] = known
        elif name in named:
            share = ledger.thresholds / len(named)
            found[name] = bounds.values(frame[name], column, rho, share, ledger, f"values of {name}", rng=rng)
        else:
            found[name] = bounds.numbers(frame[name], column, rho, ledger, f"bounds of {name}", rng=rng)
    return found


class _Columns(NamedTuple):
    """All columns: the cell of each row in each, their counts with noise, the likeliest counts, the rows in all."""

    cells: Sequence[Cells]
    codes: Sequence[Whole]
    measured: Sequence[Measured]
    counts: Sequence[Numbers]
    total: float


def _columns(
    frame: pd.DataFrame, table: Table, found: Mapping[str, Cells], rho: Fraction, ledger: Ledger,
    rng: np.random.Generator,
) -> _Columns:  # fmt: skip
    """Every column by itself, counted with ρ ``rho`` each."""
    codes, measured = [], []
    for name, known in found.items():
        codes.append(cells.code(frame[name], table.columns[name], known))
        counts = np.bincount(codes[-1], minlength=known.count)
        measured.append(mechanisms.measure(counts, rho, ledger, f"counts of {name}", rng=rng))
    total = marginals.rows(measured)
    known_cells = list(found.values())
    likely = [marginals.estimate(one, known, total) for one, known in zip(measured, known_cells, strict=True)]
    return _Columns(known_cells, codes, measured, likely, total)


def _learnt(
    frame: pd.DataFrame, table: Table, found: Mapping[str, Cells], target: str, ledger: Ledger,
    rng: np.random.Generator,
) -> tuple[graph.Tree, float]:  # fmt: skip
    """The tree, and about how many rows it was learnt from. Spends what is left."""
    rho = ledger.rho - ledger.spent()[0]
    names = list(found)
    if len(names) == 1:
        one = _columns(frame, table, found, rho, ledger, rng)
        margin = (one.counts[0], np.ones(len(one.counts[0])))
        groups = [np.arange(len(one.counts[0]))]
        return graph.built(graph.Grown((), ()), [margin], groups, one.counts, one.total), one.total
    seen = _columns(frame, table, found, rho * SINGLE / len(names), ledger, rng)
    each = rho * (1 - SINGLE - CHOICE) / (len(names) - 1)
    choice = rho * CHOICE / len(names)
    most = int(np.clip(math.sqrt(NOISE * seen.total * math.sqrt(2 * each)), 2, MOST_GROUPS))
    wide = [min(most, graph.MOST_AT_HUB) if name == target else most for name in names]
    groups = [marginals.grouped(*one) for one in zip(seen.measured, seen.counts, seen.cells, wide, strict=True)]
    margins = [marginals.by_group(*one) for one in zip(seen.measured, seen.counts, groups, strict=True)]
    codes = [group[code] for group, code in zip(groups, seen.codes, strict=True)]
    likely = [counts for counts, _ in margins]
    hub = names.index(target) if target else graph.hub(codes, likely, choice, each, ledger, rng=rng)
    grown = graph.grown(codes, likely, names, hub, choice, each, ledger, rng=rng)
    return graph.built(grown, margins, groups, seen.counts, seen.total), seen.total


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows; ``given`` some columns, exactly from the model's distribution of the others.

    How many rows are drawn is the caller's to say, and is released: the real number is not public; ``notes["rows"]`` is.
    Raises SchemaError, naming column and row, where ``given`` holds what a column may not hold.
    """
    known = {name: _cells(fit, place, name) for place, name in enumerate(fit.notes["columns"])}
    held: dict[int, Any] = {}
    for place, (name, one) in enumerate(known.items()):
        if given is not None and name in given:
            _check(given[name], table.columns[name], name)
            held[place] = cells.code(given[name], table.columns[name], one)
    drawn = draw.rows(graph.tree_of(fit.arrays), n, held, rng=rng)
    rows = {
        name: given[name].reset_index(drop=True) if given is not None and place in held
        else cells.decode(drawn[place], table.columns[name], one, rng=rng)
        for place, (name, one) in enumerate(known.items())
    }  # fmt: skip
    return pd.DataFrame(rows)


def _cells(fit: Fit, place: int, name: str) -> Cells:
    told = fit.notes["columns"][name]
    return Cells(tuple(told["names"]), fit.arrays[f"first.{place}"], fit.arrays[f"last.{place}"], told["missing"])


def _check(series: pd.Series[Any], column: Column, name: str) -> None:
    wrong = np.flatnonzero(~columns.holds(column.model_copy(update={"unique": False}), series))
    if wrong.size:
        raise SchemaError(
            f"given column {name}, row {wrong[0]}: expected what the schema allows, got {series.iloc[wrong[0]]}"
        )
