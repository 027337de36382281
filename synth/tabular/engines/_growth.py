"""Growing a tree over columns cut into at most 256 codes each, compiled.

All sums are of whole numbers, so that a tree is the same on every machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled

CODES = 256
BYTES = CODES // 8


@compiled
def grow(
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
    gain, noise = np.zeros(most), np.zeros((most, 2))
    order, spare = np.arange(rows), np.empty(rows, np.int64)
    total, left, column = np.zeros(amount, np.int64), np.zeros(amount, np.int64), np.empty(rows, np.int32)
    high[0], nodes, node = rows, 1, 0
    while node < nodes:
        here = order[low[node] : high[node]]
        impurity, freedom, leading = _impurity(here, cells, scores, total)
        noise[node] = impurity / len(here), freedom
        if level[node] < depth and len(here) >= 2 * leaf and impurity > 0:
            best, at, mask = _split(here, codes, cells, ordered, scores, total, left, column, leading, leaf)
            if at >= 0:
                middle = low[node] + _partition(here, spare, codes[at], mask)
                feature[node], masks[node], child[node] = at, mask, nodes
                gain[node] = max(0.0, impurity - best)
                low[nodes], high[nodes], low[nodes + 1], high[nodes + 1] = low[node], middle, middle, high[node]
                level[nodes : nodes + 2], parent[nodes : nodes + 2] = level[node] + 1, node
                nodes += 2
        total[cells[here]] = 0
        node += 1
    return (
        feature[:nodes], child[:nodes], masks[:nodes], low[:nodes], high[:nodes], parent[:nodes], gain[:nodes],
        noise[:nodes], order,
    )  # fmt: skip


@compiled
def _impurity(
    rows: NDArray[np.int64], cells: NDArray[np.int32], scores: NDArray[np.int64], total: NDArray[np.int64]
) -> tuple[float, float, int]:
    """The sum of squares about the mean over rows, its degrees of freedom, and the cell that most rows hold.

    Noise explains as much by a split as the sum of chi-squares weighted by the variances, here taken as a multiple of
    one with ``freedom`` degrees (Satterthwaite 1946). How many rows hold each cell goes to ``total``.
    """
    leading = cells[rows[0]]
    for row in rows:
        cell = cells[row]
        total[cell] += 1
        if total[cell] > total[leading] or (total[cell] == total[leading] and cell < leading):
            leading = cell
    amount = len(rows)
    if scores.shape[1] == 0:
        second, third = 0.0, 0.0
        for row in rows:  # over cells, each as often as rows hold it
            share = total[cells[row]] / amount
            second += share / amount
            third += share * share / amount
        spread = second - 2 * third + second * second
        return amount * (1 - second), (1 - second) ** 2 / spread if spread > 0 else 1.0, leading
    found, spread = 0.0, 0.0
    for k in range(scores.shape[1]):
        first, squares = 0, 0
        for row in rows:
            score = scores[cells[row], k]
            first += score
            squares += score * score
        inside = squares - first / amount * first
        found += inside
        spread += inside * inside
    return found, found * found / spread if spread > 0 else 1.0, leading


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
    """The codes that rows hold, ascending; how many hold each and, where there is no order, their mean response."""
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
