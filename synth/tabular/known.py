"""What somebody may know of a person: a row of each table, beside what the rows that it hangs on hold.

It is what attacks are made with. Rows of one person are no independent witnesses, so attacks see one of each person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.families import Rows, links
from synth.tabular.holdout import families
from synth.tabular.schema import NUMERIC, Schema, Table

Frames = Mapping[str, pd.DataFrame]


class Known(NamedTuple):
    """Rows of learnt columns, ordered ones as numbers and others as texts, and whose each is."""

    rows: pd.DataFrame
    whose: Rows


def known(frames: Frames, schema: Schema, people: tuple[str, ...]) -> dict[str, Known]:
    """What each table shows of ``people``, by the tables whose rows they are; what is shared by all shows nothing."""
    wide: dict[str, pd.DataFrame] = {}
    for name in schema.ordered():
        wide[name] = plain(frames[name], schema.tables[name]).add_prefix(f"{name}." if len(schema.tables) > 1 else "")
        for link in links(frames, schema, name)[:1]:
            above = wide[link.parent].iloc[link.rows].reset_index(drop=True)
            wide[name] = pd.concat([wide[name], above.mask(pd.Series(link.rows < 0))], axis=1)
    whose = families(frames, schema, people)
    return {name: Known(wide[name], whose[name]) for name in schema.tables if name in whose and len(wide[name].columns)}


def one_each(found: Known, rng: np.random.Generator) -> pd.DataFrame:
    """One row of each person, at random."""
    order = rng.permutation(len(found.rows))
    first = np.sort(order[np.unique(found.whose[order], return_index=True)[1]])
    return found.rows.iloc[first].reset_index(drop=True)


def plain(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The learnt columns, ordered ones as numbers and others as texts, "" where a value is missing."""
    found = {
        name: columns.encode(frame[name], column)
        if column.kind in NUMERIC
        else frame[name].astype(object).where(frame[name].notna(), "").astype(str).to_numpy()
        for name, column in table.learnt().items()
    }
    return pd.DataFrame(found, index=range(len(frame)))
