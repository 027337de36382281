"""Whether synthetic tables hang together as real ones do: children a parent, and columns across a foreign key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.association import association
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.evaluation.groups import steps
from synth.tabular.evaluation.likeness import told_apart
from synth.tabular.evaluation.sequences import counts_apart
from synth.tabular.schema import Parent, Schema, Table

Frames = Mapping[str, pd.DataFrame]
WHOSE = "\x1ewhose"  # a name that no column has
RANDOM = "links at random"
MOST_ROWS = 10_000  # of a table whose columns are set against those of a parent
FEWEST = 20  # rows of each side, for a tree that tells them apart


class Linked(NamedTuple):
    """One side's rows of a table and of a parent: of each row the parent's row, -1 where it names none."""

    child: pd.DataFrame
    parent: pd.DataFrame
    rows: NDArray[np.int64]


def across(
    sides: Mapping[str, Frames], real: Frames, holdout: Frames, schema: Schema, rng: np.random.Generator
) -> list[dict[str, Any]]:
    """For each foreign key how far the sides are from the holdout, 0 being best, as JSON.

    ``children``: the total variation of the number of children a parent; of a ``shared`` parent, whose rows are the
    same whoever is in the data, the Kolmogorov–Smirnov distance of the numbers over their mean. ``relations``: the
    mean absolute difference of the association of each column of the child with each one of the parent, and the pair
    of the first side that is ``farthest`` off. ``told apart``: rows beside their parent's, by a tree;
    not where the parents are the same on both sides, by which the tree would know them.
    """
    return [
        _of_key(sides, holdout, schema, name, parent, shared=real[parent.table].equals(holdout[parent.table]), rng=rng)
        for name, table in schema.tables.items()
        for parent in table.parents
    ]


def at_random(frames: Frames, schema: Schema, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The frames with another parent for each row, drawn at random: the worst that is still honest."""
    found: dict[str, pd.DataFrame] = {}
    for name in schema.ordered():
        rows = frames[name].reset_index(drop=True)
        for parent in schema.tables[name].parents:
            theirs = found[parent.table][list(schema.tables[parent.table].key)]
            drawn = theirs.iloc[rng.integers(len(theirs), size=len(rows))].reset_index(drop=True)
            given = rows[list(parent.columns)].notna().all(axis=1)
            rows = rows.assign(
                **{ours: drawn[key].where(given, None) for ours, key in zip(parent.columns, theirs, strict=True)}
            )
        found[name] = rows
    return found


def _of_key(
    sides: Mapping[str, Frames],
    holdout: Frames,
    schema: Schema,
    name: str,
    parent: Parent,
    *,
    shared: bool,
    rng: np.random.Generator,
) -> dict[str, Any]:
    found = {side: linked(frames, schema, name, parent) for side, frames in sides.items()}
    reference = linked(holdout, schema, name, parent)
    told: dict[str, Any] = {"table": name, "parent": parent.table, "columns": list(parent.columns), "shared": shared}
    told["children"] = {side: round(_counts_apart(reference, one, shared), 4) for side, one in found.items()}
    if not (schema.tables[name].learnt() and schema.tables[parent.table].learnt()):
        return told
    table = beside_table(schema, name, parent)
    real, *others = (_some(frames, schema, name, parent, rng) for frames in (holdout, *sides.values()))
    made = dict(zip(sides, others, strict=True))
    told |= _relations(real, made, table, len(schema.tables[name].learnt()))
    if not shared and min(map(len, (real, *others))) >= FEWEST:
        told["told apart"] = {side: _told_apart(real, frame, table, rng) for side, frame in made.items()}
    return told


def _some(frames: Frames, schema: Schema, name: str, parent: Parent, rng: np.random.Generator) -> pd.DataFrame:
    """The rows beside their parent's, or so many of them as are enough, and which parent it is."""
    frame = beside(frames, schema, name, parent).assign(**{WHOSE: linked(frames, schema, name, parent).rows})
    if len(frame) <= MOST_ROWS:
        return frame
    return frame.iloc[np.sort(rng.choice(len(frame), MOST_ROWS, replace=False))].reset_index(drop=True)


