"""Parts a data set by person: whoever stands in the rows to learn from stands in none of those to judge by.

A family is a row of a table of people with all that hangs on it. Tables that hang on no person (places, products) are
shared: both sides have them whole.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulators.core import ProvenderError
from synth.tabular.families import links
from synth.tabular.schema import Schema

Frames = Mapping[str, pd.DataFrame]
Numbers = NDArray[np.int64]


class FamilyError(ProvenderError):
    """A data set that cannot be parted by person; the text says why."""


def split_families(
    frames: Frames, schema: Schema, share: float, rng: np.random.Generator, *, people: tuple[str, ...] = ()
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """The rows to learn from, and a ``share`` of the people to judge by; the rows of both keep their order.

    ``people`` names the tables whose rows are people; else :func:`tables_of_people` tells. A row goes with the first
    of its parents that is no shared table; where it names several people, they are one family. In a table of
    sequences the ``entity`` is the person. Every foreign key holds on both sides, and no person is on both. Raises
    FamilyError where all rows are one family, or for an unknown table; FittingError for a key without its row.
    """
    if unknown := [name for name in people if name not in schema.tables]:
        raise FamilyError(f"no table {unknown[0]!r} of people; there are: {', '.join(schema.tables)}")
    own = hanging(schema, people or tables_of_people(frames, schema))
    persons, tables, families = _persons(frames, schema, own)
    unseen = _drawn(tables, families, share, rng)
    sides = []
    for side in (~unseen, unseen):
        rows = {name: frames[name][side[persons[name]]] if name in own else frames[name] for name in schema.tables}
        sides.append({name: frame.reset_index(drop=True) for name, frame in rows.items()})
    return sides[0], sides[1]


def families(frames: Frames, schema: Schema, people: tuple[str, ...]) -> dict[str, Numbers]:
    """The family of each row that hangs on ``people``, as a number. Raises FittingError for a key without its row."""
    persons, _, labels = _persons(frames, schema, hanging(schema, people))
    return {name: labels[whose] for name, whose in persons.items()}


def tables_of_people(frames: Frames, schema: Schema) -> tuple[str, ...]:
    """The tables whose rows are people: the one that most tables (then most rows) descend from by their first parents.

    Others without parents are of people too, unless something that hangs on the first needs them.
    """
    leads: dict[str, str] = {}
    for name in schema.ordered():
        if schema.tables[name].public:
            continue
        parents = schema.tables[name].parents
        leads[name] = leads[parents[0].table] if parents and parents[0].table in leads else name
    families = {lead: [name for name in leads if leads[name] == lead] for lead in leads.values()}
    found: list[str] = []
    for lead in sorted(families, key=lambda one: (-len(families[one]), -sum(len(frames[n]) for n in families[one]))):
        needed = {above for name in hanging(schema, found) for above in _above(schema, name)}
        if lead not in needed:
            found.append(lead)
    return tuple(found)


def hanging(schema: Schema, people: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The tables of people, and those that descend from them by any parent; the others are shared."""
    return tuple(name for name in schema.tables if set(people) & _above(schema, name))


def _above(schema: Schema, name: str) -> set[str]:
    """A table and all that it descends from."""
    return {name}.union(*(_above(schema, parent.table) for parent in schema.tables[name].parents))


def _persons(
    frames: Frames, schema: Schema, own: tuple[str, ...]
) -> tuple[dict[str, Numbers], NDArray[np.str_], Numbers]:
    """The person of each row; for each person the table that it stands in, and the first person of its family."""
    persons: dict[str, Numbers] = {}
    tables: list[str] = []
    one, other = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for name in schema.ordered():
        if name not in own:
            continue
        whose = np.full(len(frames[name]), -1)
        for link in links(frames, schema, name):
            if link.parent not in own:
                continue
            theirs = np.where(link.rows >= 0, persons[link.parent][link.rows], -1)
            both = (whose >= 0) & (theirs >= 0)
            one, other = np.r_[one, whose[both]], np.r_[other, theirs[both]]
            whose = np.where(whose >= 0, whose, theirs)
        alone = whose < 0
        codes = _entities(frames[name], schema.tables[name].entity)[alone]
        whose[alone] = len(tables) + pd.factorize(codes)[0]
        tables += [name] * len(np.unique(codes))
        persons[name] = whose
    return persons, np.array(tables), _joined(len(tables), one, other)


def _entities(frame: pd.DataFrame, entity: tuple[str, ...]) -> Numbers:
    """Whose row each is where no parent tells it: rows that name nobody are each somebody's."""
    rows = np.arange(len(frame))
    if not entity:
        return rows
    numbers = frame.groupby(list(entity), sort=False).ngroup().fillna(-1).to_numpy(np.int64)  # NaN: a part is missing
    return np.where(numbers >= 0, numbers, len(frame) + rows)


def _joined(count: int, one: Numbers, other: Numbers) -> Numbers:
    """The least number of what each of ``count`` numbers is connected with, by pairs of numbers."""
    label = np.arange(count)
    while True:
        lower = label.copy()
        least = np.minimum(label[one], label[other])
        for side in (one, other):
            np.minimum.at(lower, label[side], least)
        lower = lower[lower]
        if (lower == label).all():
            return label
        label = lower


def _drawn(tables: NDArray[np.str_], families: Numbers, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Which people are to judge by: the share of each table of people, or as near to it as whole families allow."""
    heads, sizes = np.unique(families, return_counts=True)
    chosen: list[int] = []
    for name in np.unique(tables[heads]):
        here = rng.permutation(np.flatnonzero(tables[heads] == name))
        if len(here) < 2:  # to learn from
            continue
        whole = int(sizes[here].sum())
        room = min(max(1, round(share * whole)), whole - 1)
        fitting = []
        for at in here:
            if sizes[at] <= room:
                fitting.append(at)
                room -= sizes[at]
        chosen += fitting or [here[sizes[here].argmin()]]
    if not chosen:
        raise FamilyError(f"expected at least two families of one table to part, got {len(heads)}")
    return np.isin(families, heads[chosen])
