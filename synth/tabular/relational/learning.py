"""What is learnt of several tables: counts of children, rows in their families, rows beside further parents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns, filling, public
from synth.tabular.engines import cart
from synth.tabular.families import PERSON, Frames, Links, Rows, Seen, links, persons, places, protected, seen
from synth.tabular.fitting import check_settings
from synth.tabular.models import Model
from synth.tabular.protect import K, Protected, Withheld, protect
from synth.tabular.schema import NUMERIC, Column, Kind, Schema, Table

NAME = "relational"
# Names of context columns, which no column of a table has.
BEFORE, PLACE, COUNT, GAP = "\x1ebefore ", "\x1eplace", "\x1ecount", "\x1egap"


class _Store:
    """What is learnt, under the names by which it is drawn."""

    def __init__(self, rng: np.random.Generator, settings: Mapping[str, Any]) -> None:
        self.notes: dict[str, Any] = {"tables": {}}
        self.arrays: dict[str, NDArray[Any]] = {}
        check_settings(cart.fit, cart.NAME, settings)
        self._rng, self._settings = rng, settings

    def learn(self, name: str, part: str, table: Table, frame: pd.DataFrame, given: list[str]) -> None:
        """Grow trees for a part of what is learnt of a table, unless all its columns are given."""
        if len(table.columns) > len(given):
            found = cart.fit(frame, table, rng=self._rng, given=given, **self._settings)
            told = {"fit": dict(found.notes), "table": table.model_dump(mode="json", exclude_defaults=True)}
            self.notes["tables"][name][part] = told
            self.arrays.update({f"{name}/{part}/{key}": array for key, array in found.arrays.items()})


def fit(frames: Frames, schema: Schema, *, seed: int, k: int = K, locale: str = "", **settings: Any) -> Model:
    """A model of all tables by sequential trees, which get the ``settings``.

    Raises ProvenderError for frames that do not hang together.
    """
    rng = np.random.default_rng([seed, 0x4E1])
    store = _Store(rng, settings)
    linked = {name: links(frames, schema, name) for name in schema.tables}
    whose = persons(linked, schema, frames)
    for name, table in schema.tables.items():
        open_ = {"public": public.stored(frames[name])} if table.public else {}
        hidden = filling.NOTHING if table.public else filling.kept(frames[name], table, rng=rng, k=k, locale=locale)
        strict = bool(linked[name]) and _strict(frames[name], table, linked[name][0])
        told = {"hidden": hidden.notes, "size": len(frames[name]), "strict": strict, **open_}
        store.notes["tables"][name] = told
        store.arrays.update({f"{name}/hidden/{key}": array for key, array in hidden.arrays.items()})
    frames, schema, withheld = protected(frames, schema, whose, rng=rng, k=k)
    for name in schema.ordered():
        if schema.tables[name].public:
            continue
        counts = [_counts(link, whose, name, schema.tables[link.parent].public, rng, k) for link in linked[name]]
        withheld.setdefault(name, []).extend(list(one) for found in counts for one in found.withheld)
        _learn(store, name, linked[name], counts, frames, schema)
    store.notes |= {"withheld": withheld, "unfolded": schema.model_dump(mode="json", exclude_defaults=True)}
    return Model(NAME, schema, store.notes, store.arrays)


def _strict(frame: pd.DataFrame, table: Table, link: Links) -> bool:
    """Whether no two siblings share their place in the order."""
    if not table.order:
        return False
    numbers = columns.encode(frame[table.order], table.columns[table.order])
    return not pd.DataFrame({"whose": link.rows, "order": numbers}).duplicated().any()


def _learn(
    store: _Store, name: str, linked: list[Links], counts: list[Protected], frames: Frames, schema: Schema
) -> None:
    """Learn how many rows each parent has, the rows in their families, and which further parents they find."""
    own = seen(frames[name], schema.tables[name])
    store.notes["tables"][name] |= {"kept": list(own.kept), "own": list(own.table.columns)}
    for number, (link, found) in enumerate(zip(linked, counts, strict=True)):
        if schema.tables[link.parent].public:
            store.arrays[f"{name}/counts {number}"] = found.frame[COUNT].to_numpy(np.int64)
            continue
        beside, known = _beside_parent(found, link, frames, schema)
        store.learn(name, f"counts {number}", known, beside, list(known.columns)[:-1])
    if linked:
        most = int(counts[0].frame[COUNT].max())
        rows, table, given = _in_families(own, linked[0], frames, schema, name, most)
        store.learn(name, "rows", table, rows, given)
    else:
        store.learn(name, "rows", own.table, own.frame, [])
    for number, link in enumerate(linked[1:], 1):
        wanted, whole, before = _with_parent(own, link, frames, schema)
        store.learn(name, f"parent {number}", whole, wanted, before)


def _count(low: int, high: int) -> Column:
    return Column(kind="integer", low=low, high=high)


def _named(prefix: str, table: Table) -> dict[str, Column]:
    """A table's columns as context: under other names, and possibly missing."""
    return {f"{prefix}{name}": column.model_copy(update={"nullable": True}) for name, column in table.columns.items()}


