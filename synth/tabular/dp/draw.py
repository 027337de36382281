"""Rows of cells from a tree, all at once; given some columns, from the exact conditional distribution."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.graph import Tree
from synth.tabular.dp.noise import Whole

_AT_ONCE = 50_000  # rows whose conditional distributions are held at a time


def rows(tree: Tree, n: int, given: Mapping[int, Whole], *, rng: np.random.Generator) -> dict[int, Whole]:
    """The cell of each column in each of ``n`` rows; ``given`` holds the cells of some columns, by place."""
    groups = {place: tree.groups[place][cells] for place, cells in given.items()}
    if groups:
        parts = [
            _given(tree, {place: one[start : start + _AT_ONCE] for place, one in groups.items()}, rng)
            for start in range(0, n, _AT_ONCE)
        ]
        drawn = {place: np.concatenate([part[place] for part in parts]) for place in tree.order} if parts else {}
    else:
        drawn = _free(tree, n, rng)
    return {
        place: given[place] if place in given else _cells(tree, place, drawn[place], rng)
        for place in sorted(drawn or given)
    }


def _free(tree: Tree, n: int, rng: np.random.Generator) -> dict[int, Whole]:
    drawn: dict[int, Whole] = {}
    for place in tree.order:
        parent = tree.parents[place]
        drawn[place] = _row(tree.tables[place], drawn[parent] if parent >= 0 else np.zeros(n, np.int64), rng)
    return drawn


def _row(table: Numbers, which: Whole, rng: np.random.Generator) -> Whole:
    """A column of the table for each of the rows ``which``, by the probabilities of that row."""
    ends = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True) + np.arange(len(table))[:, None]
    place = np.searchsorted(ends.ravel(), which + rng.random(len(which)), side="right")
    return np.clip(place - which * table.shape[1], 0, table.shape[1] - 1)


def _cells(tree: Tree, place: int, drawn: Whole, rng: np.random.Generator) -> Whole:
    """A cell of each group that was drawn."""
    groups = tree.groups[place]
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    starts = np.cumsum(sizes) - sizes
    shares = tree.cells[place][order]
    before = np.cumsum(shares) - shares
    ends = before - before[starts][groups[order]] + shares + groups[order]
    found = np.searchsorted(ends, drawn + rng.random(len(drawn)), side="right")
    return order[np.clip(found, starts[drawn], starts[drawn] + sizes[drawn] - 1)]


def _given(tree: Tree, known: Mapping[int, Whole], rng: np.random.Generator) -> dict[int, Whole]:
    """Belief propagation (Pearl 1988, chapter 4): leaves tell the root what is known below them, then rows are drawn down.

    Every conditional probability is above zero, so what the model thinks impossible still has a distribution.
    """
    n = len(next(iter(known.values())))
    told: dict[int, Numbers] = {}  # likelihood of what is known at and below a column, for each of its groups
    for place in reversed(tree.order):
        if place in known:
            sure = np.zeros((n, tree.tables[place].shape[1]))
            sure[np.arange(n), known[place]] = told[place][np.arange(n), known[place]] if place in told else 1.0
            told[place] = sure
        parent = tree.parents[place]
        if place in told and parent >= 0:
            message = told[place] @ tree.tables[place].T
            message /= message.max(axis=1, keepdims=True)
            told[parent] = told[parent] * message if parent in told else message
            told[parent] /= told[parent].max(axis=1, keepdims=True)
    drawn: dict[int, Whole] = {}
    for place in tree.order:
        parent = tree.parents[place]
        which = drawn[parent] if parent >= 0 else np.zeros(n, np.int64)
        if place in known:
            drawn[place] = known[place]
        elif place in told:
            drawn[place] = _row(tree.tables[place][which] * told[place], np.arange(n), rng)
        else:
            drawn[place] = _row(tree.tables[place], which, rng)
    return drawn
