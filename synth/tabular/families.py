"""Tables that hang together: whose row each row is, what is withheld from their engines, keys and fakes put back.

It is what engines of several tables share, whatever learns the columns: :mod:`.relational`, SDV's HMA and PAR.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns, filling, rules, shaping
from synth.tabular.filling import Kept
from synth.tabular.fitting import FittingError, learnt
from synth.tabular.models import Model
from synth.tabular.protect import protect
from synth.tabular.schema import Schema, Table

PERSON, _ROW = "\x1eperson", "\x1erow"  # which no column of a table is called
Frames = Mapping[str, pd.DataFrame]
Rows = NDArray[np.int64]


class Links(NamedTuple):
    """Which row of a parent each row of a table points at (-1: none), and the parent's name."""

    parent: str
    rows: Rows


class Seen(NamedTuple):
    """What an engine sees of a table's own columns, and which of its rules are kept by putting rows back."""

    frame: pd.DataFrame
    table: Table
    kept: tuple[int, ...]


class Drawn(NamedTuple):
    """A table that was drawn: its learnt columns, the rows of its parents, the place of each row among its siblings."""

    rows: pd.DataFrame
    links: list[Links]
    places: Rows


def links(frames: Frames, schema: Schema, name: str) -> list[Links]:
    """The links of a table's rows, one for each foreign key. Raises FittingError for a key without its row."""
    found = []
    for parent in schema.tables[name].parents:
        key = list(schema.tables[parent.table].key)
        ours = frames[name][list(parent.columns)].set_axis(key, axis=1)
        theirs = frames[parent.table][key].assign(**{_ROW: np.arange(len(frames[parent.table]))})
        joined = ours.merge(theirs, how="left", on=key)[_ROW]
        given = ours.notna().all(axis=1).to_numpy()
        lost = np.flatnonzero(joined.isna().to_numpy() & given)
        if len(lost):
            shown = ", ".join(map(str, ours.iloc[lost[0]]))
            raise FittingError(
                f"{name}, row {lost[0]}: {', '.join(parent.columns)} {shown} is no row of {parent.table}"
            )
        found.append(Links(parent.table, joined.fillna(-1).to_numpy(np.int64)))
    return found


def persons(linked: Mapping[str, list[Links]], schema: Schema, frames: Frames) -> dict[str, Rows]:
    """Whose each row is: of the person whose row its first parents lead to, short of public tables.

    Rows that name no parent count as one person's (-1): nobody hides among rows of whom nothing is known.
    """
    found: dict[str, Rows] = {}
    for name in schema.ordered():
        own = np.arange(len(frames[name]))
        if linked[name] and not schema.tables[linked[name][0].parent].public:
            parent, rows = linked[name][0]
            own = np.where(rows < 0, -1, found[parent][rows])
        found[name] = own
    return found


def protected(
    frames: Frames, schema: Schema, whose: Mapping[str, Rows], *, rng: np.random.Generator, k: int
) -> tuple[dict[str, pd.DataFrame], Schema, dict[str, list[Any]]]:
    """The tables without what fewer than ``k`` people share, the schema of what they hold now, what was withheld.

    Public tables stay as they are; their values and bounds come into the schema.
    """
    found, tables, withheld = dict(frames), dict(schema.tables), {}
    for name in schema.ordered():
        if learnt(tables[name]).columns:
            known = frames[name].reset_index(drop=True).assign(**{PERSON: whose[name]})
            least = 1 if tables[name].public else k
            made = protect(known, tables[name], rng=rng, k=least, person=PERSON, name=name)
            found[name], tables[name] = made.frame.drop(columns=PERSON), made.table
            withheld[name] = [list(one) for one in made.withheld]
    return found, schema.model_copy(update={"tables": tables}), withheld


def seen(frame: pd.DataFrame, table: Table) -> Seen:
    """The learnt columns of a protected table as an engine sees them."""
    known = learnt(table)
    if not known.columns:
        return Seen(pd.DataFrame(index=range(len(frame))), known, ())
    shaped, shape = shaping.shape(frame[list(known.columns)].reset_index(drop=True), known)
    return Seen(shaped, shape.table, shape.kept)


def places(whose: Rows) -> tuple[Rows, Rows]:
    """Of rows sorted by whose they are: the place among the siblings, from 0, and their number."""
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]]) if len(whose) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(whose)])
    return np.arange(len(whose)) - np.repeat(starts, sizes), np.repeat(sizes, sizes)


def broken(rows: pd.DataFrame, above: pd.DataFrame, table: Table, name: str) -> dict[str, columns.Mask]:
    """For all that a table's schema says which rows break it; ``above`` holds their parents' columns as rules do."""
    found = columns.broken(rows, learnt(table), name)
    beside = pd.concat([rows, above], axis=1)
    for rule in table.rules:
        named = rule.named()
        if any("." in each for each in named) and set(named) <= set(beside):
            found[f"{rule.kind} {', '.join(named)}"] = rules.broken(rule, beside)
    return {f"{name}: {said}": which for said, which in found.items()}


def hidden(model: Model) -> dict[str, Kept]:
    """What a model keeps of each table's columns that are never learnt."""
    found = {}
    for name in model.schema.tables:
        prefix = f"{name}/hidden/"
        arrays = {key.removeprefix(prefix): array for key, array in model.arrays.items() if key.startswith(prefix)}
        found[name] = Kept(model.notes["tables"][name]["hidden"], arrays)
    return found


def completed(
    drawn: Mapping[str, Drawn], schema: Schema, kept: Mapping[str, Kept], *, rng: np.random.Generator
) -> dict[str, pd.DataFrame]:
    """The tables with keys that look like the real ones and are none of them, and with fakes."""
    secret = rng.bytes(32)
    whole: dict[str, pd.DataFrame] = {}
    for name in schema.ordered():
        whole[name] = _completed(drawn[name], schema, name, kept[name], whole, rng, secret)
    return {name: whole[name] for name in schema.tables}


def _completed(
    made: Drawn, schema: Schema, name: str, kept: Kept, above: Frames, rng: np.random.Generator, secret: bytes
) -> pd.DataFrame:
    """A table with the keys of its parents, numbers within a parent where that is part of its key, and fakes."""
    table = schema.tables[name]
    if table.public:
        return made.rows
    found: dict[str, Any] = {str(column): made.rows[column].reset_index(drop=True) for column in made.rows}
    for parent, link in zip(table.parents, made.links, strict=True):
        for ours, theirs in zip(parent.columns, schema.tables[parent.table].key, strict=True):
            found[ours] = above[parent.table][theirs].iloc[link.rows].reset_index(drop=True)
    first = table.parents[0].columns if table.parents else ()
    if set(first) & set(table.key):
        for key in table.key:
            if key not in found:
                found[key] = pd.Series(made.places + 1)
    rows = pd.DataFrame(found, index=range(len(made.places)))
    person = first[0] if first else table.key[0] if table.key else ""
    return filling.filled(rows, table, kept.notes, kept.arrays, rng=rng, person=person, secret=secret)[0]
