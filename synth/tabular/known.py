"""What somebody may know of a person: a row of each table, beside what the rows that it hangs on hold.

It is what attacks are made with. Rows of one person are no independent witnesses, so attacks see one of each person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from privacy.core import Column as Attacked
from privacy.gate import Sides
from synth.tabular import columns
from synth.tabular.families import Rows, links
from synth.tabular.holdout import families
from synth.tabular.schema import NUMERIC, Column, Schema, Table

Frames = Mapping[str, pd.DataFrame]


class Known(NamedTuple):
    """Rows, ordered columns as numbers and others as texts, whose each row is, and what attacks are told of columns."""

    rows: pd.DataFrame
    whose: Rows
    columns: dict[str, Attacked]


def sides(
    train: Frames, made: Frames, holdout: Frames, schema: Schema, people: tuple[str, ...], rng: np.random.Generator
) -> dict[str, Sides]:
    """What the gate judges: by table, one row of each person on the real sides, and all rows that were made.

    The name of the one table of a data set is "".
    """
    before, after, unseen = (known(frames, schema, people) for frames in (train, made, holdout))
    several = len(before) > 1
    return {
        name if several else "": Sides(
            one_each(one, rng), after[name].rows, one_each(unseen[name], rng), columns=one.columns
        )
        for name, one in before.items()
    }


def known(frames: Frames, schema: Schema, people: tuple[str, ...]) -> dict[str, Known]:
    """What each table shows of ``people``, by the tables whose rows they are; what is shared by all shows nothing."""
    wide: dict[str, pd.DataFrame] = {}
    told: dict[str, dict[str, Attacked]] = {}
    for name in schema.ordered():
        table = schema.tables[name]
        prefix = f"{name}." if len(schema.tables) > 1 else ""
        wide[name] = plain(frames[name], table).add_prefix(prefix)
        told[name] = {f"{prefix}{column}": _attacked(one) for column, one in _shown(table).items()}
        for link in links(frames, schema, name)[:1]:
            above = wide[link.parent].iloc[link.rows].reset_index(drop=True)
            wide[name] = pd.concat([wide[name], above.mask(pd.Series(link.rows < 0))], axis=1)
            told[name] |= told[link.parent]
    whose = families(frames, schema, people)
    return {
        name: Known(wide[name], whose[name], told[name])
        for name in schema.tables
        if name in whose and len(wide[name].columns)
    }


def _shown(table: Table) -> dict[str, Column]:
    """The columns that tell of a person: keys tell nothing but which row it is, unless they are personal data."""
    personal = {name: column for name, column in table.columns.items() if column.pii or column.kind == "text"}
    return {name: column for name, column in table.columns.items() if name in {**table.learnt(), **personal}}


def _attacked(column: Column) -> Attacked:
    if not column.learnt:
        return Attacked("personal", "plain", f"it holds {column.pii or 'free text'}")
    why = {"quasi": "others may know it", "sensitive": "others should not learn it", "plain": "nobody said more"}
    kind: Literal["number", "category"] = "number" if column.kind in NUMERIC else "category"
    return Attacked(kind, column.role, f"{why[column.role]}, by the schema")


def one_each(found: Known, rng: np.random.Generator) -> pd.DataFrame:
    """One row of each person, at random."""
    order = rng.permutation(len(found.rows))
    first = np.sort(order[np.unique(found.whose[order], return_index=True)[1]])
    return found.rows.iloc[first].reset_index(drop=True)


def plain(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The columns that tell of a person, ordered ones as numbers and others as texts, "" where a value is missing."""
    found = {
        name: columns.encode(frame[name], column)
        if column.learnt and column.kind in NUMERIC
        else frame[name].astype(object).where(frame[name].notna(), "").astype(str).to_numpy()
        for name, column in _shown(table).items()
    }
    return pd.DataFrame(found, index=range(len(frame)))
