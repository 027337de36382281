"""Whether synthetic sequences are like real ones: how long, how they begin, how a row follows from those before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.association import association
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.evaluation.groups import steps, variation
from synth.tabular.families import places
from synth.tabular.schema import Table

Numbers = NDArray[np.float64]
WITHIN, BETWEEN = "shuffled within", "dealt at random"
LAGS = (1, 2, 3)
FEWEST = 20  # sequences, and rows that follow another, of which something is said
BANDS = 30  # lengths that are told apart; of more, so many bands of equally many sequences


class Ordered(NamedTuple):
    """Sequences one after the other, each in its order: encoded columns, the place in a sequence, its length."""

    numbers: dict[str, Numbers]
    place: NDArray[np.int64]
    length: NDArray[np.int64]


def owners(table: Table) -> tuple[str, ...]:
    """The columns that tell whose a row is: those of its entity, or of its first parent; none where nothing does."""
    return table.entity or (table.parents[0].columns if table.parents else ())


def whose(frame: pd.DataFrame, table: Table) -> NDArray[np.int64]:
    """Whose each row is, as a number; -1 for nobody's."""
    numbers = frame.groupby(list(owners(table)), sort=False).ngroup()  # NaN where a part of the key is missing
    return np.asarray(numbers.fillna(-1), np.int64)


def sequences(
    sides: Mapping[str, pd.DataFrame], real: pd.DataFrame, holdout: pd.DataFrame, table: Table, rng: np.random.Generator
) -> dict[str, Any]:
    """Every measure of the sides' sequences against the holdout's, 0 being best, as JSON.

    Beside the sides stand two that are made from the ``real`` rows: their values shuffled within each sequence, and
    the rows dealt to sequences at random.
    """
    sides = {**sides, WITHIN: _within(real, table, rng), BETWEEN: _between(real, table, rng)}
    reference = ordered(holdout, table)
    found = {name: ordered(frame, table) for name, frame in sides.items()}
    firsts = {name: int((one.place == 0).sum()) for name, one in {"holdout": reference, **found}.items()}
    later = {name: len(one.place) - firsts[name] for name, one in {"holdout": reference, **found}.items()}
    if few := [name for name in firsts if min(firsts[name], later[name]) < FEWEST]:
        return {"none": f"{firsts[few[0]]} sequences, {later[few[0]]} further rows ({few[0]}): too few to say"}
    moving = [name for name, numbers in reference.numbers.items() if np.any(_moves(numbers, reference.place))]
    each = {name: _of_side(reference, one, table, moving) for name, one in found.items()}
    measures = [{"measure": said, **{name: each[name][said] for name in found}} for said in next(iter(each.values()))]
    told = [_of_column(reference, found, table, name) for name in moving if name != table.order]
    return {"measures": measures, "columns": told, "ties": {name: _ties(frame, table) for name, frame in sides.items()}}


def _of_side(reference: Ordered, one: Ordered, table: Table, moving: list[str]) -> dict[str, float]:
    """How far one side is from the reference, by what."""
    told = {
        "lengths": lengths(reference, one),
        "first values": _mean([_firsts(reference, one, table, name) for name in reference.numbers]),
        "steps": _mean([_changes(reference, one, table, name) for name in moving]),
    }
    values = [name for name in moving if name != table.order]
    for lag in LAGS:
        gaps = [abs(_auto(reference, table, name, lag) - _auto(one, table, name, lag)) for name in values]
        told[f"autocorrelation, lag {lag}"] = _mean(gaps)
    return {said: round(value, 4) for said, value in told.items()}


def ordered(frame: pd.DataFrame, table: Table) -> Ordered:
    """The sequences of a table; rows that are nobody's are left out."""
    owner = whose(frame, table)
    known = {name: columns.encode(frame[name], column) for name, column in table.learnt().items()}
    column = table.columns[table.order]
    order = columns.encode(frame[table.order], column) if is_numeric(column) else frame[table.order].rank().to_numpy()
    rows = np.lexsort([order, owner])
    rows = rows[owner[rows] >= 0]
    place, length = places(owner[rows])
    return Ordered({name: numbers[rows] for name, numbers in known.items()}, place, length)


