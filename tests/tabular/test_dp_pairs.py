"""How dp_tree chooses pairs of columns and what it makes of noisy counts: structure, entropy, levels, sensitivity."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.tabular.dp import cells, choosing, entropy, graph, junction, levels, marginals, mechanisms
from synth.tabular.dp.entropy import Table
from synth.tabular.dp.junction import Places
from synth.tabular.dp.ledger import Ledger
from synth.tabular.schema import Column

SIZES = (2, 3, 4, 2, 3)
PAIRS: list[Places] = list(itertools.combinations(range(5), 2))


@given(st.sets(st.sampled_from(list(itertools.combinations(range(7), 2)))), st.lists(st.integers(1, 9), min_size=7))
def test_a_junction_tree_is_one(pairs: set[Places], sizes: list[int]) -> None:
    """Each pair stands in a clique, no clique in another, and cliques that hold a column hang together."""
    tree = junction.junction(junction.links(sizes[:7], pairs))
    assert all(tree.home(pair) >= 0 for pair in pairs) and sorted(link.column for link in tree.links) == list(range(7))
    assert not any(set(one) <= set(other) for one, other in itertools.permutations(tree.cliques, 2))
    for at, upper in enumerate(tree.above):
        before = set().union(*map(set, tree.cliques[:at]))
        assert set(tree.cliques[at]) & before == set(tree.shared[at])
        assert upper < at and (upper < 0 or set(tree.shared[at]) <= set(tree.cliques[upper]))
    for number, link in enumerate(tree.links):
        earlier = [{one.column, *one.parents} for one in tree.links[:number]]
        assert not link.parents or any(set(link.parents) <= one for one in earlier)


def noisy(pairs: list[Places], seed: int, variance: float, slack: float) -> dict[Places, Table]:
    """Tables of some pairs and of all columns, about counts of 900 random rows."""
    rng = np.random.default_rng(seed)
    codes = [rng.integers(0, size, 900) for size in SIZES]
    codes[2] = (codes[0] + codes[1] + codes[2] // 2) % 4
    codes[4] = (codes[2] + codes[3]) % 3
    found = {}
    for places in [*((place,) for place in range(5)), *pairs]:
        exact = np.zeros([SIZES[place] for place in places])
        np.add.at(exact, tuple(codes[place] for place in places), 1.0)
        counts = exact + math.sqrt(variance) * rng.normal(size=exact.shape) * (len(places) > 1)
        found[places] = Table(counts, np.full(exact.shape, variance), slack)
    return found


@pytest.mark.parametrize("pairs", [[], PAIRS[:1], [(0, 1), (2, 4), (1, 2)], [(0, 1), (1, 2), (0, 2), (3, 4)], PAIRS])
def test_the_distribution_is_that_of_greatest_entropy(pairs: list[Places]) -> None:
    """Against the whole table of probabilities: of the right form, and θ = τ (noisy − expected) / σ² but for the
    total."""
    tables = noisy(pairs, 3, 25.0, 4.0)
    margins = [tables[(place,)].counts for place in range(5)]
    found = entropy.fitted(tables, margins, {}, sweeps=300)
    joint = np.ones(SIZES)
    for place, margin in enumerate(margins):
        joint = joint * margin.reshape([-1 if axis == place else 1 for axis in range(5)])
    for places, potential in found.potentials.items():
        joint = joint * np.exp(potential).reshape([SIZES[axis] if axis in places else 1 for axis in range(5)])
    joint *= 900 / joint.sum()
    for clique, counts in zip(found.junction.cliques, found.cliques, strict=True):
        assert np.allclose(entropy.onto(joint, tuple(range(5)), clique), counts)
    for places, table in tables.items():
        wanted = table.slack * (table.counts - found.expected(places)) / table.variance
        apart = wanted - found.potentials[places]
        assert np.ptp(apart) < 0.01, places


def test_tables_without_noise_come_back_as_they_are() -> None:
    """In the distribution, and in the chain from which rows are drawn."""
    tables = noisy([*PAIRS[:4], (1, 2), (2, 3)], 4, 1e-6, 1e4)
    margins = [tables[(place,)].counts for place in range(5)]
    found = entropy.fitted(tables, margins, {}, sweeps=200)
    assert all(np.allclose(found.expected(places), table.counts, atol=0.05) for places, table in tables.items())
    made = graph.tree(found, margins)
    for link in made.links:
        around = tuple(sorted((link.column, *link.parents)))
        counts = np.moveaxis(found.expected(around), around.index(link.column), -1).reshape(-1, SIZES[link.column])
        there = counts.sum(axis=1) > 1
        shares = counts[there] / counts[there].sum(axis=1, keepdims=True)
        assert np.allclose(made.tables[link.column][there], shares, atol=1e-4)


@given(st.lists(st.floats(-1e4, 1e5), min_size=4, max_size=4), st.floats(1e-3, 1e6), st.floats(10, 1e4))
def test_any_noise_gives_a_distribution(counts: list[float], variance: float, slack: float) -> None:
    """Nothing negative, nothing that is no number, and the total is kept."""
    margin = np.array([30.0, 70.0])
    single = Table(margin, np.ones(2), 1e4)
    pair = Table(np.array(counts).reshape(2, 2), np.full((2, 2), variance), slack)
    found = entropy.fitted({(0,): single, (1,): single, (0, 1): pair}, [margin, margin], {}, sweeps=5)
    assert found.cliques[0].min() >= 0 and found.cliques[0].sum() == pytest.approx(100)


# what is chosen


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=30), st.data())
def test_one_row_changes_a_score_by_at_most_one(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    """Whatever is expected of the pair, and whatever the row."""
    expected = np.array(data.draw(st.lists(st.floats(0, 20), min_size=12, max_size=12))).reshape(4, 3)
    offer = choosing._Offer(expected, data.draw(st.floats(0, 50)))
    with_row = [*rows, data.draw(st.tuples(st.integers(0, 3), st.integers(0, 2)))]
    scores = []
    for one in (rows, with_row):
        codes = np.array(one, np.int64).reshape(-1, 2).T
        scores.append(choosing._score(choosing._counted([*codes], (0, 1), (4, 3)), offer, 1.5))
    assert abs(scores[0] - scores[1]) <= 1


def picked(columns: int, epsilon: float, monkeypatch: pytest.MonkeyPatch, **limits: int) -> tuple[Any, Ledger]:
    """What is chosen of columns of 4 groups, of which each repeats the one two before, mostly."""
    for name, value in limits.items():
        monkeypatch.setattr(choosing, name, value)
    rng = np.random.default_rng(5)
    codes = [rng.integers(0, 4, 4000) for _ in range(columns)]
    for place in range(2, columns):
        codes[place] = np.where(rng.random(4000) < 0.8, codes[place - 2], codes[place])
    singles = [Table(np.bincount(code, minlength=4).astype(float), np.ones(4), 1e4) for code in codes]
    ledger = Ledger(epsilon, 1e-6)
    found = choosing.chosen(codes, singles, [f"c{place}" for place in range(columns)], ledger, rng=rng)
    return found, ledger


def test_pairs_that_depend_on_each_other_are_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The direct ones, and nearly all of the budget is spent."""
    found, ledger = picked(5, 5.0, monkeypatch)
    assert {(0, 2), (1, 3), (2, 4)} <= set(found.tables)
    assert 0 <= ledger.left < ledger.rho / 20
    shares = found.fitted.expected((0, 2)) / 4000
    assert abs(np.trace(shares) - 0.85) < 0.03


