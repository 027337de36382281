"""Which tables of two columns are counted: chosen one by one, each where the model so far is most wrong.

AIM (McKenna, Mullins, Sheldon & Miklau 2022) with a workload of all pairs: its score, its annealing of the budget, its
limit on the size of the model. The numbers below were chosen on Adult and on the network of
benchmarks/private_tables.py, at ε from 0.1 to 10.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from synth.tabular.dp import draw, entropy, graph, junction, mechanisms
from synth.tabular.dp.cells import Numbers
from synth.tabular.dp.entropy import Fitted, Table
from synth.tabular.dp.junction import Places
from synth.tabular.dp.ledger import Ledger
from synth.tabular.dp.mechanisms import Measured
from synth.tabular.dp.noise import Whole

ROUNDS = 3  # a column, if none were dearer than the first
MOST_ROUNDS = 100  # however many columns there are
CHOICE = Fraction(1, 10)  # of a round's ρ; the rest is for counting
MOST_OFFERED = 200  # pairs a round, drawn at random where there are more
MOST_CELLS = 200_000  # of the model
MOST_DRAWN = 30_000  # rows by which pairs are judged that stand in no clique
NOISE_LEFT = 0.5  # of a table's noise, after it was fitted
ANNEAL = 0.5  # of a table's noise: after a round that changed less, the next has half the noise
SLACK = 10.0  # the least τ of a table
SWEEPS = 8  # a round


class Chosen(NamedTuple):
    """What was counted, single columns included, and the distribution that it speaks for."""

    tables: dict[Places, Table]
    fitted: Fitted


class _Offer(NamedTuple):
    """What is expected of a pair, and how far from it the drawn rows may be by which that is told."""

    expected: Numbers
    doubt: float


def chosen(
    codes: Sequence[Whole], singles: Sequence[Table], names: Sequence[str], ledger: Ledger, *, rng: np.random.Generator
) -> Chosen:
    """Spend what is left on pairs of columns; ``codes`` hold each row's group, ``singles`` the groups' counts.

    A pair's score is how far, summed over its cells, its exact counts are from what is expected of it, less the noise
    that its table would get (AIM's quality score). What is expected comes from noisy counts alone and is rounded:
    one row changes one exact count by 1, hence each score by at most 1.
    """
    margins = [one.counts for one in singles]
    tables: dict[Places, Table] = {(place,): one for place, one in enumerate(singles)}
    found = Chosen(tables, entropy.fitted(tables, margins, {}, sweeps=0))
    first = rho = (whole := ledger.left) / min(ROUNDS * len(codes), MOST_ROUNDS)
    exact: dict[Places, Whole] = {}
    while len(codes) > 1 and (left := ledger.left) > first * Fraction(9, 10):
        rho = left if left < 2 * rho else rho
        offers = _offers(found, margins, float(1 - left / whole), rng)
        for pair, offer in offers.items():
            if pair not in exact:
                exact[pair] = _counted(codes, pair, offer.expected.shape)
        noise = math.sqrt(2 / math.pi) / math.sqrt(2 * float(rho * (1 - CHOICE)))
        values = np.array([_score(exact[pair], offer, noise) for pair, offer in offers.items()], np.int64)
        pair = [*offers][mechanisms.choose(values, rho * CHOICE, ledger, "choice of a pair", rng=rng)]
        what = "counts of " + " and ".join(names[place] for place in pair)
        measured = mechanisms.measure(exact[pair], rho * (1 - CHOICE), ledger, what, rng=rng)
        found = _with(found, pair, measured, offers[pair].expected, margins)
        if _changed(found, pair, offers[pair]) < ANNEAL * noise * measured.counts.size:
            rho *= 4
    return found


def _score(exact: Whole, offer: _Offer, noise: float) -> int:
    apart = np.abs(exact - np.round(offer.expected).astype(np.int64)).sum()
    return int(apart) - round(NOISE_LEFT * noise * exact.size + offer.doubt)


def _changed(found: Chosen, pair: Places, offer: _Offer) -> float:
    return float(np.abs(found.fitted.expected(pair) - offer.expected).sum())


def _with(found: Chosen, pair: Places, measured: Measured, expected: Numbers, margins: Sequence[Numbers]) -> Chosen:
    """The model with another table, or one counted again.

    Its τ is the ratio of what it tells beyond noise to what rows drawn from the model would vary by, so that a
    surprising table is believed and one that tells nothing new is mostly taken for noise.
    """
    beyond = ((measured.counts - expected) ** 2 - measured.variance).sum()
    slack = max(SLACK, float(beyond / expected.sum()))
    table = Table(measured.counts, np.full(measured.counts.shape, measured.variance), slack)
    if pair in found.tables:
        table = _joined(found.tables[pair], table)
    tables = {**found.tables, pair: table}
    return Chosen(tables, entropy.fitted(tables, margins, found.fitted.potentials, sweeps=SWEEPS))


def _joined(one: Table, other: Table) -> Table:
    """Two countings of the same as one, weighted by precision."""
    precision = 1 / one.variance + 1 / other.variance
    counts = (one.counts / one.variance + other.counts / other.variance) / precision
    return Table(counts, 1 / precision, max(one.slack, other.slack))


def _offers(found: Chosen, margins: Sequence[Numbers], used: float, rng: np.random.Generator) -> dict[Places, _Offer]:
    """What is expected of each pair that leaves the model small; it may grow as the budget is ``used``."""
    fitted, sizes = found.fitted, [len(margin) for margin in margins]
    most = sum(sizes) + MOST_CELLS * max(used, 0.1)
    total = float(margins[0].sum())
    n = min(max(1, round(total)), MOST_DRAWN)
    rows: Mapping[int, Whole] = {}
    offers: dict[Places, _Offer] = {}
    for pair in _pairs(found, len(sizes), rng):
        if fitted.junction.home(pair) >= 0:
            offers[pair] = _Offer(fitted.expected(pair), 0.0)
        elif junction.cells(sizes, junction.links(sizes, [*found.tables, pair])) <= most:
            rows = rows or draw.groups(graph.tree(fitted, margins), n, rng=rng)
            expected = total / n * _counted(rows, pair, (sizes[pair[0]], sizes[pair[1]])).astype(np.float64)
            offers[pair] = _Offer(expected, math.sqrt(2 / math.pi * total / n) * float(np.sqrt(expected).sum()))
    return offers


def _pairs(found: Chosen, columns: int, rng: np.random.Generator) -> list[Places]:
    """All pairs of columns; where there are many, some of them and those that were counted."""
    pairs: list[Places] = list(itertools.combinations(range(columns), 2))
    if len(pairs) <= MOST_OFFERED:
        return pairs
    drawn = rng.choice(len(pairs), MOST_OFFERED, replace=False)
    return sorted({*(pairs[place] for place in drawn), *(pair for pair in found.tables if len(pair) == 2)})


def _counted(codes: Sequence[Whole] | Mapping[int, Whole], pair: Places, shape: tuple[int, ...]) -> Whole:
    """How many rows hold each combination of two columns' groups."""
    counts = np.bincount(codes[pair[0]] * shape[1] + codes[pair[1]], minlength=shape[0] * shape[1])
    return counts.reshape(shape)