def _told_apart(real: pd.DataFrame, made: pd.DataFrame, table: Table, rng: np.random.Generator) -> dict[str, float]:
    siblings = (real[WHOSE].to_numpy(np.int64), made[WHOSE].to_numpy(np.int64))
    return told_apart(real, made, table, rng=rng, whose=siblings)._asdict()


def beside(frames: Frames, schema: Schema, name: str, parent: Parent) -> pd.DataFrame:
    """What is learnt of a table's rows, and beside it what is learnt of the parent's row, as ``parent.column``."""
    one = linked(frames, schema, name, parent)
    own = one.child[list(schema.tables[name].learnt())].reset_index(drop=True)
    above = one.parent[list(schema.tables[parent.table].learnt())]
    found = above.iloc[np.maximum(one.rows, 0)].reset_index(drop=True)
    lost = pd.Series(one.rows < 0)
    found = found.astype(object).mask(lost, axis=0) if lost.any() else found
    return pd.concat([own, found.add_prefix(f"{parent.table}.")], axis=1)


def beside_table(schema: Schema, name: str, parent: Parent) -> Table:
    """The columns of such a frame; those of the parent may be missing."""
    above = {
        f"{parent.table}.{each}": column.model_copy(update={"nullable": True})
        for each, column in schema.tables[parent.table].learnt().items()
    }
    return Table(columns=schema.tables[name].learnt() | above)


def linked(frames: Frames, schema: Schema, name: str, parent: Parent) -> Linked:
    """A table beside one of its parents. A key that names no row links nothing: the audit counts those."""
    key = list(schema.tables[parent.table].key)
    theirs = frames[parent.table].drop_duplicates(key)
    ours = frames[name][list(parent.columns)].set_axis(key, axis=1)
    there = theirs[key].assign(**{"\x1erow": np.arange(len(theirs))})
    rows = ours.merge(there, how="left", on=key)["\x1erow"].where(ours.notna().all(axis=1).to_numpy())
    return Linked(frames[name], theirs, rows.fillna(-1).to_numpy(np.int64))


def _counts_apart(reference: Linked, one: Linked, shared: bool) -> float:
    counts = [
        np.bincount(side.rows[side.rows >= 0], minlength=len(side.parent)).astype(np.float64)
        for side in (reference, one)
    ]
    if shared:
        return steps(*(count / max(count.mean(), 1e-9) for count in counts))
    return counts_apart(*counts)


def _relations(
    reference: pd.DataFrame, sides: Mapping[str, pd.DataFrame], table: Table, own: int
) -> dict[str, dict[str, Any]]:
    """How far off the associations of the first ``own`` columns with each of the others are."""
    wanted = _associations(reference, table, own)
    there = {side: _associations(frame, table, own) for side, frame in sides.items()}
    gaps = {side: {pair: abs(value - wanted[pair]) for pair, value in one.items()} for side, one in there.items()}
    side = next(iter(sides))
    worst = max(gaps[side], key=lambda pair: gaps[side][pair])
    return {
        "relations": {side: round(float(np.mean(list(gap.values()))), 4) for side, gap in gaps.items()},
        "farthest": {"child": worst[0], "parent": worst[1], "real": wanted[worst], side: there[side][worst]},
    }


def _associations(frame: pd.DataFrame, table: Table, own: int) -> dict[tuple[str, str], float]:
    known = list(table.columns.items())
    numbers = {name: columns.encode(frame[name], column) for name, column in known}
    return {
        (one, other): association(numbers[one], numbers[other], ordered=(is_numeric(column), is_numeric(theirs)))
        for one, column in known[:own]
        for other, theirs in known[own:]
    }