def _within(frame: pd.DataFrame, table: Table, rng: np.random.Generator) -> pd.DataFrame:
    """Each sequence keeps its rows, and its order gets other ones of them."""
    owner = whose(frame, table)
    to, of = (np.lexsort([numbers, owner]) for numbers in (np.arange(len(frame)), rng.random(len(frame))))
    kept = [*owners(table), table.order]
    rows = np.empty(len(frame), np.int64)
    rows[to] = of
    moved = frame.iloc[rows].reset_index(drop=True)
    return moved.assign(**{name: frame[name].reset_index(drop=True) for name in kept})


def _between(frame: pd.DataFrame, table: Table, rng: np.random.Generator) -> pd.DataFrame:
    """Each row goes to a sequence drawn at random."""
    keys = list(owners(table))
    known = frame[keys].drop_duplicates()
    dealt = known.iloc[rng.integers(len(known), size=len(frame))].reset_index(drop=True)
    return frame.reset_index(drop=True).assign(**{name: dealt[name] for name in keys})


def lengths(reference: Ordered, one: Ordered) -> float:
    """The total variation of the lengths, in bands where they are of many kinds."""
    return counts_apart(*(side.length[side.place == 0].astype(np.float64) for side in (reference, one)))


def counts_apart(reference: Numbers, other: Numbers) -> float:
    """The total variation of two lists of whole numbers; many different ones are banded by the first list."""
    if len(np.unique(reference)) > BANDS:
        edges = np.unique(np.quantile(reference, np.linspace(0, 1, BANDS + 1)[1:-1]))
        reference, other = (np.searchsorted(edges, side).astype(np.float64) for side in (reference, other))
    return variation(reference, other)


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0


def _moves(numbers: Numbers, place: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which rows differ from the row before."""
    before = np.r_[np.nan, numbers[:-1]]
    same = (numbers == before) | (np.isnan(numbers) & np.isnan(before))
    return np.asarray((place > 0) & ~same)


def _firsts(reference: Ordered, one: Ordered, table: Table, name: str) -> float:
    sides = (side.numbers[name][side.place == 0] for side in (reference, one))
    return steps(*sides) if is_numeric(table.columns[name]) else variation(*sides)


def _changes(reference: Ordered, one: Ordered, table: Table, name: str) -> float:
    """How far apart the steps are: differences of numbers, pairs of a category's values."""
    if is_numeric(table.columns[name]):
        return steps(*(np.diff(side.numbers[name])[side.place[1:] > 0] for side in (reference, one)))
    size = len(table.columns[name].values) + 3
    sides = (np.nan_to_num(side.numbers[name], nan=size - 1) for side in (reference, one))
    pairs = [numbers[:-1] * size + numbers[1:] for numbers in sides]
    return variation(pairs[0][reference.place[1:] > 0], pairs[1][one.place[1:] > 0])


def _auto(one: Ordered, table: Table, name: str, lag: int) -> float:
    """The association of a column with itself so many rows before."""
    there = np.flatnonzero(one.place >= lag)
    has_order = is_numeric(table.columns[name])
    return association(one.numbers[name][there - lag], one.numbers[name][there], ordered=(has_order, has_order))


def _of_column(reference: Ordered, found: Mapping[str, Ordered], table: Table, name: str) -> dict[str, Any]:
    apart = {side: round(_changes(reference, one, table, name), 4) for side, one in found.items()}
    lagged = {side: _auto(one, table, name, 1) for side, one in {"holdout": reference, **found}.items()}
    return {"column": name, "steps": apart, "lag 1": lagged}


def _ties(frame: pd.DataFrame, table: Table) -> int:
    """Rows whose place in their sequence another row has too."""
    return int(frame.duplicated([*owners(table), table.order], keep=False).sum())
