"""Classification and regression trees of coded columns: grown, pruned, drawn from.

A split is a set of codes that go left, so that numbers, categories and missing values are one case, and a row finds
its leaf without a branch.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled
from synth.tabular.engines._growth import grow
from synth.tabular.models import Fit

TOGETHER = 256  # rows that look for their leaves at the same time


class Tree(NamedTuple):
    """Splits, the root first, and for each leaf which cells its rows hold how often.

    ``children`` holds for each split the split on the left and on the right; a negative number ``-1 - i`` is leaf
    ``i``. ``masks`` are sets of codes, a bit each. The cells of leaf ``i`` stand in ``cells`` from ``starts[i]`` to
    ``starts[i + 1]``, with their ``weights``.
    """

    feature: NDArray[np.int32]  # (splits,)
    children: NDArray[np.int32]  # (splits, 2)
    masks: NDArray[np.uint8]  # (splits, 32)
    starts: NDArray[np.int64]  # (leaves + 1,)
    cells: NDArray[np.int32]
    weights: NDArray[np.float32]


def fit(
    codes: NDArray[np.uint8],
    cells: NDArray[np.int32],
    *,
    ordered: NDArray[np.bool_],
    scores: NDArray[np.int64],
    leaf: int,
    depth: int,
    strength: float,
    prior: float,
) -> Tree:
    """The tree of a column's cells given the codes (columns, rows) of the columns before it.

    A split is the one that lessens the sum of squares within its sides the most: of ``scores`` (cells, k) of a
    numeric column, or, where k is 0, of the indicators of its cells, which is Gini's index (Breiman, Friedman, Olshen
    & Stone 1984, sections 4.3 and 8.3). The codes of a predictor that is not ``ordered`` are ordered by the mean score,
    or by the share of the leading cell (Fisher 1958; Breiman et al., theorem 4.5, exact for one score or two cells);
    code 0, the missing value, may go to either side or stand alone. Every leaf holds at least ``leaf`` rows, and every
    subtree that stays explains as much, a split, as noise would at ``strength`` standard deviations: a quantile of
    chi-square (Wilson & Hilferty 1931) at the node's own variance, in place of the one price of a leaf by which Breiman
    et al. prune (section 3.3). With a ``prior`` above
    0 a leaf's counts are joined by so many rows of its parent's distribution.
    """
    amount = int(cells.max(initial=0)) + 1
    grown = grow(codes, cells, ordered, scores, amount, leaf, depth)
    feature, child, masks, low, high, parent, gain, noise, order = grown
    _prune(feature, child, gain, noise, strength)
    splits, leaves = _kept(feature, child)
    number = np.zeros(len(feature), np.int32)
    number[splits] = np.arange(len(splits))
    number[leaves] = -1 - np.arange(len(leaves))
    children = np.stack([number[child[splits]], number[child[splits] + 1]], axis=1).astype(np.int32)
    above = parent[leaves]
    starts, found, weights = _tally(order, cells, low[leaves], high[leaves], low[above], high[above], amount, prior)
    return Tree(feature[splits], children.reshape(-1, 2), masks[splits], starts, found, weights)


def stored(fit: Fit, at: int) -> Tree:
    """The tree of the column at this place of a model's order."""
    return Tree(*(fit.arrays[f"{at}.{key}"] for key in Tree._fields))


def sample(tree: Tree, codes: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.int32]:
    """A cell for each row of codes (rows, columns), from its leaf."""
    leaves = reach(codes, tree.feature, tree.children, tree.masks)
    return _draw(leaves, rng.random(len(codes)), tree.starts, tree.cells, upto(tree))


def upto(tree: Tree) -> NDArray[np.float64]:
    """The sums of all weights before each, and of all."""
    return np.concatenate([[0.0], np.cumsum(tree.weights, dtype=np.float64)])


@compiled
def _prune(
    feature: NDArray[np.int32],
    child: NDArray[np.int32],
    gain: NDArray[np.float64],
    noise: NDArray[np.float64],
    strength: float,
) -> None:
    """Takes away, from the leaves up, subtrees that explain too little for the splits that they have."""
    splits = np.zeros(len(feature), np.int64)
    for node in range(len(feature) - 1, -1, -1):
        if feature[node] >= 0:
            for side in range(2):
                gain[node] += gain[child[node] + side]
                splits[node] += splits[child[node] + side]
            splits[node] += 1
            variance, freedom = noise[node]
            few = 2 / (9 * freedom)
            if gain[node] < splits[node] * variance * (1 - few + strength * np.sqrt(few)) ** 3:
                feature[node], gain[node], splits[node] = -1, 0.0, 0


