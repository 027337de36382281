"""Keys of tables, the tables that they point at, and sequences: proposals, told from values and names together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pandas as pd

from synth.tabular.pii.kinds import spoken
from synth.tabular.schema import Column, Parent, Table

Frames = Mapping[str, pd.DataFrame]
Reasons = dict[tuple[str, str], str]
FEWEST = 10  # rows of a table whose key may be of two columns: of fewer rows, any two are different by chance
LEAST_STEPS = 3.0  # rows of a parent, in the mean, in a table of sequences
MOST_TRIED = 6  # columns that a key of two may be of
_STEPS = re.compile(
    r"(.* )?(seq|sequence|order|step|line|visit|position|index|time|date|day|month|year|timestamp|at|nr|no)"
)


def linked(tables: Mapping[str, Table], frames: Frames) -> tuple[dict[str, Table], Reasons]:
    """The tables with keys, parents and orders, and why."""
    reasons: Reasons = {}
    found = {name: _keyed(name, table, frames[name], reasons) for name, table in tables.items()}
    for child in found:
        for parent in found:
            found[child] = _pointing(child, parent, found, frames, reasons)
    named = {one.table for table in found.values() for one in table.parents}
    return {
        name: _ordered(name, table, frames[name], reasons, named=name in named) for name, table in found.items()
    }, reasons


def _keyed(name: str, table: Table, frame: pd.DataFrame, reasons: Reasons) -> Table:
    single = [each for each, column in table.columns.items() if column.kind == "id" and column.unique]
    own = _singular(spoken(name))
    single.sort(key=lambda each: spoken(each) not in ("id", f"{own} id", own))
    if single:
        reasons[name, single[0]] = "it is the table's key"
        return table.model_copy(update={"key": (single[0],)})
    ids = [each for each, column in table.columns.items() if column.kind == "id" and not column.nullable]
    others = [each for each, column in table.columns.items() if column.kind in ("integer", "date", "datetime")]
    if not ids or len(frame) < FEWEST:
        return table
    for pair in combinations([*ids, *others][:MOST_TRIED], 2):
        if pair[0] in ids and not frame.duplicated(list(pair)).any() and not frame[list(pair)].isna().any(axis=None):
            reasons[name, pair[0]] = f"with {pair[1]} it is the table's key"
            return table.model_copy(update={"key": pair})
    return table


def _singular(word: str) -> str:
    """An English table's name as one of its rows is called.

    >>> [_singular(word) for word in ("orders", "cities", "boxes", "address")]
    ['order', 'city', 'box', 'address']
    """
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.search(r"(x|ch|sh|ss)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _pointing(child: str, parent: str, tables: dict[str, Table], frames: Frames, reasons: Reasons) -> Table:
    """The child with its foreign keys to the parent."""
    key, table = tables[parent].key, tables[child]
    if child == parent or not key or _reaches(parent, child, tables):
        if child == parent and len(key) == 1:
            _of_itself(child, table, frames, reasons)
        return table
    real = _tuples(frames[parent], key)
    taken = {name for one in table.parents for name in one.columns}
    for columns in _candidates(table, parent, key, taken):
        got = _tuples(frames[child].dropna(subset=list(columns)), columns)
        orphans = got - real
        if got and not orphans:
            columns_of = {name: _as_id(column, name in columns) for name, column in table.columns.items()}
            reasons[child, columns[0]] = f"all its values are among {parent}.{', '.join(key)}, whose row it names"
            changed = {"columns": columns_of, "parents": (*table.parents, Parent(table=parent, columns=columns))}
            table = table.model_copy(update=changed)
        elif got and len(orphans) < len(got) / 2:
            first = _first(frames[child], columns, orphans)
            reasons[child, columns[0]] = f"it seems to name rows of {parent}, but row {first} has no parent there"
    return table


def _reaches(child: str, parent: str, tables: Mapping[str, Table]) -> bool:
    return any(one.table == parent or _reaches(one.table, parent, tables) for one in tables[child].parents)


def _of_itself(name: str, table: Table, frames: Frames, reasons: Reasons) -> None:
    real = _tuples(frames[name], table.key)
    for column, held in table.columns.items():
        if held.kind in ("id", "integer") and column not in table.key and _ID.search(spoken(column)):
            got = _tuples(frames[name].dropna(subset=[column]), (column,))
            if got and got <= real:
                reasons[name, column] = "it seems to name rows of its own table, which a schema cannot say"


_ID = re.compile(r"\b(id|parent|manager|boss)\b")


def _tuples(frame: pd.DataFrame, columns: tuple[str, ...]) -> set[tuple[str, ...]]:
    """The different values of columns, as texts: a whole number beside gaps is a float in pandas."""
    parts = [[_plain(value) for value in frame[name]] for name in columns]
    return set(zip(*parts, strict=True))


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _candidates(table: Table, parent: str, key: tuple[str, ...], taken: set[str]) -> Iterator[tuple[str, ...]]:
    """Columns of a child whose names say that they may point at the parent."""
    if len(key) > 1:
        if set(key) <= set(table.columns) and not set(key) & taken and table.key != key:
            yield key
        return
    for name, column in table.columns.items():
        if name in taken or column.kind not in ("id", "integer", "category", "text") or column.pii:
            continue
        if _alike(spoken(name), _singular(spoken(parent)), spoken(key[0])) and (name,) != table.key:
            yield (name,)


def _alike(name: str, parent: str, key: str) -> bool:
    """Whether a column is called as one that holds a parent's key.

    >>> _alike("customer", "customer", "id"), _alike("billing customer id", "customer", "id"), _alike("id", "a", "id")
    (True, True, False)
    """
    if name == key:
        return key != "id"
    return (
        name in (parent, f"{parent} {key}")
        or name.endswith((f" {parent}", f" {parent} id", f" {parent} {key}"))
        or name == f"{parent} id"
    )


def _as_id(column: Column, named: bool) -> Column:
    return column.model_copy(update={"kind": "id"}) if named else column


def _first(frame: pd.DataFrame, columns: tuple[str, ...], orphans: set[tuple[str, ...]]) -> int:
    rows = zip(*([_plain(value) for value in frame[name]] for name in columns), strict=True)
    return next(row for row, got in enumerate(rows) if got in orphans)


def _ordered(name: str, table: Table, frame: pd.DataFrame, reasons: Reasons, *, named: bool) -> Table:
    """The table as sequences, where the rows of one parent or entity come in an order of their own."""
    repeated = [each for each, column in table.columns.items() if column.kind == "id" and not column.unique]
    entity = table.parents[0].columns if len(table.parents) == 1 else tuple(repeated[:1]) if not table.parents else ()
    if not entity or len(frame) < LEAST_STEPS * len(_tuples(frame, entity)):
        return table
    for each, column in table.columns.items():
        if each in entity or column.nullable or not _is_order(each, column):
            continue
        if not frame.duplicated([*entity, each]).any():
            reasons[name, each] = f"it orders the rows of one {', '.join(entity)}"
            changed: dict[str, Any] = {"order": each} if table.parents else {"order": each, "entity": entity}
            if each in table.key and not named:  # a key is never learnt, and the order must be
                changed["key"] = ()
                reasons.pop((name, table.key[0]), None)
            return table.model_copy(update=changed)
    return table


def _is_order(name: str, column: Column) -> bool:
    return column.kind in ("date", "datetime") or (column.kind == "integer" and bool(_STEPS.fullmatch(spoken(name))))