def _counts(
    link: Links, whose: Mapping[str, Rows], name: str, open_: bool, rng: np.random.Generator, k: int
) -> Protected:
    """How many rows of a table point at each row of a parent, as far as ``k`` people have as many.

    At a row of a public table none point, unless they are of ``k`` people.
    """
    there = link.rows >= 0
    known, place = Table(columns={COUNT: Column(kind="integer", low=0)}), f"rows of {link.parent}"
    counts = pd.DataFrame({COUNT: np.bincount(link.rows[there], minlength=len(whose[link.parent]))})
    if not open_:
        found = protect(
            counts.assign(**{PERSON: whose[link.parent]}), known, rng=rng, k=k, person=PERSON, name=link.parent
        )
        return found._replace(withheld=tuple(one._replace(column=place) for one in found.withheld))
    pairs = np.unique(np.stack([link.rows[there], whose[name][there]]), axis=1)[0]
    few = (np.bincount(pairs, minlength=len(counts)) < k) & (counts[COUNT] > 0).to_numpy()
    told = Withheld(place, "that some point there at all", int(few.sum()), f"the rows of fewer than {k} people")
    kept = counts[COUNT].mask(few, 0).to_frame()
    return Protected(kept, known, (told,) if few.any() else ())


def _beside_parent(counts: Protected, link: Links, frames: Frames, schema: Schema) -> tuple[pd.DataFrame, Table]:
    """The numbers of rows beside the columns of the parent that has them."""
    parent = seen(frames[link.parent], schema.tables[link.parent])
    table = Table(columns={**parent.table.columns, COUNT: counts.table.columns[COUNT]})
    return parent.frame.assign(**{COUNT: counts.frame[COUNT].to_numpy()}), table


def _in_families(
    own: Seen, link: Links, frames: Frames, schema: Schema, name: str, most: int
) -> tuple[pd.DataFrame, Table, list[str]]:
    """A table's rows beside their parent's and the sibling before: the frame, its columns, those that will be given.

    ``most`` is the largest number of siblings that may be told.
    """
    order = schema.tables[name].order
    sorting = (
        [link.rows]
        if not order
        else [columns.encode(frames[name][order], schema.tables[name].columns[order]), link.rows]
    )
    sorted_rows = np.lexsort(sorting)
    sorted_rows = sorted_rows[link.rows[sorted_rows] >= 0]
    whose = link.rows[sorted_rows]
    place, count = (np.minimum(found, most) for found in places(whose))
    mine = own.frame.iloc[sorted_rows].reset_index(drop=True)
    parent = seen(frames[link.parent], schema.tables[link.parent])
    above = parent.frame.iloc[whose].reset_index(drop=True).add_prefix(f"{link.parent}.")
    table = _family_table(own.table, parent.table, link.parent, order, most)
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