@compiled
def _kept(feature: NDArray[np.int32], child: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nodes that can be reached from the root: splits, and leaves."""
    reached = np.zeros(len(feature), np.bool_)
    reached[0] = True
    for node in range(len(feature)):
        if reached[node] and feature[node] >= 0:
            reached[child[node]] = reached[child[node] + 1] = True
    return np.flatnonzero(reached & (feature >= 0)), np.flatnonzero(reached & (feature < 0))


@compiled
def _tally(
    order: NDArray[np.int64],
    cells: NDArray[np.int32],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    wide_low: NDArray[np.int64],
    wide_high: NDArray[np.int64],
    amount: int,
    prior: float,
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    """Of each leaf's rows the cells and how many hold them, with so many rows more from the wider range about them."""
    starts = np.zeros(len(low) + 1, np.int64)
    sums = np.zeros(amount)
    most = 0
    for i in range(len(low)):
        most += min(amount, wide_high[i] - wide_low[i] if prior else high[i] - low[i])
    found, weights = np.empty(most, np.int32), np.empty(most, np.float32)
    at = 0
    for i in range(len(low)):
        inner, outer = order[low[i] : high[i]], order[wide_low[i] : wide_high[i]]
        for row in inner:
            sums[cells[row]] += 1.0
        if prior:
            for row in outer:
                sums[cells[row]] += prior / len(outer)
        held = np.unique(cells[outer if prior else inner])
        for cell in held:
            found[at], weights[at] = cell, sums[cell]
            sums[cell] = 0.0
            at += 1
        starts[i + 1] = at
    return starts, found[:at], weights[:at]


@compiled
def reach(
    codes: NDArray[np.uint8], feature: NDArray[np.int32], children: NDArray[np.int32], masks: NDArray[np.uint8]
) -> NDArray[np.int32]:
    """The leaf that each row of codes (rows, columns) falls into.

    Some rows go down a level at a time together, so that the processor waits for none of them.
    """
    nodes = np.zeros(len(codes), np.int32)
    if len(feature) == 0:
        return nodes
    open_ = np.empty(TOGETHER, np.int32)
    for start in range(0, len(codes), TOGETHER):
        left = min(TOGETHER, len(codes) - start)
        for i in range(left):
            open_[i] = start + i
        while left > 0:
            still = 0
            for i in range(left):
                row = np.uint32(open_[i])
                node = np.uint32(nodes[row])  # unsigned, as a signed index is first looked at for its sign
                code = codes[row, np.uint32(feature[node])]
                to_left = masks[node, code >> np.uint8(3)] >> (code & np.uint8(7)) & np.uint8(1)
                nodes[row] = children[node, np.uint8(1) - to_left]
                open_[still] = row
                still += nodes[row] >= 0
            left = still
    return np.invert(nodes)  # -1 - nodes


@compiled
def _draw(
    leaves: NDArray[np.int32],
    shares: NDArray[np.float64],
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
    sums: NDArray[np.float64],
) -> NDArray[np.int32]:
    """A cell of each row's leaf, by its weight; ``sums`` are those of all weights before each, ``shares`` uniform."""
    found = np.empty(len(leaves), np.int32)
    for row in range(len(leaves)):
        low, high = starts[leaves[row]], starts[leaves[row] + 1]
        aim = sums[low] + shares[row] * (sums[high] - sums[low])
        while high - low > 1:
            middle = (low + high) // 2
            if sums[middle] <= aim:
                low = middle
            else:
                high = middle
        found[row] = cells[low]
    return found


@compiled
def likelihood(
    leaves: NDArray[np.int32],
    lowest: NDArray[np.int32],
    highest: NDArray[np.int32],
    starts: NDArray[np.int64],
    cells: NDArray[np.int32],
    sums: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The share of each row's leaf that lies in its cells from ``lowest`` to ``highest``."""
    found = np.zeros(len(leaves))
    for row in range(len(leaves)):
        low, high = starts[leaves[row]], starts[leaves[row] + 1]
        for at in range(low, high):
            if lowest[row] <= cells[at] <= highest[row]:
                found[row] += sums[at + 1] - sums[at]
        found[row] /= sums[high] - sums[low]
    return found


@compiled
def resample(weights: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """For each row of weights (rows, candidates) as many places of candidates by weight, evenly spread; -1: no weight.

    Systematic resampling (Kitagawa 1996), one uniform share a row.
    """
    rows, many = weights.shape
    found = np.full((rows, many), -1, np.int64)
    for row in range(rows):
        total = weights[row].sum()
        if total > 0:
            at, done = 0, weights[row, 0]
            for i in range(many):
                while done <= (i + shares[row]) / many * total and at < many - 1:
                    at += 1
                    done += weights[row, at]
                while weights[row, at] == 0:  # past the last candidate that has weight, by rounding
                    at -= 1
                found[row, i] = at
    return found
