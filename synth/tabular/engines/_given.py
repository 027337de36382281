"""Rows with some columns given, wherever these stand in the order of sequential trees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular.columns import Numbers
from synth.tabular.engines import _cells, _trees
from synth.tabular.engines._cells import CartError
from synth.tabular.models import Fit
from synth.tabular.schema import NUMERIC, Table

ROUNDS = (32, 512, 8_192)  # candidates for a row: those that all fail are followed by more, and then by an error
AT_ONCE = 1_000_000  # candidates in memory
NEAR = 0.01  # of a numeric column's rows on each side of a value, those that speak for it


def encoded(given: pd.DataFrame, n: int, names: Sequence[str], table: Table) -> dict[str, Numbers]:
    """Given columns as numbers. Raises CartError where there are not n rows, or a column is not among these names."""
    if len(given) != n:
        raise CartError(f"expected {n} rows of given columns, one for each row to draw; got {len(given)}")
    if unknown := [str(name) for name in given.columns if name not in names]:
        raise CartError(f"no learnt column {unknown[0]!r} that could be given; there are: {', '.join(names)}")
    return {str(name): _cells.encoded(given[name], str(name), table.columns[str(name)]) for name in given.columns}


def draw(
    fit: Fit, known: Mapping[str, Numbers], table: Table, n: int, *, rng: np.random.Generator
) -> NDArray[np.int32]:
    """The cells (columns, rows) of n rows with these values of some columns.

    Columns are drawn in the model's order. Where one is given that comes after others which are not, each row has
    candidates for these, of which as many go on as the column's tree gives the given value weight in their leaves (a
    bootstrap filter; Gordon, Salmond & Smith 1993). A numeric value is spoken for by the values about it, up to a
    hundredth of the rows on each side. Rows of which every candidate failed are drawn again with more candidates, at
    most the sum of ``ROUNDS``. Raises CartError where that does not help, naming row and column.
    """
    names = fit.notes["order"]
    places = {name: _cells.place(numbers, _cells.stored(fit, names.index(name))) for name, numbers in known.items()}
    free = next((at for at, name in enumerate(names) if name not in known), len(names))
    weighed = [name for name in names[free:] if name in known]
    for name in weighed:
        if not places[name][1].all():
            row = int(np.flatnonzero(~places[name][1])[0])
            raise CartError(f"row {row}: no learnt row has a value near that of the given column {name}")
    cells = {name: found for name, (found, _) in places.items()}
    found = np.zeros((len(names), n), np.int32)
    left = np.arange(n)
    for many in ROUNDS if weighed else (1,):
        lost = []
        for part in np.array_split(left, max(1, -(-len(left) * many // AT_ONCE))):
            here = {name: each[part] for name, each in cells.items()}
            found[:, part], failed = _filtered(fit, here, len(part), many, free, table, rng)
            lost.append(part[failed >= 0])
            if many == ROUNDS[-1] and len(lost[-1]):
                raise CartError(
                    f"row {lost[-1][0]}: none of {sum(ROUNDS):,} candidates with the other given columns has the given "
                    f"value of {names[failed[failed >= 0][0]]}"
                )
        left = np.concatenate(lost)
        if not len(left):
            break
    return found


def _filtered(
    fit: Fit, cells: Mapping[str, NDArray[np.int32]], n: int, many: int, free: int, table: Table,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:  # fmt: skip
    """One of many candidates for each row, and the column at which all failed (-1: they didn't)."""
    names = fit.notes["order"]
    codes = np.zeros((n, many, len(names)), np.uint8)
    places = np.zeros((n, many, len(names)), np.int32)
    failed = np.full(n, -1, np.int64)
    for at, name in enumerate(names):
        if name not in cells:
            drawn = _trees.sample(_trees.stored(fit, at), codes.reshape(n * many, len(names)), rng)
            places[:, :, at] = drawn.reshape(n, many)
        else:
            if at > free:
                weights = _weights(_trees.stored(fit, at), codes, cells[name], table.columns[name].kind in NUMERIC)
                chosen = _trees.resample(weights, rng.random(n))
                failed[(chosen[:, 0] < 0) & (failed < 0)] = at
                codes = np.take_along_axis(codes, np.maximum(chosen, 0)[:, :, None], axis=1)
                places = np.take_along_axis(places, np.maximum(chosen, 0)[:, :, None], axis=1)
            places[:, :, at] = cells[name][:, None]
        codes[:, :, at] = fit.arrays[f"{at}.codes"][places[:, :, at]]
    return places[np.arange(n), rng.integers(many, size=n)].T, failed


def _weights(
    tree: _trees.Tree, codes: NDArray[np.uint8], cells: NDArray[np.int32], numeric: bool
) -> NDArray[np.float64]:
    """How much the leaf of each candidate (rows, candidates, columns) speaks for its row's cell."""
    n, many, width = codes.shape
    leaves = _trees.reach(codes.reshape(n * many, width), tree.feature, tree.children, tree.masks)
    lowest = highest = np.arange(max(int(tree.cells.max()), int(cells.max(initial=0))) + 1, dtype=np.int32)
    if numeric:
        lowest, highest = _near(np.asarray(np.bincount(tree.cells, tree.weights, minlength=len(lowest)), np.float64))
    first, last = np.repeat(lowest[cells], many), np.repeat(highest[cells], many)
    return _trees.likelihood(leaves, first, last, tree.starts, tree.cells, _trees.upto(tree)).reshape(n, many)


def _near(weights: NDArray[np.float64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """For each cell the first and the last about it that speak for it: no heavy one but itself, and none beyond."""
    share = weights / weights.sum()
    ends = []
    for step in (-1, 1):
        end = np.arange(len(share), dtype=np.int32)
        for cell in range(1, len(share)):
            reached, at = share[cell] / 2, cell + step
            while reached < NEAR and 1 <= at < len(share) and share[at] < 2 * NEAR:
                reached += share[at]
                end[cell] = at
                at += step
        ends.append(end)
    return ends[0], ends[1]
