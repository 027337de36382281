"""The distribution of greatest entropy that agrees with noisy tables as well as their noise lets one expect.

Of all distributions p over rows, the one with the least

    total · KL(p, product of the columns) + Σ over tables, Σ over cells τ (count expected by p − noisy count)² / 2σ²

is of the form p ∝ product · exp(Σ θ_table), with θ = τ (noisy count − expected count) / σ² in each cell (maximum
entropy with squared slack, Dudík, Phillips & Schapire 2007). τ says how far a table may lie from what is expected
without it. Sums over all rows are sums over the cliques of a junction tree (Lauritzen & Spiegelhalter 1988), as in
Private-PGM (McKenna, Sheldon & Miklau 2019). Nothing here sees a real row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from synth.tabular.dp import junction as junctions
from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.junction import Junction, Places

_FAR = 20.0  # the largest |θ|: a factor of e^20 on a cell
_STEPS = 5  # of Newton's method in a cell, at each visit
_RARE = 1e-6  # share of the rows that each group of a column has at least


class Table(NamedTuple):
    """Counts of some columns with noise, the noise's variance, and τ."""

    counts: Numbers
    variance: Numbers
    slack: float


class Fitted(NamedTuple):
    """A distribution: the expected counts of each clique, and θ of each table."""

    junction: Junction
    cliques: Sequence[Numbers]
    potentials: dict[Places, Numbers]

    def expected(self, places: Places) -> Numbers:
        """The expected counts of columns that one clique holds, in rising order."""
        home = self.junction.home(places)
        return onto(self.cliques[home], self.junction.cliques[home], places)


def onto(table: Numbers, around: Places, places: Places) -> Numbers:
    """The sums of a table, whose axes are the columns ``around``, for some of them in the same order."""
    return np.asarray(table.sum(axis=tuple(axis for axis, place in enumerate(around) if place not in places)))


def _spread(table: Numbers, places: Places, around: Places) -> Numbers:
    """A table with an axis of length 1 for each other column of ``around``; both in rising order."""
    lengths = iter(table.shape)
    return table.reshape([next(lengths) if place in places else 1 for place in around])


def fitted(
    tables: Mapping[Places, Table], margins: Sequence[Numbers], potentials: Mapping[Places, Numbers], *, sweeps: int
) -> Fitted:
    """The distribution for these tables, whose columns are in rising order, from where ``potentials`` left off.

    ``margins`` are the counts of single columns, all of one total. In each sweep every table in turn gets the θ that
    is right if all others stay, and the total is put right (block coordinate ascent on the dual problem).
    """
    tree = junctions.junction(junctions.links([len(margin) for margin in margins], tables))
    homes: list[list[Places]] = [[] for _ in tree.cliques]
    for places in sorted(tables):
        homes[tree.home(places)].append(places)
    current = {places: potentials.get(places, np.zeros(one.counts.shape)) for places, one in tables.items()}
    total = float(margins[0].sum())
    cliques, messages = _calibrated(tree, homes, current, margins, total)
    for _ in range(sweeps):
        for at in _walk(tree):
            if at < 0:
                _pass(tree, cliques, messages, ~at, upwards=True)
                continue
            if tree.above[at] >= 0:
                _pass(tree, cliques, messages, at, upwards=False)
            for places in homes[at]:
                _visit(tree.cliques[at], cliques[at], places, tables[places], current, total)
    return Fitted(tree, cliques, current)


def _walk(tree: Junction) -> list[int]:
    """The cliques in the order of a walk around the tree; ~i where it goes back up from clique i."""
    below: list[list[int]] = [[] for _ in tree.cliques]
    for at, upper in enumerate(tree.above):
        if upper >= 0:
            below[upper].append(at)
    found, ahead = [], [0]
    while ahead:
        at = ahead.pop()
        found.append(at)
        if at >= 0:
            ahead += [~at] if at else []
            ahead += reversed(below[at])
    return found


def _calibrated(
    tree: Junction, homes: Sequence[Sequence[Places]], potentials: Mapping[Places, Numbers],
    margins: Sequence[Numbers], total: float,
) -> tuple[list[Numbers], list[Numbers]]:  # fmt: skip
    """The expected counts of all cliques and of what each shares with the one above."""
    sizes = [len(margin) for margin in margins]
    shares = [np.log(np.maximum(margin / total, _RARE)) for margin in margins]
    cliques: list[Numbers] = []
    for at, around in enumerate(tree.cliques):
        logs = np.zeros([sizes[place] for place in around])
        for place in set(around) - set(tree.shared[at]):
            logs = logs + _spread(shares[place], (place,), around)
        for places in homes[at]:
            logs = logs + _spread(potentials[places], places, around)
        cliques.append(np.exp(logs - logs.max()))
    messages = [np.ones(())] * len(cliques)
    for at in range(len(cliques) - 1, 0, -1):
        messages[at] = np.ones([sizes[place] for place in tree.shared[at]])
        _pass(tree, cliques, messages, at, upwards=True)
    cliques[0] *= total / cliques[0].sum()
    for at in range(1, len(cliques)):
        _pass(tree, cliques, messages, at, upwards=False)
    return cliques, messages


def _pass(tree: Junction, cliques: list[Numbers], messages: list[Numbers], at: int, *, upwards: bool) -> None:
    """Tell the clique above, or be told by it, what the shared columns' counts have become (Jensen et al. 1990)."""
    told, teller = (tree.above[at], at) if upwards else (at, tree.above[at])
    now = onto(cliques[teller], tree.cliques[teller], tree.shared[at])
    cliques[told] *= _spread(now / messages[at], tree.shared[at], tree.cliques[told])
    messages[at] = now


def _visit(
    around: Places, clique: Numbers, places: Places, table: Table, potentials: dict[Places, Numbers], total: float
) -> None:
    """Put one table's θ right, and the clique's counts with it."""
    expected = onto(clique, around, places)
    change = _change(expected, potentials[places], table)
    potentials[places] = potentials[places] + change
    factors = np.exp(change)
    factors *= total / (expected * factors).sum()
    clique *= _spread(factors, places, around)


def _change(expected: Numbers, potential: Numbers, table: Table) -> Numbers:
    """The d of each cell for which θ + d = τ (noisy − expected e^d) / σ², by Newton's method from above.

    The difference of the two sides rises and is convex in d, so that no step overshoots.
    """
    weight = table.variance / table.slack
    wanted = table.counts - weight * potential
    found = np.log(np.maximum(wanted / expected, 1.0))
    for _ in range(_STEPS):
        now = expected * np.exp(found)
        found = found - (now + weight * found - wanted) / (now + weight)
    return np.clip(potential + found, -_FAR, _FAR) - potential