def test_the_model_stays_small_and_few_pairs_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where limits are low; all columns still have a distribution."""
    found, _ = picked(8, 5.0, monkeypatch, MOST_CELLS=200, MOST_OFFERED=6)
    assert sum(clique.size for clique in found.fitted.cliques) <= 200 + 8 * 4
    assert sorted(link.column for link in found.fitted.junction.links) == list(range(8))


# levels of one column


def test_levels_without_noise_are_the_counts() -> None:
    """At a large budget every cell comes back, however many levels there are."""
    known = cells.between(0, 700, Column(kind="integer"))
    counts = np.random.default_rng(6).integers(40, 90, known.size)
    ledger = Ledger(1e4, 1e-6)
    measured = levels.measure(counts, known, ledger.rho, ledger, "x", rng=np.random.default_rng(7))
    assert len(measured) == 3 and [one.counts.sum() for one in measured] == pytest.approx([counts.sum()] * 3, rel=0.01)
    assert np.abs(levels.estimate(measured, known, float(counts.sum())) - counts).max() < 8


def test_a_wide_range_costs_no_more_than_a_narrow_one() -> None:
    """Where all rows are in a twentieth of the range, most of them are found there though each cell is all noise."""
    known = cells.between(0, 1000, Column(kind="integer"))
    counts = np.zeros(known.size, np.int64)
    counts[100:150] = 40
    ledger = Ledger(1.0, 1e-6)
    measured = levels.measure(counts, known, ledger.rho / 30, ledger, "x", rng=np.random.default_rng(8))
    assert math.sqrt(measured[-1].variance) > counts.max()
    found = levels.estimate(measured, known, 2000.0)
    assert found.sum() == pytest.approx(2000) and found.min() >= 0 and found[90:160].sum() > 1600


@settings(max_examples=30)
@given(st.integers(1, 2000), st.booleans(), st.integers(0, 2**32))
def test_levels_of_any_column_add_up(width: int, nullable: bool, seed: int) -> None:
    """No count is negative, whatever the noise, and the total is what is asked for."""
    known = cells.between(0, width, Column(kind="integer", nullable=nullable))
    ledger = Ledger(0.5, 1e-6)
    measured = levels.measure(
        np.zeros(known.size, np.int64), known, ledger.rho, ledger, "x", rng=np.random.default_rng(seed)
    )
    found = levels.estimate(measured, known, 50.0)
    assert len(found) == known.size and found.min() >= 0 and found.sum() == pytest.approx(50)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=20), st.floats(0.1, 100))
def test_the_simplex_is_met_at_the_nearest_point(values: list[float], total: float) -> None:
    """Nothing negative, the sum, and one shift for all that is not zero: the conditions of optimality."""
    found = marginals.on_simplex(np.array(values), np.array(total))
    assert found.min() >= 0 and found.sum() == pytest.approx(total)
    shifts = np.array(values) - found
    assert np.ptp(shifts[found > 0]) < 1e-9 and np.all(shifts[found == 0] <= shifts[found > 0].max() + 1e-9)


def test_two_countings_are_one_of_more_precision() -> None:
    """The mean weighted by precision, and precisions add up."""
    one, other = (mechanisms.Measured(np.array([count]), variance) for count, variance in ((10.0, 4.0), (16.0, 2.0)))
    counts, variance = marginals.combined((one.counts, np.array([4.0])), (other.counts, np.array([2.0])))
    assert counts.tolist() == pytest.approx([14.0]) and variance.tolist() == pytest.approx([4 / 3])
