"""Differentially private tables: noisy counts of single columns and of pairs, and the distribution they speak for.

After AIM (McKenna, Mullins, Sheldon & Miklau 2022): every column's counts with noise; then pair by pair, each chosen by
the exponential mechanism where the model so far is most wrong, its counts with noise
(:mod:`synth.tabular.dp.choosing`); rows drawn from the distribution of greatest entropy that agrees with them
(:mod:`synth.tabular.dp.entropy`). What is released (this model, and any number of rows from it) is
(ε, δ)-differentially private for tables that differ by one row, added or removed. The number of rows is known with
noise only. The schema that is passed in is taken for public: bounds and values in it must be known from elsewhere.
Where it names none, they are found privately and paid for, or the table is refused.

The generator of :func:`fit` must be secret, and seeded with what nobody can guess: who knows the seed can subtract the
noise. Neither it nor anything drawn from it but the noise's sum with the counts is in the model.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.dp import bounds, cells, choosing, draw, entropy, graph, levels, marginals
from synth.tabular.dp.cells import Cells, Numbers
from synth.tabular.dp.choosing import Chosen
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole
from synth.tabular.models import Fit
from synth.tabular.schema import Column, SchemaError, Table

NAME = "dp_tree"
PRIVATE = True  # nothing but this engine may look at the data
DELTA = 1e-6  # well below one in the number of rows, for tables of up to some 100,000; n itself is not public
FOUND = Fraction(1, 10)  # of ρ, for bounds and values where any are not declared
SINGLE = Fraction(1, 4)  # of what is left, for single columns; the rest is for pairs
MOST_GROUPS = 20  # of a column in a pair
PAIRS = 1.5  # a column, that the rest is reckoned to be enough for
FEWEST = 10.0  # rows in a group of numbers, in standard deviations of the noise of a pair's cell
NOISE = 0.7  # noise of a pair's table, summed over its cells, as a share of the rows
FIRM = 1e4  # τ of a single column's counts
SWEEPS = 40  # over all tables, at the end

Undeclared = Literal["estimate", "refuse"]


class Measurements(NamedTuple):
    """All that was taken from real rows, with noise in it, and the cells that were counted.

    ``single`` holds the counts of each column's cells, coarse to fine, ``likely`` what they are likeliest to be,
    ``total`` the rows in all; ``groups`` which cells of a column are one in the tables of ``chosen``.
    """

    cells: dict[str, Cells]
    single: Sequence[Sequence[Measured]]
    likely: Sequence[Numbers]
    total: float
    groups: Sequence[Whole]
    chosen: Chosen


def fit(
    frame: pd.DataFrame,
    table: Table,
    *,
    rng: np.random.Generator,
    epsilon: float = 1.0,
    delta: float = DELTA,
    undeclared: Undeclared = "estimate",
) -> Fit:
    """Learn a table with (``epsilon``, ``delta``)-differential privacy; ``undeclared`` bounds are estimated or refused.

    Raises BudgetError for a budget that is none, or too small for noise that can be drawn; SchemaError for undeclared
    bounds and values where these are refused, and for a table without columns.
    """
    seen, ledger = measure(frame, table, rng=rng, epsilon=epsilon, delta=delta, undeclared=undeclared)
    tables, fitted = seen.chosen
    margins = [tables[place,].counts for place in range(len(seen.cells))]
    fitted = entropy.fitted(tables, margins, fitted.potentials, sweeps=SWEEPS)
    tree = graph.tree(fitted, margins, seen.groups, seen.likely)
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
    frame: pd.DataFrame, table: Table, *, rng: np.random.Generator, epsilon: float, delta: float,
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
    named = [name for name in missing if table.columns[name].kind == "category"]
    ledger = Ledger(epsilon, delta, thresholds=Fraction(delta) / 2 if named else Fraction(0))
    found = _found(frame, table, declared, named, ledger, rng)
    return _counted(frame, table, found, ledger, rng), ledger


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
    frame: pd.DataFrame, table: Table, found: dict[str, Cells], ledger: Ledger, rng: np.random.Generator
) -> Measurements:
    """Counts of single columns, then of pairs. Spends what is left."""
    share = ledger.left * (SINGLE if len(found) > 1 else 1) / len(found)
    codes, single = [], []
    for name, known in found.items():
        codes.append(cells.code(frame[name], table.columns[name], known))
        counts = np.bincount(codes[-1], minlength=known.size)
        single.append(levels.measure(counts, known, share, ledger, f"counts of {name}", rng=rng))
    total = marginals.rows([one for column in single for one in column])
    likely = [levels.estimate(one, known, total) for one, known in zip(single, found.values(), strict=True)]
    finest = [one[-1] for one in single]
    noise = 1 / math.sqrt(2 * max(float(ledger.left), sys.float_info.min) / (PAIRS * len(found)))
    most = int(np.clip(math.sqrt(NOISE * total / noise), 2, MOST_GROUPS))
    groups = [marginals.grouped(*one, most, FEWEST * noise) for one in zip(finest, likely, found.values(), strict=True)]
    margins = [entropy.Table(*marginals.by_group(*one), FIRM) for one in zip(finest, likely, groups, strict=True)]
    coarse = [group[code] for group, code in zip(groups, codes, strict=True)]
    return Measurements(
        found, single, likely, total, groups, choosing.chosen(coarse, margins, list(found), ledger, rng=rng)
    )


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
