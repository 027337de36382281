"""Maps of two columns at once, real beside synthetic: never so finely that a cell is a person."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.association import of_frame
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.schema import Column, Table

MOST = 12  # pairs on a page
BANDS = 8  # that a column is cut into
FEWEST = 10  # real rows of a cell that is shown


class Cut(NamedTuple):
    """A column cut into bands or common values: their names, and the place of each real and each synthetic row."""

    labels: tuple[str, ...]
    real: NDArray[np.int64]
    synthetic: NDArray[np.int64]


def pair_plots(real: pd.DataFrame, rows: pd.DataFrame, table: Table, *, most: int = MOST) -> list[dict[str, Any]]:
    """What the page draws of the pairs that hang together most among the real rows, the strongest first.

    ``real``, ``synthetic`` and ``difference`` are matrices of shares, a row a band of ``down``; a cell of fewer than
    ten real rows is None in the first and the last. ``most`` is the largest share that is shown. Values of fewer real
    rows, and missing ones, are "others".
    """
    known = table.learnt()
    strongest = sorted(of_frame(real, known).items(), key=lambda one: -abs(one[1]))[:most]
    chosen = {name: known[name] for pair, _ in strongest for name in pair}
    cuts = {name: _cut(real[name], rows[name], column) for name, column in chosen.items()}
    made = {pair: of_frame(rows, {name: known[name] for name in pair})[pair] for pair, _ in strongest}
    return [
        {"across": one, "down": other, "association": {"real": strength, "synthetic": made[one, other]},
         **_maps(cuts[one], cuts[other])}
        for (one, other), strength in strongest
        if strength
    ]  # fmt: skip


def _cut(real: pd.Series[Any], made: pd.Series[Any], column: Column) -> Cut:
    if not is_numeric(column):
        texts = [side.astype(object).where(side.notna(), "").astype(str) for side in (real, made)]
        counts = texts[0][texts[0] != ""].value_counts()
        labels = [str(value) for value in counts[counts >= FEWEST].index[:BANDS]]
        places = {label: place for place, label in enumerate(labels)}
        numbers = (side.map(places).fillna(len(labels)) for side in texts)
        return Cut((*labels, "others"), *(np.asarray(side, np.int64) for side in numbers))
    encoded = [columns.encode(side, column) for side in (real, made)]
    there = encoded[0][~np.isnan(encoded[0])]
    edges = np.unique(np.quantile(there, np.linspace(0, 1, BANDS + 1)[1:-1])) if len(there) else np.zeros(0)
    edges = _rounded(edges, column)
    shown = _shown(edges, column)
    labels = [f"below {shown[0]}", *(f"from {each}" for each in shown)] if shown else ["all"]
    banded = (
        np.where(np.isnan(side), len(labels), np.searchsorted(edges, np.nan_to_num(side), side="right"))
        for side in encoded
    )
    return Cut((*labels, "others"), *(np.asarray(side, np.int64) for side in banded))


def _rounded(edges: NDArray[np.float64], column: Column) -> NDArray[np.float64]:
    """The edges to three digits, or to the month where they span years: a quantile is somebody's value."""
    if column.kind not in ("date", "datetime"):
        return np.unique([float(f"{edge:.3g}") for edge in edges])
    unit = "D" if column.kind == "date" else "s"
    moments = edges.astype(np.int64).astype(f"datetime64[{unit}]")
    if len(edges) and moments[-1] - moments[0] > np.timedelta64(730, "D"):
        moments = moments.astype("datetime64[M]").astype(f"datetime64[{unit}]")
    return np.unique(moments.astype(np.int64).astype(np.float64))


def _shown(edges: NDArray[np.float64], column: Column) -> list[str]:
    if column.kind in ("date", "datetime"):
        return [str(moment)[:10] for moment in columns.decode(edges, column)]
    return [f"{edge:,g}" for edge in edges]


def _maps(across: Cut, down: Cut) -> dict[str, Any]:
    """The shares of all cells, without bands in which no row of either side is."""
    shape = (len(down.labels), len(across.labels))
    counts = [
        np.bincount(ours * shape[1] + theirs, minlength=shape[0] * shape[1]).reshape(shape)
        for ours, theirs in ((down.real, across.real), (down.synthetic, across.synthetic))
    ]
    both = counts[0] + counts[1]
    rows, cells = (np.flatnonzero(both.sum(axis=axis)) for axis in (1, 0))
    real, made = (found[np.ix_(rows, cells)] for found in counts)
    shares = [found / max(1, found.sum()) for found in (real, made)]
    hidden = real < FEWEST
    most = max(float(shares[0].max(where=~hidden, initial=0)), float(shares[1].max(initial=0)))
    return {
        "most": round(max(most, 1e-4), 4),
        "across labels": [across.labels[at] for at in cells],
        "down labels": [down.labels[at] for at in rows],
        "real": _listed(shares[0], hidden),
        "synthetic": _listed(shares[1], made == 0),
        "difference": _listed(shares[1] - shares[0], hidden),
    }


def _listed(matrix: NDArray[np.float64], hidden: NDArray[np.bool_]) -> list[list[float | None]]:
    return [
        [None if away else round(float(value), 4) for value, away in zip(*pair, strict=True)]
        for pair in zip(matrix, hidden, strict=True)
    ]
