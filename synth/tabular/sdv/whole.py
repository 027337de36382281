"""Families that HMA drew, put back into our types: those of which every row keeps the schema are left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import families, shaping
from synth.tabular.families import Links
from synth.tabular.fitting import learnt
from synth.tabular.models import Model
from synth.tabular.schema import Schema, Table
from synth.tabular.sdv import scales


class Part(NamedTuple):
    """Families that keep all rules: the learnt columns of each table, and the rows of its parents."""

    rows: dict[str, pd.DataFrame]
    links: dict[str, list[Links]]


def names(schema: Schema) -> dict[str, str]:
    """What SDV calls the tables: it takes names apart at underscores."""
    return {name: f"t{number}" for number, name in enumerate(schema.tables)}


def chosen(
    found: Mapping[str, pd.DataFrame], model: Model, wanted: Mapping[str, int], rejected: dict[str, int]
) -> Part:
    """The families of which every row keeps the schema; what others break is counted."""
    schema, called = model.schema, names(model.schema)
    place = {name: pd.Series(np.arange(len(found[each])), found[each]["key"]) for name, each in called.items()}
    rows: dict[str, pd.DataFrame] = {}
    links: dict[str, list[Links]] = {}
    bad: dict[str, Any] = {}
    for name in schema.ordered():
        told, table = model.notes["tables"][name], schema.tables[name]
        drawn = scales.inward(
            found[called[name]], Table.model_validate(told["seen"]), scales.STRETCHED if table.parents else scales.PARTS
        )
        rows[name] = shaping.unshape(drawn, tuple(told["kept"]), learnt(table))
        if not len(rows[name].columns):
            rows[name] = pd.DataFrame(index=range(len(found[called[name]])))
        links[name] = [
            Links(parent.table, found[called[name]][f"p{at}"].map(place[parent.table]).fillna(-1).to_numpy(np.int64))
            for at, parent in enumerate(table.parents)
        ]
        wrong = families.broken(rows[name], _above(rows, links[name]), table, name)
        for said, which in wrong.items():
            if which.any():
                rejected[said] = rejected.get(said, 0) + int(which.sum())
        lost = [link.rows < 0 for link in links[name]]
        bad[name] = np.any([*wrong.values(), *lost, np.zeros(len(rows[name]), bool)], axis=0)
    _spread(bad, links, schema)
    if all(len(table.parents) < 2 for table in schema.tables.values()):
        for name, count in wanted.items():
            bad[name][np.flatnonzero(~bad[name])[count:]] = True
        for name in set(rows) - set(wanted):
            if not schema.tables[name].parents:
                bad[name][:] = True
        _spread(bad, links, schema)
    return _without(bad, rows, links)


def _above(rows: Mapping[str, pd.DataFrame], links: list[Links]) -> pd.DataFrame:
    """The columns of all parents beside each row, as rules name them."""
    sides = {link.parent: rows[link.parent].iloc[link.rows].reset_index(drop=True).add_prefix(f"{link.parent}.")
             for link in reversed(links)}  # fmt: skip
    return pd.concat(list(sides.values()), axis=1) if sides else pd.DataFrame()


def _spread(bad: dict[str, Any], links: Mapping[str, list[Links]], schema: Schema) -> None:
    """With a row goes its first parent, and with a row all that point at it: until no family is left in part."""
    before = -1
    while before != (before := sum(int(which.sum()) for which in bad.values())):
        for name in reversed(schema.ordered()):
            if links[name]:
                bad[links[name][0].parent][links[name][0].rows[bad[name]]] = True
        for name in schema.ordered():
            for link in links[name]:
                bad[name] |= bad[link.parent][link.rows]


def _without(bad: Mapping[str, Any], rows: Mapping[str, pd.DataFrame], links: Mapping[str, list[Links]]) -> Part:
    """What is left, numbered anew."""
    numbers = {name: np.cumsum(~which) - 1 for name, which in bad.items()}
    return Part(
        {name: frame[~bad[name]].reset_index(drop=True) for name, frame in rows.items()},
        {name: [Links(link.parent, numbers[link.parent][link.rows[~bad[name]]]) for link in found]
         for name, found in links.items()},
    )  # fmt: skip


def joined(parts: list[Part], schema: Schema) -> Part:
    """The families of all parts, one part after the other."""
    rows = {name: pd.concat([part.rows[name] for part in parts], ignore_index=True) for name in schema.tables}
    starts = {name: np.cumsum([0, *(len(part.rows[name]) for part in parts)]) for name in schema.tables}
    links: dict[str, list[Links]] = {}
    for name in schema.tables:
        sides = zip(*(part.links[name] for part in parts), strict=True)
        links[name] = [
            Links(side[0].parent, np.concatenate([one.rows + starts[one.parent][at] for at, one in enumerate(side)]))
            for side in sides
        ]
    return Part(rows, links)


def places(links: list[Links], count: int) -> families.Rows:
    """The place of each row among the children of its first parent."""
    if not links:
        return np.arange(count)
    whose = pd.Series(links[0].rows)
    return np.asarray(whose.groupby(whose).cumcount(), np.int64)
