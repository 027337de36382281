"""Classification and regression trees over columns cut into at most 256 codes each, compiled; grown, pruned, drawn from.

A split is a set of codes that go left, so that numbers, categories and missing values are one case, and a row finds
its leaf without a branch. All sums are of whole numbers: a tree is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from synth.tabular.models import Fit

CODES = 256
BYTES = CODES // 8
Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def compiled(function: Compiled) -> Compiled:
    """The function in machine code, kept between processes where a folder for it can be written."""
    try:
        return cast(Compiled, numba.njit(cache=True)(function))
    except RuntimeError:  # no such folder: it is compiled in each process
        return cast(Compiled, numba.njit(function))


class Tree(NamedTuple):
    """Splits, the root first, and for each leaf which cells its rows hold how often.

    ``children`` holds for each split the split on the left and on the right; a negative number ``-1 - i`` is leaf
    ``i``. ``masks`` are sets of codes, a bit each. The cells of leaf ``i`` stand from ``starts[i]`` to ``starts[i + 1]``
    in ``cells``, with their ``weights``.
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
    subtree that stays explains at least ``strength`` times as much as as many splits of noise would (a test of F's
    kind; the weakest link of Breiman et al., section 3.3, in units of the node's own variance). With a ``prior`` above
    0 a leaf's counts are joined by so many rows of its parent's distribution.
    """
    amount = int(cells.max(initial=0)) + 1
    grown = _grow(codes, cells, ordered, scores, amount, leaf, depth)
    feature, child, masks, low, high, parent, gain, variance, order = grown
    _prune(feature, child, gain, variance, strength)
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
    return draw(leaves, rng.random(len(codes)), tree.starts, tree.cells, upto(tree))


def upto(tree: Tree) -> NDArray[np.float64]:
    """The sums of all weights before each, and of all."""
    return np.concatenate([[0.0], np.cumsum(tree.weights, dtype=np.float64)])


@compiled
def _grow(
    codes: NDArray[np.uint8],
    cells: NDArray[np.int32],
    ordered: NDArray[np.bool_],
    scores: NDArray[np.int64],
    amount: int,
    leaf: int,
    depth: int,
) -> tuple[Any, ...]:
    """Splits until no leaf can be split; a node's children are neighbours, and later than it."""
    rows = len(cells)
    most = 2 * (rows // leaf) + 1
    feature, child, parent = np.full(most, -1, np.int32), np.zeros(most, np.int32), np.zeros(most, np.int32)
    low, high, level = np.zeros(most, np.int64), np.zeros(most, np.int64), np.zeros(most, np.int32)
    masks = np.zeros((most, BYTES), np.uint8)
    gain, variance = np.zeros(most), np.zeros(most)
    order, spare = np.arange(rows), np.empty(rows, np.int64)
    total, left, column = np.zeros(amount, np.int64), np.zeros(amount, np.int64), np.empty(rows, np.int32)
    high[0], nodes, node = rows, 1, 0
    while node < nodes:
        start, stop = low[node], high[node]
        impurity, leading = _impurity(order[start:stop], cells, scores, total)
        variance[node] = impurity / (stop - start)
        if level[node] < depth and stop - start >= 2 * leaf and impurity > 0:
            best, at, mask = _split(
                order[start:stop], codes, cells, ordered, scores, total, left, column, leading, leaf
            )
            if at >= 0:
                middle = start + _partition(order[start:stop], spare, codes[at], mask)
                feature[node], masks[node], child[node] = at, mask, nodes
                gain[node] = max(0.0, impurity - best)
                low[nodes], high[nodes], low[nodes + 1], high[nodes + 1] = start, middle, middle, stop
                for side in range(2):
                    level[nodes + side], parent[nodes + side] = level[node] + 1, node
                nodes += 2
        for row in order[start:stop]:
            total[cells[row]] = 0
        node += 1
    return (
        feature[:nodes], child[:nodes], masks[:nodes], low[:nodes], high[:nodes], parent[:nodes], gain[:nodes],
        variance[:nodes], order,
    )  # fmt: skip


@compiled
def _impurity(
    rows: NDArray[np.int64], cells: NDArray[np.int32], scores: NDArray[np.int64], total: NDArray[np.int64]
) -> tuple[float, int]:
    """The sum of squares about the mean over rows, and the cell that most of them hold; counts go to ``total``."""
    leading = cells[rows[0]]
    squares = 0
    for row in rows:
        cell = cells[row]
        total[cell] += 1
        if total[cell] > total[leading]:
            leading = cell
        squares += 2 * total[cell] - 1
    if scores.shape[1] == 0:
        return len(rows) - squares / len(rows), leading
    found = 0.0
    for k in range(scores.shape[1]):
        first, second = 0, 0
        for row in rows:
            score = scores[cells[row], k]
            first += score
            second += score * score
        found += second - first / len(rows) * first
    return found, leading


@compiled
def _split(
    rows: NDArray[np.int64],
    codes: NDArray[np.uint8],
    cells: NDArray[np.int32],
    ordered: NDArray[np.bool_],
    scores: NDArray[np.int64],
    total: NDArray[np.int64],
    left: NDArray[np.int64],
    column: NDArray[np.int32],
    leading: int,
    leaf: int,
) -> tuple[float, int, NDArray[np.uint8]]:
    """The best split: the sum of squares within its sides, its column (-1: there is none), the codes that go left."""
    best, at = np.inf, -1
    mask = np.zeros(BYTES, np.uint8)
    count, value = np.zeros(CODES, np.int64), np.zeros(CODES)
    for predictor in range(len(codes)):
        code = codes[predictor]
        present = _counts(rows, code, cells, scores, leading, ordered[predictor], count, value)
        if len(present) > 1:
            if not ordered[predictor]:
                _sort(present, value)
            for turn in range(2):
                _lay_out(rows, code, cells, present, count, column)
                if scores.shape[1]:
                    found, cut = _cut_scores(column, present, count, scores, leaf, len(rows))
                else:
                    found, cut = _cut_cells(column, present, count, total, left, leaf, len(rows))
                if cut >= 0 and found < best:
                    best, at = found, predictor
                    _fill(mask, present, cut, ordered[predictor], count, len(rows))
                if turn or not ordered[predictor] or present[0] != 0:
                    break
                present[:-1], present[-1] = present[1:].copy(), 0
        for one in present:
            count[one], value[one] = 0, 0.0
    return best, at, mask


@compiled
def _counts(
    rows: NDArray[np.int64],
    code: NDArray[np.uint8],
    cells: NDArray[np.int32],
    scores: NDArray[np.int64],
    leading: int,
    ordered: bool,
    count: NDArray[np.int64],
    value: NDArray[np.float64],
) -> NDArray[np.int64]:
    """The codes that rows hold, ascending, with how many hold each and, where there is no order, their mean response."""
    if ordered:
        for row in rows:
            count[code[row]] += 1
    elif scores.shape[1]:
        for row in rows:
            count[code[row]] += 1
            value[code[row]] += scores[cells[row], 0]
    else:
        for row in rows:
            count[code[row]] += 1
            value[code[row]] += cells[row] == leading
    present = np.flatnonzero(count)
    for one in present:
        value[one] /= count[one]
    return present


@compiled
def _sort(present: NDArray[np.int64], value: NDArray[np.float64]) -> None:
    """Sorts codes by value in place; equal ones stay as they are."""
    for end in range(1, len(present)):
        moved, at = present[end], end
        while at > 0 and value[present[at - 1]] > value[moved]:
            present[at] = present[at - 1]
            at -= 1
        present[at] = moved


@compiled
def _lay_out(
    rows: NDArray[np.int64],
    code: NDArray[np.uint8],
    cells: NDArray[np.int32],
    present: NDArray[np.int64],
    count: NDArray[np.int64],
    column: NDArray[np.int32],
) -> None:
    """The cells of rows in the order of their codes: a counting sort."""
    at = np.empty(CODES, np.int64)
    before = 0
    for one in present:
        at[one] = before
        before += count[one]
    for row in rows:
        one = code[row]
        column[at[one]] = cells[row]
        at[one] += 1


@compiled
def _cut_cells(
    column: NDArray[np.int32],
    present: NDArray[np.int64],
    count: NDArray[np.int64],
    total: NDArray[np.int64],
    left: NDArray[np.int64],
    leaf: int,
    rows: int,
) -> tuple[float, int]:
    """Gini's best cut of laid-out cells: the sum of squares that it leaves, and the last code on the left (or -1)."""
    ours, theirs = 0, 0
    for i in range(rows):
        cell = column[i]
        theirs += 2 * left[cell] + 1
        left[cell] += 1
    for i in range(rows):
        left[column[i]] = 0
    best, cut, done = np.inf, -1, 0
    for number in range(len(present) - 1):
        for i in range(done, done + count[present[number]]):
            cell = column[i]
            ours += 2 * left[cell] + 1
            theirs -= 2 * (total[cell] - left[cell]) - 1
            left[cell] += 1
        done += count[present[number]]
        if done >= leaf and rows - done >= leaf:
            found = rows - ours / done - theirs / (rows - done)
            if found < best:
                best, cut = found, number
    for i in range(done):
        left[column[i]] = 0
    return best, cut


@compiled
def _cut_scores(
    column: NDArray[np.int32],
    present: NDArray[np.int64],
    count: NDArray[np.int64],
    scores: NDArray[np.int64],
    leaf: int,
    rows: int,
) -> tuple[float, int]:
    """The best cut of laid-out cells by their scores: the sum of squares it leaves, and the last code on the left."""
    many = scores.shape[1]
    whole, ours = np.zeros(many, np.int64), np.zeros(many, np.int64)
    squares = 0
    for i in range(rows):
        for k in range(many):
            score = scores[column[i], k]
            whole[k] += score
            squares += score * score
    best, cut, done = np.inf, -1, 0
    for number in range(len(present) - 1):
        for i in range(done, done + count[present[number]]):
            for k in range(many):
                ours[k] += scores[column[i], k]
        done += count[present[number]]
        if done >= leaf and rows - done >= leaf:
            found = float(squares)
            for k in range(many):
                found -= ours[k] / done * ours[k] + (whole[k] - ours[k]) / (rows - done) * (whole[k] - ours[k])
            if found < best:
                best, cut = found, number
    return best, cut


@compiled
def _fill(
    mask: NDArray[np.uint8], present: NDArray[np.int64], cut: int, ordered: bool, count: NDArray[np.int64], rows: int
) -> None:
    """The set of codes up to the cut; those that no row holds go with their neighbours, or with more rows."""
    mask[:] = 0
    done = 0
    for one in present[: cut + 1]:
        mask[one >> 3] |= np.uint8(1 << (one & 7))
        done += count[one]
    larger = 2 * done > rows
    inner, outer = present[cut], present[cut + 1]
    if inner == 0:  # the missing value is no neighbour of any other
        inner = present[cut - 1] if cut > 0 else -2 * CODES
    if outer == 0:
        outer = 2 * CODES
    for one in range(CODES):
        if count[one] == 0 and (2 * one <= inner + outer if ordered and one else larger):
            mask[one >> 3] |= np.uint8(1 << (one & 7))


@compiled
def _partition(
    rows: NDArray[np.int64], spare: NDArray[np.int64], code: NDArray[np.uint8], mask: NDArray[np.uint8]
) -> int:
    """Rows in place, those that go left first, otherwise in their order; how many go left."""
    kept, moved = 0, 0
    for row in rows:
        if mask[code[row] >> 3] >> (code[row] & 7) & 1:
            rows[kept] = row
            kept += 1
        else:
            spare[moved] = row
            moved += 1
    rows[kept:] = spare[:moved]
    return kept


@compiled
def _prune(
    feature: NDArray[np.int32],
    child: NDArray[np.int32],
    gain: NDArray[np.float64],
    variance: NDArray[np.float64],
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
            if gain[node] < strength * variance[node] * splits[node]:
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
    """The leaf that each row of codes (rows, columns) falls into."""
    leaves = np.empty(len(codes), np.int32)
    for row in range(len(codes)):
        node = 0 if len(feature) else -1
        while node >= 0:
            code = codes[row, feature[node]]
            node = children[node, 1 - (masks[node, code >> 3] >> (code & 7) & 1)]
        leaves[row] = -1 - node
    return leaves


@compiled
def draw(
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
