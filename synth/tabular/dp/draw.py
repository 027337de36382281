"""Rows of cells from a tree, all at once; given some columns, from the exact conditional distribution."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.graph import Tree, index
from synth.tabular.dp.junction import Link
from synth.tabular.dp.noise import Whole

_AT_ONCE = 2**23  # numbers that are held for what is given, at a time


def rows(tree: Tree, n: int, given: Mapping[int, Whole], *, rng: np.random.Generator) -> dict[int, Whole]:
    """The cell of each column in each of ``n`` rows; ``given`` holds the cells of some columns, by place."""
    known = {place: tree.groups[place][cells] for place, cells in given.items()}
    drawn = _given(tree, n, known, rng) if known and n else groups(tree, n, rng=rng)
    return {
        place: given[place] if place in given else _cells(tree, place, found, rng)
        for place, found in sorted(drawn.items())
    }


def groups(tree: Tree, n: int, *, rng: np.random.Generator) -> dict[int, Whole]:
    """The group of each column in each of ``n`` rows, with nothing given."""
    drawn: dict[int, Whole] = {}
    for link in tree.links:
        drawn[link.column] = _row(tree.tables[link.column], _above(tree, link, drawn, n), rng)
    return drawn


def _above(tree: Tree, link: Link, drawn: Mapping[int, Whole], n: int) -> Whole:
    """Which row of a link's table each row is in, by what was drawn for the parents."""
    return index(drawn, link.parents, tree.sizes()) if link.parents else np.zeros(n, np.int64)


def _row(table: Numbers, which: Whole, rng: np.random.Generator) -> Whole:
    """A column of the table for each of the rows ``which``, by the probabilities of that row."""
    ends = np.cumsum(table, axis=1)
    ends = ends / ends[:, -1:] + np.arange(len(table))[:, None]
    place = np.searchsorted(ends.ravel(), which + _evenly(which, rng), side="right")
    return np.asarray(np.clip(place - which * table.shape[1], 0, table.shape[1] - 1))


def _evenly(which: Whole, rng: np.random.Generator) -> Numbers:
    """A number in [0, 1) for each row, uniform, and evenly spread over the rows of one kind ``which``.

    Systematic sampling: so the rows of a kind show its distribution as nearly as whole rows can.
    """
    sizes = np.bincount(which)
    order = rng.permutation(len(which))
    narrow = np.int16 if len(sizes) < 2**15 else np.int64  # short numbers are sorted by their digits, in linear time
    order = order[np.argsort(which.astype(narrow)[order], kind="stable")]
    starts = np.cumsum(sizes) - sizes
    kinds = which[order]
    found = np.empty(len(which))
    found[order] = (np.arange(len(which)) - starts[kinds] + rng.random(len(which))) / sizes[kinds]
    return found


def _cells(tree: Tree, place: int, drawn: Whole, rng: np.random.Generator) -> Whole:
    """A cell of each group that was drawn."""
    groups = tree.groups[place]
    order = np.argsort(groups, kind="stable")
    sizes = np.bincount(groups)
    starts = np.cumsum(sizes) - sizes
    shares = tree.cells[place][order]
    before = np.cumsum(shares) - shares
    ends = before - before[starts][groups[order]] + shares + groups[order]
    found = np.searchsorted(ends, drawn + _evenly(drawn, rng), side="right")
    return order[np.clip(found, starts[drawn], starts[drawn] + sizes[drawn] - 1)]


def _given(tree: Tree, n: int, known: Mapping[int, Whole], rng: np.random.Generator) -> dict[int, Whole]:
    """Rows with these groups; what is given alike is worked out once."""
    stacked = np.stack([*known.values()], axis=1)
    cases, which = np.unique(stacked, axis=0, return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=len(cases)))
    drawn = {link.column: np.empty(n, np.int64) for link in tree.links}
    step = max(1, _AT_ONCE // sum(table.size for table in tree.tables))
    for start in range(0, len(cases), step):
        part = cases[start : start + step]
        beliefs = _beliefs(tree, dict(zip(known, part.T, strict=True)), len(part))
        places = order[ends[start - 1] if start else 0 : ends[start + len(part) - 1]]
        for column, found in _down(tree, beliefs, which[places] - start, rng).items():
            drawn[column][places] = found
    return drawn


def _beliefs(tree: Tree, cases: Mapping[int, Whole], n: int) -> dict[int, Numbers]:
    """For each case, what a column's table becomes by all that is known at and below it.

    Messages from the leaves to the root of the tree of cliques (Lauritzen & Spiegelhalter 1988). Every
    entry of a table is above zero, so what the model thinks impossible still has a distribution.
    """
    sizes = tree.sizes()
    age = {link.column: number for number, link in enumerate(tree.links)}
    around = {link.column: (*link.parents, link.column) for link in tree.links}
    beliefs: dict[int, Numbers] = {}
    for link in reversed(tree.links):
        column = link.column
        shape = [sizes[place] for place in around[column]]
        belief = beliefs.get(column, np.ones((1, *[1] * len(shape)))) * tree.tables[column].reshape(1, *shape)
        if column in cases:
            belief = belief * (np.arange(sizes[column]) == cases[column].reshape(n, *[1] * len(shape)))
        beliefs[column] = belief
        if not link.parents:
            continue
        message = belief.sum(axis=-1)
        message = message / message.max(axis=tuple(range(1, message.ndim)), keepdims=True)
        later = max(link.parents, key=lambda place: age[place])
        beliefs[later] = beliefs.get(later, 1.0) * _spread(message, link.parents, around[later], sizes)
    return beliefs


def _spread(message: Numbers, parents: tuple[int, ...], around: tuple[int, ...], sizes: list[int]) -> Numbers:
    """A message over some columns with the axes of a clique that holds them, in its order."""
    ordered = sorted(range(len(parents)), key=lambda axis: around.index(parents[axis]))
    turned = message.transpose(0, *(axis + 1 for axis in ordered))
    return turned.reshape(len(message), *(sizes[place] if place in parents else 1 for place in around))


def _down(tree: Tree, beliefs: Mapping[int, Numbers], case: Whole, rng: np.random.Generator) -> dict[int, Whole]:
    """A group of each column for rows of these cases, parents first."""
    drawn: dict[int, Whole] = {}
    for link in tree.links:
        belief = beliefs[link.column]
        belief = belief.reshape(len(belief), -1, belief.shape[-1])
        above = _above(tree, link, drawn, len(case))
        weights = belief[case if len(belief) > 1 else np.zeros_like(case), above]
        drawn[link.column] = _row(weights, np.arange(len(case)), rng)
    return drawn
