"""What is learnt of several tables: counts of children, rows in their families, rows beside further parents."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns, filling
from synth.tabular.families import Frames, Links, Seen, links, persons, places, protected, seen
from synth.tabular.fitting import engine
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.schema import NUMERIC, Column, Kind, Schema, Table

NAME = "relational"
# Names of context columns, which no column of a table has.
BEFORE, PLACE, COUNT, GAP = "\x1ebefore ", "\x1eplace", "\x1ecount", "\x1egap"


def fit(frames: Frames, schema: Schema, *, seed: int, using: str = "cart", k: int = K, locale: str = "") -> Model:
    """A model of all tables by an engine of one table. Raises ProvenderError for frames that do not hang together."""
    rng = np.random.default_rng([seed, 0x4E1])
    notes: dict[str, Any] = {"using": using, "tables": {}}
    arrays: dict[str, NDArray[Any]] = {}

    def keep(name: str, part: str, table: Table, frame: pd.DataFrame, given: list[str]) -> None:
        found = engine(using).fit(frame, table, rng=rng, order=given)
        notes["tables"].setdefault(name, {})[part] = {
            "fit": dict(found.notes),
            "table": table.model_dump(mode="json", exclude_defaults=True),
        }
        arrays.update({f"{name}/{part}/{key}": array for key, array in found.arrays.items()})

    linked = {name: links(frames, schema, name) for name in schema.tables}
    whose = persons(linked, schema, frames)
    hidden = {
        name: filling.kept(frames[name], table, rng=rng, k=k, locale=locale) for name, table in schema.tables.items()
    }
    frames, schema, withheld = protected(frames, schema, whose, rng=rng, k=k)
    notes |= {"withheld": withheld, "unfolded": schema.model_dump(mode="json", exclude_defaults=True)}
    for name in schema.ordered():
        notes["tables"][name] = {"hidden": hidden[name].notes}
        arrays |= {f"{name}/hidden/{key}": array for key, array in hidden[name].arrays.items()}
        notes["tables"].setdefault(name, {})["size"] = len(frames[name])
        own = seen(frames[name], schema.tables[name])
        notes["tables"][name] |= {"kept": list(own.kept), "own": list(own.table.columns)}
        notes["tables"][name]["whole"] = [
            key for key in schema.tables[name].key if pd.api.types.is_integer_dtype(frames[name][key])
        ]
        rows, table, given = own.frame, own.table, list[str]()
        if linked[name]:
            rows, table, given = _in_families(own, linked[name][0], frames, schema, name)
            _keep_counts(keep, name, linked[name], frames, schema)
        if len(table.columns) > len(given):
            keep(name, "rows", table, rows, given)
        for number, link in enumerate(linked[name][1:], 1):
            wanted, whole, before = _with_parent(own, link, frames, schema)
            if len(whole.columns) > len(before):
                keep(name, f"parent {number}", whole, wanted, before)
    return Model(NAME, schema, notes, arrays)


def _count(low: int, high: int) -> Column:
    return Column(kind="integer", low=low, high=high)


def _named(prefix: str, table: Table) -> dict[str, Column]:
    """A table's columns as context: under other names, and possibly missing."""
    return {f"{prefix}{name}": column.model_copy(update={"nullable": True}) for name, column in table.columns.items()}


def _keep_counts(keep: Any, name: str, linked: list[Links], frames: Frames, schema: Schema) -> None:
    """Learn how many rows of a table point at each row of each parent."""
    for number, link in enumerate(linked):
        parent = seen(frames[link.parent], schema.tables[link.parent])
        counts = np.bincount(link.rows[link.rows >= 0], minlength=len(frames[link.parent]))
        table = Table(columns={**parent.table.columns, COUNT: _count(0, int(counts.max(initial=0)))})
        keep(name, f"counts {number}", table, parent.frame.assign(**{COUNT: counts}), list(parent.table.columns))


def _in_families(
    own: Seen, link: Links, frames: Frames, schema: Schema, name: str
) -> tuple[pd.DataFrame, Table, list[str]]:
    """A table's rows beside their parent's and the sibling before: the frame, its columns, those that will be given."""
    order = schema.tables[name].order
    sorting = (
        [link.rows]
        if not order
        else [columns.encode(frames[name][order], schema.tables[name].columns[order]), link.rows]
    )
    sorted_rows = np.lexsort(sorting)
    sorted_rows = sorted_rows[link.rows[sorted_rows] >= 0]
    whose = link.rows[sorted_rows]
    place, count = places(whose)
    mine = own.frame.iloc[sorted_rows].reset_index(drop=True)
    parent = seen(frames[link.parent], schema.tables[link.parent])
    above = parent.frame.iloc[whose].reset_index(drop=True).add_prefix(f"{link.parent}.")
    table = _family_table(own.table, parent.table, link.parent, order, int(count.max(initial=1)))
    before = mine.shift(1).where(pd.Series(place > 0), axis=0).add_prefix(BEFORE)
    context = pd.concat([above, before], axis=1).assign(**{PLACE: place, COUNT: count})
    if GAP in table.columns:
        mine, gaps = _with_gaps(mine, own.table.columns[order], order, place)
        mine = mine.assign(**{GAP: gaps})
    whole = pd.concat([context, mine], axis=1)
    given = [each for each in table.columns if each in context]
    return _in_types(whole, table), table, given


def _family_table(own: Table, parent: Table, name: str, order: str, most: int) -> Table:
    """The columns of a row in its family; what orders siblings is missing but for the first, which have no gap."""
    found = {**_named(f"{name}.", parent), **_named(BEFORE, own), PLACE: _count(0, most), COUNT: _count(0, most)}
    for column, known in own.columns.items():
        found[column] = known
        if column == order and known.kind in NUMERIC:
            found[column] = known.model_copy(update={"nullable": True})
            found[GAP] = Column(kind=_gap(known), low=0, nullable=True, decimals=known.decimals, role=known.role)
    return Table(columns=found)


def _with_gaps(
    mine: pd.DataFrame, column: Column, order: str, place: NDArray[np.int64]
) -> tuple[pd.DataFrame, pd.Series[Any]]:
    numbers = columns.encode(mine[order], column)
    gaps = np.where(place > 0, np.diff(numbers, prepend=np.nan), np.nan)
    first = columns.decode(np.where(place > 0, np.nan, numbers), column.model_copy(update={"nullable": True}))
    kind = Column(kind=_gap(column), nullable=True, decimals=column.decimals)
    return mine.assign(**{order: first}), columns.decode(gaps, kind)


def _gap(column: Column) -> Kind:
    """The kind of the distance between two values of a column."""
    return "number" if column.kind == "number" else "integer"


def _in_types(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame in the types and the order of the table's columns."""
    return columns.frame_of(
        {name: columns.encode(frame[name], column) for name, column in table.columns.items()}, table
    )


def _with_parent(own: Seen, link: Links, frames: Frames, schema: Schema) -> tuple[pd.DataFrame, Table, list[str]]:
    """A table's rows beside those of a further parent, which are to be found."""
    parent = seen(frames[link.parent], schema.tables[link.parent])
    there = link.rows >= 0
    above = parent.frame.iloc[link.rows[there]].reset_index(drop=True).add_prefix(f"{link.parent}.")
    whole = pd.concat([own.frame[there].reset_index(drop=True), above], axis=1)
    table = Table(columns={**_named("", own.table), **_named(f"{link.parent}.", parent.table)})
    return _in_types(whole, table), table, list(own.table.columns)
