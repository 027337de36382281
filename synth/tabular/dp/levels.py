"""Counts of one column with noise: of a number at several resolutions, so that wide ranges cost no more than narrow.

A column of many cells is also counted in blocks of cells, in blocks of blocks, and so on (Hay, Rastogi, Miklau & Suciu
2010): the noise of a wide range is then that of a few blocks, not that of all its cells.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from synth.tabular.dp import marginals, mechanisms
from synth.tabular.dp.cells import Cells, Numbers
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

_BLOCKS = 8  # in one block of the next level, about
_PLAIN = 2.5  # standard deviations below which a block's part is taken for an even one
_EMPTY = 0.005  # share of the rows that a widest block holds at least, if noise could have made it
_SURE = 1e-3  # share of the rows that names have in equal parts


class _Level(NamedTuple):
    """The block of each cell, and the block of the coarser level that each block is in."""

    block: Whole
    above: Whole


def measure(
    counts: Whole, cells: Cells, rho: Fraction, ledger: Ledger, what: str, *, rng: np.random.Generator
) -> tuple[Measured, ...]:
    """The counts of a column's blocks with noise, coarse to fine; the last are its cells. Costs ``rho`` in all."""
    levels = _levels(cells)
    return tuple(
        mechanisms.measure(
            np.bincount(one.block, counts).astype(np.int64), rho / len(levels), ledger, what, rng=rng
        )
        for one in levels
    )  # fmt: skip


def _levels(cells: Cells) -> list[_Level]:
    """Coarse to fine. Names and missing values are blocks by themselves at every level."""
    numbers, others = len(cells.first), cells.size - len(cells.first)
    depth = max(1, round(math.log(max(numbers, 1), _BLOCKS)))
    width = math.ceil(numbers ** (1 / depth))
    found: list[_Level] = []
    for level in reversed(range(depth)):
        blocks = np.arange(numbers) // width**level
        block = np.append(blocks, np.arange(others) + (blocks[-1] + 1 if numbers else 0))
        first = np.unique(block, return_index=True)[1]
        found.append(_Level(block, found[-1].block[first] if found else np.zeros(len(first), np.int64)))
    return found


def estimate(measured: Sequence[Measured], cells: Cells, total: float) -> Numbers:
    """The likeliest counts of the cells: ``total`` in all, and none negative.

    Of a column with several levels, a widest block of few rows is empty, and the parts of a block are even, where the
    noise hides that they are not. Names, which are each possible by the schema, all get a little.
    """
    levels = _levels(cells)
    least = _PLAIN if len(levels) > 1 else 0.0
    found = np.array([total])
    for place, (level, (counts, variances)) in enumerate(zip(levels, _sums(levels, measured), strict=True)):
        parts = counts + ((found - np.bincount(level.above, counts)) / np.bincount(level.above))[level.above]
        widths = np.bincount(level.block)
        even = found[level.above] * widths / np.bincount(level.above, widths)[level.above] if place else 0.0
        limit = np.minimum(least * np.sqrt(variances), np.inf if place else _EMPTY * total)
        parts = np.where(np.abs(parts - even) > limit, parts, even)
        found = _parted(parts, level.above, found)
    return (1 - _SURE) * found + _SURE * total / len(found) if cells.names else found


def _sums(levels: Sequence[_Level], measured: Sequence[Measured]) -> list[tuple[Numbers, Numbers]]:
    """The counts of each level's blocks, with their variances, by themselves and by what was counted inside them."""
    found = [(one.counts, np.full(len(one.counts), one.variance)) for one in measured]
    for place in range(len(levels) - 2, -1, -1):
        inside = levels[place + 1].above
        counts, variances = (np.bincount(inside, part).astype(np.float64) for part in found[place + 1])
        found[place] = marginals.combined(found[place], (counts, variances))
    return found


def _parted(parts: Numbers, above: Whole, totals: Numbers) -> Numbers:
    """The nearest counts that are not negative and add up to those of the blocks above."""
    found = np.empty(len(parts))
    for block, total in enumerate(totals):
        found[above == block] = marginals.on_simplex(parts[above == block], np.array(total))
    return found
