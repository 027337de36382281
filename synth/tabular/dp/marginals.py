"""What noisy counts say: nothing here sees a real row, so nothing here costs anything."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from synth.tabular.dp.cells import Cells, Numbers
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

_RARE = 3.0  # standard deviations of the noise below which a name shares a group (McKenna et al. 2021)
_MOST_SMOOTHED = 16  # cells whose noise a smoothed sum of more still carries, about


def rows(measured: Sequence[Measured]) -> float:
    """How many rows there are, at least 1: the mean of the columns' sums, weighted by their precision."""
    sums = [one.counts.sum() for one in measured]
    precisions = [1 / (one.counts.size * one.variance) for one in measured]
    return max(1.0, float(np.average(sums, weights=precisions)))


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


def combined(one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    """Two estimates of the same counts, each with its variances, as one: the mean weighted by precision."""
    precision = 1 / one[1] + 1 / other[1]
    return (one[0] / one[1] + other[0] / other[1]) / precision, 1 / precision
