"""Sequential trees: each column is drawn from a tree of the columns before it.

The method of synthpop: Reiter 2005, "Using CART to generate partially synthetic public use microdata", Journal of
Official Statistics 21; Nowok, Raab & Dibben 2016, "synthpop: bespoke creation of synthetic data in R", Journal of
Statistical Software 74. Three things differ. Columns are cut into at most 255 cells first (:mod:`._cells`), so that
trees look at bytes, and a leaf keeps how many of its rows each cell holds, never rows. A number of many values, or a
sensitive one, is drawn from within its cell: a smoothed bootstrap (Silverman & Young 1987, Biometrika 74) whose kernel
is the histogram cell of the donor. A sensitive column's leaves are mixed with their parents'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.engines import _cells
from synth.tabular.engines._cells import CartError
from synth.tabular.models import Fit
from synth.tabular.schema import NUMERIC, Column, Table

NAME = "cart"
CAREFUL: tuple[dict[str, float], ...] = ({}, {"strength": 8.0}, {"strength": 16.0})  # settings, ever less is remembered
SCALE = 1024  # scores of a numeric column are whole numbers of so many to a standard deviation


def fit(
    frame: pd.DataFrame,
    table: Table,
    *,
    rng: np.random.Generator,
    order: Sequence[str] = (),
    given: Sequence[str] = (),
    leaf: int = 20,
    strength: float = 4.0,
    shared: int = 10,
    few: int = 50,
    prior: float = 1.0,
    depth: int = 60,
    most_rows: int = 300_000,
) -> Fit:
    """Learn the table's learnt columns, whose values fit the schema.

    ``order`` names the columns to be drawn first, in this order; the others follow, those with fewer cells first. Those
    that are ``given`` to every row stand before them and are never drawn: no tree is grown for them.
    ``leaf`` is the least number of rows in a leaf, ``strength`` how much a split must explain (:func:`._trees.fit`). A
    number's value that is held by ``shared`` rows stands by itself, others are drawn from ranges, except where a column
    that is not sensitive has at most ``few`` different values. A leaf of a sensitive column is mixed with ``prior``
    rows of its parent's distribution.
    A higher strength and larger leaves remember less: of rows of a model of half of Adult, 0.540 lie nearest to a
    learnt row at a strength of 2.5 and leaves of 5, 0.519 at 4 and 20, 0.510 at 6 and 20 (the closest-record attack; no
    memory: 0.5), and a classifier trained on them has an AUC of 0.917, 0.915, 0.912 (means of four halves; on real rows
    0.924).

    Of more than ``most_rows`` rows so many are drawn and learnt from. Memory is that of their frame, about 12 bytes a
    value and 80 a row; a model keeps a few bytes a row at most.

    Raises CartError where there are no rows, where a value does not fit its column, and where a setting makes no
    sense.
    """
    learnt = table.learnt()
    _check_settings(leaf=(leaf, 1), shared=(shared, 1), few=(few, 0), prior=(prior, 0), depth=(depth, 0),
                    strength=(strength, 0), most_rows=(most_rows, 1))  # fmt: skip
    first = _checked(frame, learnt, (*given, *order))
    if len(frame) > most_rows:
        frame = frame.iloc[np.sort(rng.choice(len(frame), most_rows, replace=False, shuffle=False))]
    cells, places = {}, {}
    for name, column in learnt.items():
        numbers = _cells.encoded(frame[name], name, column)
        cells[name] = _cells.cut(numbers, column, few=few, shared=shared)
        places[name] = _cells.place(numbers, cells[name])[0]
    names = [*first, *sorted((name for name in learnt if name not in first), key=lambda name: len(cells[name].low))]
    codes = np.zeros((len(names), len(frame)), np.uint8)
    arrays: dict[str, NDArray[Any]] = {}
    for at, name in enumerate(names):
        narrow = _cells.codes(places[name], cells[name])
        codes[at] = narrow[places[name]]
        tree = {} if name in given else _tree(
            places[name], codes[:at], [learnt[each] for each in names[:at]], learnt[name],
            leaf=leaf, depth=depth, strength=strength, prior=prior)  # fmt: skip
        held = {**_cells.arrays(cells[name]), "codes": narrow, **tree}
        arrays |= {f"{at}.{key}": array for key, array in held.items()}
    notes = {"order": names, "given": len(given), "rows": len(frame), "steps": [cells[name].step for name in names]}
    return Fit(notes, arrays)


def _check_settings(**settings: tuple[float, float]) -> None:
    """Raises CartError for a setting, given with the least that it may be, that is less."""
    for name, (value, least) in settings.items():
        if not value >= least:
            raise CartError(f"the setting {name}: expected at least {least}, got {value}")
    if settings["few"][0] > _cells.MOST:
        raise CartError(f"the setting few: expected at most {_cells.MOST}, got {settings['few'][0]}")


def _checked(frame: pd.DataFrame, learnt: Mapping[str, Column], order: Sequence[str]) -> list[str]:
    """The columns that shall come first."""
    if not len(frame):
        raise CartError("expected at least one row to learn from, got none")
    if unknown := [name for name in order if name not in learnt]:
        raise CartError(f"the order names {unknown[0]!r}, which is no learnt column; there are: {', '.join(learnt)}")
    return list(dict.fromkeys(order))


def _tree(
    places: _cells.Places, codes: NDArray[np.uint8], before: Sequence[Column], column: Column, *, prior: float,
    **settings: Any,
) -> dict[str, NDArray[Any]]:  # fmt: skip
    """The tree of a column given the codes of those before it, its arrays by name."""
    from synth.tabular.engines import _trees  # compiled code, slow to import

    tree = _trees.fit(
        codes,
        places,
        ordered=np.array([each.kind in NUMERIC for each in before], bool),
        scores=_scores(places) if column.kind in NUMERIC else np.zeros((int(places.max()) + 1, 0), np.int64),
        prior=prior if column.role == "sensitive" else 0.0,
        **settings,
    )
    return tree._asdict()


def _scores(places: _cells.Places) -> NDArray[np.int64]:
    """Of a numeric column's cells: rank, spread and whether missing, uncorrelated and of like variance.

    The mean of ranks tells where a distribution lies, that of their squares how wide it is: the first two components
    of Neyman's smooth test (Neyman 1937; Rayner & Best 1989, Smooth Tests of Goodness of Fit).
    """
    counts = np.bincount(places).astype(np.float64)
    missing = np.zeros(len(counts))
    missing[0] = 1.0
    counts_there = np.where(missing > 0, 0, counts)
    rank = np.cumsum(counts_there) - counts_there / 2
    found = [_standard(rank, counts_there)]
    square = found[0] ** 2
    square -= found[0] * np.average(square * found[0], weights=np.maximum(counts_there, 1e-300))
    found.append(_standard(square, counts_there))
    found.append(_standard(missing, counts))
    kept = [score for score in found if score.any()]
    return np.round(SCALE * np.stack(kept or found[:1], axis=1)).astype(np.int64)


def _standard(score: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """A score of mean 0 and variance 1 over the cells that weigh, 0 elsewhere; all 0 where it is constant."""
    if not weights.any():
        return np.zeros(len(score))
    away = score - np.average(score, weights=weights)
    spread = float(np.sqrt(np.average(away**2, weights=weights)))
    if spread <= 1e-9 * max(1.0, float(np.abs(score).max())):  # what is left is rounding
        return np.zeros(len(score))
    return np.where(weights > 0, away / spread, 0)


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows of the learnt columns in the table's order; with ``given``, a frame of n rows, given its columns.

    Given columns that come first in the order are followed; with others, see :func:`._given.draw`.
    Raises CartError where a given column is not learnt, a value does not fit, or no row with it can be had.
    """
    from synth.tabular.engines import _given, _trees  # compiled code, slow to import

    names = fit.notes["order"]
    known = _given.encoded(given, n, names, table) if given is not None else {}
    if missing := [name for name in names[: fit.notes["given"]] if name not in known]:
        raise CartError(f"expected the column {missing[0]!r} to be given: it was not learnt")
    if known:
        places = _given.draw(fit, known, table, n, rng=rng)
    else:
        codes = np.zeros((n, len(names)), np.uint8)
        places = np.zeros((len(names), n), np.int32)
        for at in range(len(names)):
            places[at] = _trees.sample(_trees.stored(fit, at), codes, rng)
            codes[:, at] = fit.arrays[f"{at}.codes"][places[at]]
    numbers = {name: known[name] if name in known else _cells.values(places[at], _cells.stored(fit, at), rng)
               for at, name in enumerate(names)}  # fmt: skip
    return columns.frame_of(numbers, table) if numbers else pd.DataFrame(index=range(n))
