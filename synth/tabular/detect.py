"""A schema told from data: by the values, with the reason of each guess, shown to a person for correction.

Nothing of the data goes into the schema: no bounds, no values of categories. What an engine may know of those is
decided by :mod:`.protect`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from synth.tabular import reading, roles
from synth.tabular.guesses import Guess, guess
from synth.tabular.links import linked
from synth.tabular.schema import Column, Schema, Table


class Detected(NamedTuple):
    """The schema, and why: a sentence for each column of each table."""

    schema: Schema
    reasons: dict[tuple[str, str], str]


def detect(frames: Mapping[str, pd.DataFrame], name: str) -> Detected:
    """The schema of a data set's tables.

    Raises :class:`reading.TableError` for a table that no schema fits, naming its column and row.

    >>> found = detect({"t": pd.DataFrame({"n": [1, 5, 3], "who": ["Anna Berg", "Jon Cole", "Ruth Baker"]})}, "t")
    >>> [(each, column.kind, column.pii) for each, column in found.schema.only().columns.items()]
    [('n', 'integer', ''), ('who', 'text', 'name')]
    """
    tables: dict[str, Table] = {}
    named: dict[str, pd.DataFrame] = {}
    reasons: dict[tuple[str, str], str] = {}
    for table, frame in frames.items():
        reading.checked(frame, table)
        known = frame.set_axis([str(column) for column in frame.columns], axis=1).reset_index(drop=True)
        guesses = _beside({each: guess(known[each], each) for each in known.columns}, known)
        tables[table] = Table(columns={each: found.column for each, found in guesses.items()})
        named[table] = known
        reasons |= {(table, each): found.why for each, found in guesses.items()}
    tables, more = linked(tables, named)
    for place, why in more.items():
        reasons[place] = f"{reasons[place]}; {why}"
    for each, found in tables.items():
        tables[each] = found.model_copy(update={"columns": _with_roles(each, found, named[each], reasons)})
    return Detected(Schema(name=name, tables=tables), reasons)


def _with_roles(name: str, table: Table, frame: pd.DataFrame, reasons: dict[tuple[str, str], str]) -> dict[str, Column]:
    """The columns, those that engines learn with the roles that are proposed for them."""
    found = dict(table.columns)
    for each, column in table.learnt().items():
        role, why = roles.proposed(each, frame[each], column)
        if role != "plain":
            found[each] = column.model_copy(update={"role": role})
            reasons[name, each] = f"{reasons[name, each]}; {role}: {why}"
    return found


def _beside(guesses: dict[str, Guess], frame: pd.DataFrame) -> dict[str, Guess]:
    """Digits of one length with leading zeros are postcodes where cities or streets stand beside them."""
    kinds = {found.column.pii for found in guesses.values()}
    if not kinds & {"city", "address"} or "postcode" in kinds:
        return guesses
    for name, found in guesses.items():
        if found.column.kind in ("id", "category", "text") and not found.column.pii and _zip(frame[name]):
            column = found.column.model_copy(update={"kind": "text", "pii": "postcode", "unique": False})
            return guesses | {name: Guess(column, "digits of one length beside a place")}
    return guesses


def _zip(series: pd.Series[Any]) -> bool:
    texts = series.dropna().astype(str)
    if texts.empty or not all(map(re.compile(r"\d{4,6}").fullmatch, texts)):
        return False
    return len({len(text) for text in texts}) == 1 and any(text.startswith("0") for text in texts)
