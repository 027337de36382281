"""What noisy counts say: nothing here sees a real row, so nothing here costs anything."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from synth.tabular.dp.cells import Cells, Numbers
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

_RARE = 3.0  # standard deviations of the noise below which a name shares a group (McKenna et al. 2021)
_SURE = 1e-3  # share of the rows that names and points have in equal parts
_CLOSE = 1e-6  # share of the rows by which sums may miss
_MOST_SMOOTHED = 16  # cells whose noise a smoothed sum of more still carries, about


def rows(measured: Sequence[Measured]) -> float:
    """How many rows there are, at least 1: the mean of the columns' sums, weighted by their precision."""
    sums = [one.counts.sum() for one in measured]
    precisions = [1 / (one.counts.size * one.variance) for one in measured]
    return max(1.0, float(np.average(sums, weights=precisions)))


def estimate(measured: Measured, cells: Cells, total: float) -> Numbers:
    """The likeliest counts: intervals next to each other smoothed, none negative, and ``total`` in all.

    Names and points, which are each possible by the schema, all get a little.
    """
    counts = measured.counts.copy()
    numbers = len(cells.first)
    counts[:numbers] = denoised(counts[:numbers], math.sqrt(measured.variance))
    found = on_simplex(counts, np.array(total))
    return found if (cells.first < cells.last).any() else (1 - _SURE) * found + _SURE * total / len(found)


def denoised(noisy: Numbers, deviation: float) -> Numbers:
    """Counts along a line without most of their noise: Haar coefficients below σ √(2 ln m) are taken for noise.

    Hard thresholding at the universal threshold (Donoho & Johnstone 1994). Peaks stay, flat stretches become flat.

    >>> denoised(np.array([5.0, 3.0, 100.0, 4.0]), 2.0).round(6).tolist()
    [4.0, 4.0, 100.0, 4.0]
    """
    size = len(noisy)
    if size < 2:
        return noisy
    level = np.concatenate([noisy, np.zeros((1 << (size - 1).bit_length()) - size)])
    limit = deviation * math.sqrt(2 * math.log(size))
    details: list[Numbers] = []
    while len(level) > 1:
        even, odd = level[::2], level[1::2]
        detail = (even - odd) / math.sqrt(2)
        details.append(np.where(np.abs(detail) > limit, detail, 0.0))
        level = (even + odd) / math.sqrt(2)
    for detail in reversed(details):
        level = np.stack([level + detail, level - detail], axis=1).ravel() / math.sqrt(2)
    return level[:size]


def on_simplex(values: Numbers, totals: Numbers) -> Numbers:
    """The nearest numbers, in squares, that are not negative and whose rows (last axis) sum to ``totals``.

    Held, Wolfe & Crowder (1974): max(0, x − τ) with the τ that gives the sum, found among the sorted values.
    """
    falling = -np.sort(-values, axis=-1)
    taus = (np.cumsum(falling, axis=-1) - totals[..., None]) / np.arange(1, values.shape[-1] + 1)
    last = np.maximum((falling > taus).sum(axis=-1) - 1, 0)
    tau = np.take_along_axis(taus, last[..., None], axis=-1)
    return np.maximum(values - tau, 0.0)


def grouped(measured: Measured, counts: Numbers, cells: Cells, most: int, least: float) -> Whole:
    """To which group each cell belongs, where pairs of columns are counted: at most about ``most`` groups.

    Intervals that are neighbours are joined until they hold a fair share of the rows; a cell that holds one by itself
    stays alone. Names too rare to be told from noise are joined; so are the rarest, where there are more than ``most``.
    """
    groups = np.zeros(cells.size, np.int64)
    numbers = len(cells.first)
    if numbers:
        share = max(_share(counts[:numbers], most), least)
        held, group = 0.0, 0
        for place, count in enumerate(counts[:numbers]):
            if held and held + count / 2 > share:
                held, group = 0.0, group + 1
            groups[place] = group
            held += count
        groups[numbers:] = group + 1
        return groups
    names = len(cells.names)
    order = np.argsort(-measured.counts[:names], kind="stable")
    frequent = order[measured.counts[order] >= _RARE * math.sqrt(measured.variance)][: max(most - 1, 1)]
    groups[:names] = len(frequent)
    groups[np.sort(frequent)] = np.arange(len(frequent))
    if len(frequent) == names - 1:  # a group of one rare name is that name
        groups[:names] = np.arange(names)
    groups[names:] = groups[:names].max() + 1
    return groups


def _share(counts: Numbers, most: int) -> float:
    """The rows of a group, if cells that hold more are groups of their own and the rest are even."""
    share = counts.sum() / most
    for _ in range(most):
        heavy = counts > share
        even = counts[~heavy].sum() / max(most - heavy.sum(), 1)
        if even >= share:
            break
        share = even
    return float(share)


def by_group(measured: Measured, counts: Numbers, groups: Whole) -> tuple[Numbers, Numbers]:
    """The sums of a column's groups and their variances, of the smoothed counts."""
    sizes = np.bincount(groups)
    variances = measured.variance * np.minimum(sizes, _MOST_SMOOTHED)
    return np.bincount(groups, counts).astype(np.float64), variances.astype(np.float64)


def combined(found: Sequence[tuple[Numbers, Numbers | float]], total: float) -> Numbers:
    """Several estimates of the same counts, each with its variance, as one: the mean weighted by precision."""
    precision = sum(1 / np.broadcast_to(variance, counts.shape) for counts, variance in found)
    mean = sum(counts / variance for counts, variance in found) / precision
    return on_simplex(np.asarray(mean), np.array(total))


def with_margins(noisy: Numbers, of_rows: Numbers, of_columns: Numbers, *, rounds: int = 40) -> Numbers:
    """The nearest table, in squares, without negative counts and with these sums of rows and columns.

    Of the form max(0, noisy + u + v), one u a row and one v a column, as the conditions of optimality say; u and v
    are found in turn, which climbs the dual problem (block coordinate ascent).
    """
    v = np.zeros((1, len(of_columns)))
    table = noisy
    for _ in range(rounds):
        table = on_simplex(noisy + v, of_rows)
        u = _shift(noisy + v, table)
        table = on_simplex((noisy + u).T, of_columns).T
        v = _shift((noisy + u).T, table.T).T
        if np.abs(table.sum(axis=1) - of_rows).max() <= _CLOSE * of_rows.sum():
            break
    return table


def _shift(before: Numbers, after: Numbers) -> NDArray[np.float64]:
    """What a projection of rows added to each row, read from its largest entry, which is never cut."""
    place = np.argmax(before, axis=1)[:, None]
    return np.take_along_axis(after, place, axis=1) - np.take_along_axis(before, place, axis=1)
