"""Differentially private tables: noisy counts of single columns and of a few together, in a tree.

After MST (McKenna, Miklau & Sheldon 2021): every column's counts with noise; small tables of columns that depend on
each other, chosen by the exponential mechanism so that they tie all columns together; their counts with noise; rows
drawn along the tree. Beyond MST, one column of few groups, the hub, may stand in every table
(:mod:`synth.tabular.dp.graph`). What is released (this model, and any number of rows from it) is (ε,
δ)-differentially private for tables that differ by one row, added or removed. The number of rows is known with noise
only. The schema that is passed in is taken for public: bounds and values in it must be known from elsewhere. Where it
names none, they are found privately and paid for, or the table is refused.

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
PRIVATE = True  # nothing but this engine may look at the data
DELTA = 1e-6  # well below one in the number of rows, for tables of up to some 100,000; n itself is not public
FOUND = Fraction(1, 10)  # of ρ, for bounds and values where any are not declared
SINGLE = Fraction(1, 3)  # of what is left, for single columns
CHOICE = Fraction(1, 20)  # for choosing tables; the rest is for their counts
MOST_GROUPS = 48  # of a column in a pair
FEWEST = 10.0  # rows in a group of numbers, in standard deviations of the noise of a pair's cell; chosen on Adult
NOISE = 0.25  # noise of a pair's table, summed over its cells, as a share of the rows; chosen on Adult

Undeclared = Literal["estimate", "refuse"]


class Measurements(NamedTuple):
    """All that was taken from real rows, with noise in it, and the cells that were counted.

    ``single`` holds the counts of each column's cells, ``likely`` what they are likeliest to be, ``total`` the rows
    in all; ``groups`` which cells of a column are one in the tables of ``grown``.
    """

    cells: dict[str, Cells]
    single: Sequence[Measured]
    likely: Sequence[Numbers]
    total: float
    groups: Sequence[Whole]
    grown: graph.Grown


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

    ``target`` names the column that is to be predicted from the others, where that is public: all tables that are
    counted then hold it, in at most 8 groups. Otherwise the column in that place is chosen privately.

    Raises BudgetError for a budget that is none, or too small for noise that can be drawn; SchemaError for undeclared
    bounds and values where these are refused, for an unknown target, and for a table without columns.
    """
    seen, ledger = measure(frame, table, rng=rng, epsilon=epsilon, delta=delta, target=target, undeclared=undeclared)
    margins = [marginals.by_group(*one) for one in zip(seen.single, seen.likely, seen.groups, strict=True)]
    tree = graph.built(seen.grown, margins, seen.groups, seen.likely, seen.total)
    notes = {
        "epsilon": epsilon,
        "delta": delta,
        "rows": round(seen.total),
        "columns": {name: {"names": list(one.names), "missing": one.missing} for name, one in seen.cells.items()},
        "ledger": ledger.json(),
        "warnings": _warnings(seen.total, delta),
    }
    return Fit(notes, {**graph.arrays(tree), **cells.arrays(seen.cells)})


def _warnings(total: float, delta: float) -> list[str]:
    """What the user should know of the budget; the number of rows in it has noise."""
    if delta * total <= 0.1:
        return []
    return [f"delta {delta:g} is not small beside one in about {total:.0f} rows: expected at most {0.1 / total:.1g}"]


def measure(
    frame: pd.DataFrame, table: Table, *, rng: np.random.Generator, epsilon: float, delta: float, target: str = "",
    undeclared: Undeclared = "estimate",
) -> tuple[Measurements, Ledger]:  # fmt: skip
    """All that is taken from real rows: what comes later sees this alone, and costs nothing. Raises as :func:`fit`."""
    declared = {name: cells.declared(table.columns[name]) for name in frame.columns}
    missing = [name for name, found in declared.items() if found is None]
    if not declared:
        raise SchemaError("expected at least one column to learn, got none")
    if missing and undeclared == "refuse":
        wanted = "values" if table.columns[missing[0]].kind == "category" else "low and high"
        raise SchemaError(f"column {missing[0]}: expected {wanted} in the schema, as they may not come from the data")
    if target and target not in declared:
        raise SchemaError(f"expected a target among the columns {', '.join(declared)}; got {target}")
    named = [name for name in missing if table.columns[name].kind == "category"]
    ledger = Ledger(epsilon, delta, thresholds=Fraction(delta) / 2 if named else Fraction(0))
    found = _found(frame, table, declared, named, ledger, rng)
    return _counted(frame, table, found, target, ledger, rng), ledger


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


def _counted(
    frame: pd.DataFrame, table: Table, found: dict[str, Cells], target: str, ledger: Ledger, rng: np.random.Generator
) -> Measurements:
    """Counts of single columns, then of tables of several. Spends what is left."""
    names, rho = list(found), ledger.rho - ledger.spent()[0]
    shared = rho * (SINGLE if len(names) > 1 else 1) / len(names)
    codes, single = [], []
    for name, known in found.items():
        codes.append(cells.code(frame[name], table.columns[name], known))
        counts = np.bincount(codes[-1], minlength=known.size)
        single.append(mechanisms.measure(counts, shared, ledger, f"counts of {name}", rng=rng))
    total = marginals.rows(single)
    likely = [marginals.estimate(one, known, total) for one, known in zip(single, found.values(), strict=True)]
    if len(names) == 1:
        return Measurements(found, single, likely, total, [np.arange(len(likely[0]))], graph.Grown((), ()))
    each = rho * (1 - SINGLE - CHOICE) / (len(names) - 1)
    most = int(np.clip(math.sqrt(NOISE * total * math.sqrt(2 * each)), 2, MOST_GROUPS))
    wide = [min(most, graph.MOST_AT_HUB) if name == target else most for name in names]
    least = FEWEST / math.sqrt(2 * each)
    groups = [marginals.grouped(*one, least) for one in zip(single, likely, found.values(), wide, strict=True)]
    margins = [np.bincount(group, counts).astype(np.float64) for group, counts in zip(groups, likely, strict=True)]
    coarse = [group[code] for group, code in zip(groups, codes, strict=True)]
    choice = rho * CHOICE / (len(names) - 1 + (not target))
    hub = names.index(target) if target else graph.hub(coarse, margins, choice, each, ledger, rng=rng)
    grown = graph.grown(coarse, margins, names, hub, choice, each, ledger, rng=rng)
    return Measurements(found, single, likely, total, groups, grown)


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows; ``given`` some columns, exactly from the model's distribution of the others.

    How many rows are drawn is the caller's to say, and is released: the real number is not public; ``notes["rows"]``
    is. Raises SchemaError, naming column and row, where ``given`` holds what a column may not hold, or not
    ``n`` rows.
    """
    known = {name: _cells(fit, place, name) for place, name in enumerate(fit.notes["columns"])}
    if given is not None and len(given) != n:
        raise SchemaError(f"expected as many given rows as are drawn, {n}; got {len(given)}")
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
