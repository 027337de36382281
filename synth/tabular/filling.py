"""Columns that are never learnt: what is kept of them is their style, and what comes out is a fake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import pii
from synth.tabular.pii import Given
from synth.tabular.pii.styles import restored, stored
from synth.tabular.schema import Table


class Kept(NamedTuple):
    """What a model keeps of columns that are never learnt: styles as JSON, and filters that know what is real."""

    notes: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


NOTHING = Kept({"styles": {}, "filters": {}}, {})


def kept(frame: pd.DataFrame, table: Table, *, rng: np.random.Generator, k: int, locale: str = "") -> Kept:
    """The styles and filters of a table's hidden columns; no value is among them."""
    found = pii.styles(frame, table, k=k, locale=locale)
    filters = {name: pii.seen(frame[name], rng=rng) for name in found}
    told = {name: len(known.bits) for name, known in filters.items()}
    return Kept(
        {"styles": stored(found), "filters": told},
        {
            **{f"real.{name}": np.packbits(known.bits) for name, known in filters.items()},
            **{f"salt.{name}": known.salt for name, known in filters.items()},
        },
    )


def filled(
    rows: pd.DataFrame,
    table: Table,
    notes: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    *,
    rng: np.random.Generator,
    person: str = "",
    secret: bytes = b"",
    start: int = 0,
    given: Given | None = None,
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The rows with fakes for all that they lack, in the table's order, and what must be told of them.

    ``start`` rows were drawn before, and got the unique fakes that are ``given``.

    ``person`` is a column of the rows that tells whose a row is: with the same ``secret`` the same in every table.
    """
    real: dict[str, pii.Seen] = {}
    for name, places in notes["filters"].items():
        bits = np.unpackbits(arrays[f"real.{name}"], count=places).astype(np.bool_)
        known = pii.Seen(bits, arrays[f"salt.{name}"])
        real[name] = known
        real.setdefault(table.columns[name].pii or name, known)
    styles = restored(notes["styles"])
    # A row's own keys first: they are the row's, whosever it is.
    own = {name: column for name, column in table.columns.items() if name in table.key or column.unique}
    keys = pii.fakes(
        table.model_copy(update={"columns": own, "rules": ()}), rows[[name for name in rows if name in own]], rng=rng,
        styles=styles, real=real, start=start, given=given,
    )  # fmt: skip
    rows = rows.assign(**{name: column.set_axis(rows.index) for name, column in keys.columns.items()})
    others = pii.fakes(
        table, rows, rng=rng, styles=styles, real=real, person=person, secret=secret, start=start, given=given
    )
    rows = rows.assign(**{name: column.set_axis(rows.index) for name, column in others.columns.items()})
    return rows[[name for name in table.columns if name in rows]], (*keys.notes, *others.notes)
