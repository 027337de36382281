"""A tree over the columns: chosen privately, measured, and made one distribution.

MST, the maximum spanning tree of McKenna, Miklau & Sheldon (2021, algorithm 2), with the score of AIM (McKenna, Mullins,
Sheldon & Miklau 2022, algorithm 4), which subtracts the noise that a pair's table would get.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from synth.tabular.dp import marginals, mechanisms
from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

Pair = tuple[int, int]
_NEVER = 1e-9  # share of a column's own distribution in each conditional one: whatever is asked for has a probability


class Tree(NamedTuple):
    """A distribution over rows of cells.

    ``order`` lists the columns' places, parents first; ``parents`` holds each column's parent, -1 for the root;
    ``tables[i]`` the probability of each of i's groups given each of its parent's (of the root: one row); ``groups[i]`` the
    group of each of i's cells, and ``cells[i]`` the probability of each cell within its group.
    """

    order: tuple[int, ...]
    parents: tuple[int, ...]
    tables: tuple[Numbers, ...]
    groups: tuple[Whole, ...]
    cells: tuple[Numbers, ...]


def counted(one: Whole, other: Whole, shape: Pair) -> Whole:
    """How many rows hold each pair of groups."""
    return np.bincount(one * shape[1] + other, minlength=shape[0] * shape[1]).reshape(shape)


def chosen(
    codes: Sequence[Whole], margins: Sequence[Numbers], rho: Fraction, ledger: Ledger, deviation: float,
    *, rng: np.random.Generator,
) -> list[Pair]:  # fmt: skip
    """The pairs of a spanning tree whose columns depend on each other most, each drawn by the exponential mechanism.

    A pair's score is how far its counts are from those of independent columns with these ``margins``, less the noise that
    a table of its size would get. What it is compared with is rounded, so that scores are whole numbers and a row
    changes each by at most 1.
    """
    sizes = [len(margin) for margin in margins]
    total = sum(margins[0])
    pairs = [(i, j) for i in range(len(codes)) for j in range(i + 1, len(codes))]
    scores = np.empty(len(pairs), np.int64)
    for place, (i, j) in enumerate(pairs):
        alone = np.round(np.outer(margins[i], margins[j]) / total).astype(np.int64)
        apart = np.abs(counted(codes[i], codes[j], (sizes[i], sizes[j])) - alone).sum()
        scores[place] = apart - round(math.sqrt(2 / math.pi) * deviation * sizes[i] * sizes[j])
    joined = list(range(len(codes)))
    found: list[Pair] = []
    while len(found) < len(codes) - 1:
        left = [place for place, (i, j) in enumerate(pairs) if joined[i] != joined[j]]
        what = f"choice of pair {len(found) + 1} of {len(codes) - 1}"
        i, j = pairs[left[mechanisms.choose(scores[left], rho / (len(codes) - 1), ledger, what, rng=rng)]]
        found.append((i, j))
        joined = [joined[i] if mark == joined[j] else mark for mark in joined]
    return found


def built(
    pairs: Mapping[Pair, Measured],
    margins: Sequence[tuple[Numbers, Numbers]],
    groups: Sequence[Whole],
    counts: Sequence[Numbers],
    total: float,
) -> Tree:
    """The distribution that noisy counts of pairs and of single columns (with their variances) speak for."""
    known = [_margin(place, margin, pairs, total) for place, margin in enumerate(margins)]
    order, parents = _rooted(len(margins), list(pairs))
    tables: list[Numbers] = [known[place][None, :] for place in range(len(margins))]
    for (i, j), measured in pairs.items():
        joint = marginals.with_margins(measured.counts, known[i], known[j])
        tables[j if parents[j] == i else i] = joint if parents[j] == i else joint.T
    smooth = [(one + _NEVER * total) / (one + _NEVER * total).sum() for one in known]
    conditional = tuple(
        (table + _NEVER * total * smooth[place]) / (table + _NEVER * total * smooth[place]).sum(axis=1, keepdims=True)
        for place, table in enumerate(tables)
    )
    within = tuple(_within(count, group) for count, group in zip(counts, groups, strict=True))
    return Tree(order, parents, conditional, tuple(groups), within)


def _margin(place: int, own: tuple[Numbers, Numbers], pairs: Mapping[Pair, Measured], total: float) -> Numbers:
    """A column's groups by what was measured of itself and of all pairs that it is in."""
    found: list[tuple[Numbers, Numbers | float]] = [own]
    for (i, j), measured in pairs.items():
        if place in (i, j):
            axis = 1 if place == i else 0
            found.append((measured.counts.sum(axis=axis), measured.variance * measured.counts.shape[axis]))
    return marginals.combined(found, total)


def _rooted(columns: int, pairs: Sequence[Pair]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns from the first on, each after the one that it hangs on, and that one of each."""
    parents = [-1] * columns
    order = [0]
    for place in order:
        for i, j in pairs:
            other = j if i == place else i if j == place else place
            if other != place and other != parents[place]:
                parents[other] = place
                order.append(other)
    return tuple(order), tuple(parents)


def _within(counts: Numbers, groups: Whole) -> Numbers:
    """The share of each cell in its group; alike where a group holds nothing."""
    sums = np.bincount(groups, counts)[groups]
    return np.where(sums > 0, counts / np.where(sums > 0, sums, 1.0), 1 / np.bincount(groups)[groups])


def arrays(tree: Tree) -> dict[str, NDArray[Any]]:
    """A tree as the arrays of a model."""
    parts = {"table": tree.tables, "group": tree.groups, "cell": tree.cells}
    return {
        "order": np.array(tree.order, np.int64),
        "parents": np.array(tree.parents, np.int64),
        **{f"{part}.{place}": array for part, found in parts.items() for place, array in enumerate(found)},
    }


def tree_of(found: Mapping[str, NDArray[Any]]) -> Tree:
    """The tree in a model's arrays."""
    places = range(len(found["order"]))
    tables, groups, cells = (tuple(found[f"{part}.{place}"] for place in places) for part in ("table", "group", "cell"))
    return Tree(tuple(found["order"].tolist()), tuple(found["parents"].tolist()), tables, groups, cells)
