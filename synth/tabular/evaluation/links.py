"""Whether synthetic tables hang together as real ones do: children a parent, and columns across a foreign key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.association import association
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.evaluation.groups import steps
from synth.tabular.evaluation.sequences import counts_apart
from synth.tabular.schema import Parent, Schema

Frames = Mapping[str, pd.DataFrame]
RANDOM = "links at random"
MOST_ROWS = 10_000  # of a table whose columns are set against those of a parent


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
    of the first side that is ``farthest`` off.
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
    wanted = dict(_relations(reference, schema, name, parent.table, rng))
    if wanted:
        there = {side: dict(_relations(one, schema, name, parent.table, rng)) for side, one in found.items()}
        gaps = {side: {pair: abs(value - wanted[pair]) for pair, value in one.items()} for side, one in there.items()}
        told["relations"] = {side: round(float(np.mean(list(gap.values()))), 4) for side, gap in gaps.items()}
        side = next(iter(sides))
        worst = max(gaps[side], key=lambda pair: gaps[side][pair])
        told["farthest"] = {"child": worst[0], "parent": worst[1], "real": wanted[worst], side: there[side][worst]}
    return told


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
    one: Linked, schema: Schema, name: str, parent: str, rng: np.random.Generator
) -> Iterator[tuple[tuple[str, str], float]]:
    """The association of each column of the child with each one of the parent."""
    there = np.flatnonzero(one.rows >= 0)
    if len(there) > MOST_ROWS:
        there = np.sort(rng.choice(there, MOST_ROWS, replace=False))
    above = schema.tables[parent].learnt()
    encoded = {each: columns.encode(one.parent[each], column)[one.rows[there]] for each, column in above.items()}
    for ours, column in schema.tables[name].learnt().items():
        numbers = columns.encode(one.child[ours].iloc[there], column)
        for theirs, other in above.items():
            yield (
                (ours, theirs),
                association(numbers, encoded[theirs], ordered=(is_numeric(column), is_numeric(other))),
            )
