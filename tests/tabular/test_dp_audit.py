"""Audits: no claim of the engine is refuted, and claims that are false are."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

from privacy.audit import Audit, audit, epsilon_at_least
from privacy.statistics import clopper_pearson
from synth.tabular.dp import mechanisms, noise
from synth.tabular.dp.ledger import Ledger, epsilon_of
from synth.tabular.engines import dp_tree
from synth.tabular.schema import Column, Table

RUNS = 20_000
CLAIM, DELTA = 2.0, 0.2  # a large δ, at which (ε, δ) says nearly all that ρ says, so that an audit has a chance
ENGINE_RUNS = 400
NAMES = ("one", "two")
TABLE = Table(columns={name: Column(kind="category", values=("a", "b")) for name in NAMES})


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (10, 10), (3, 10), (120, 4000), (3999, 4000)])
def test_intervals_are_those_of_the_beta_distribution(successes: int, trials: int) -> None:
    """Clopper & Pearson's limits are quantiles of beta distributions."""
    low, high = clopper_pearson(successes, trials, 0.01)
    assert low == pytest.approx(0 if successes == 0 else beta.ppf(0.01, successes, trials - successes + 1), abs=1e-9)
    wanted = 1 if successes == trials else beta.ppf(0.99, successes + 1, trials - successes)
    assert high == pytest.approx(wanted, abs=1e-9)


def test_a_mechanism_without_privacy_is_found_out_and_a_coin_is_not() -> None:
    """The bound grows with the runs where a test never errs, and is 0 where it sees nothing."""
    assert epsilon_at_least(1000, 0, 1000, 1e-6) > 4.5
    assert epsilon_at_least(0, 1000, 1000, 1e-6) > 4.5
    assert epsilon_at_least(500, 510, 1000, 1e-6) == 0.0


def noisy(count: int, variance: Fraction, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Independent runs of one count with noise."""
    drawn = noise.discrete_gaussian(variance, RUNS, rng=np.random.default_rng(seed))
    return (count + drawn).astype(np.float64)


@pytest.mark.parametrize("part", [1, 2])
def test_noise_that_is_halved_is_found_out(part: int) -> None:
    """A count, the threshold by theory: with the noise of the claim no refutation, with half of it one."""
    variance = Fraction(2)
    claim, delta = epsilon_of(float(1 / (2 * variance)), 0.01), 0.01
    used = variance / part**2
    found = audit(noisy(1, used, 21), noisy(0, used, 22), 1.5, delta)
    assert (found.epsilon <= claim) == (part == 1)


def test_choices_keep_their_claim_and_twice_the_epsilon_does_not() -> None:
    """The exponential mechanism between two scores, one row's worth apart in opposite directions."""
    claim = Fraction(1)
    for used, kept in ((claim, True), (4 * claim, False)):
        rng = np.random.default_rng(23)
        with_row = np.array([noise.exponential(np.array([0, 1]), used, rng=rng) for _ in range(1200)], float)
        without = np.array([noise.exponential(np.array([1, 0]), used, rng=rng) for _ in range(1200)], float)
        # two scores that move against each other are what ε of the mechanism allows at most
        assert (audit(with_row, without, 0.5, 0.0).epsilon <= float(claim)) == kept


def test_a_name_of_one_row_is_told_as_seldom_as_delta_allows() -> None:
    """Names below the threshold: a new one appears with probability at most δ."""
    delta = Fraction(1, 50)
    rng = np.random.default_rng(24)
    told = 0
    for _ in range(800):
        ledger = Ledger(1.0, 0.2, thresholds=delta)
        told += mechanisms.frequent({"new": 1}, ledger.rho, delta, ledger, "x", rng=rng) == ["new"]
    assert clopper_pearson(told, 800, 0.01)[0] <= delta


def statistic(rows: pd.DataFrame, runs: int, seed: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Of each fit the log-likelihood ratio for the odd row but for a constant: its cells in all tables that were
    counted."""
    found = np.empty(runs)
    for run in range(runs):
        rng = np.random.default_rng([seed, run])
        seen, _ = dp_tree.measure(rows, TABLE, rng=rng, epsilon=CLAIM, delta=DELTA)
        singles = sum(one.counts[-1] / one.variance for column in seen.single for one in column)
        pair = seen.chosen.tables.get((0, 1))
        found[run] = singles + (float((pair.counts / pair.variance)[-1, -1]) if pair else 0.0)
    return found


def neighbours() -> tuple[pd.DataFrame, pd.DataFrame]:
    """A table with and without a row that is odd in every column."""
    plain = pd.DataFrame({name: ["a"] * 100 for name in NAMES})
    odd = pd.DataFrame({name: ["b"] for name in NAMES})
    return pd.concat([plain, odd], ignore_index=True), plain


def engine(seed: int, runs: int = ENGINE_RUNS) -> Audit:
    """An audit of the whole engine; the threshold lies in the middle of what 50 other runs gave."""
    with_row, without = neighbours()
    threshold = float(np.median(statistic(with_row, 50, seed)))
    found = [statistic(rows, runs, seed + 1 + number) for number, rows in enumerate((with_row, without))]
    return audit(*found, threshold, DELTA, confidence=0.95)


def test_the_engine_keeps_its_claim() -> None:
    """For a row that is odd in every column, the best test of all that is released refutes nothing."""
    assert engine(31, runs=60).epsilon <= CLAIM


@pytest.mark.slow
def test_the_engine_keeps_its_claim_in_many_runs() -> None:
    """As often as the planted faults below need to be found."""
    assert engine(32).epsilon <= CLAIM


@pytest.mark.slow
def test_an_engine_with_half_the_noise_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same audit refutes the claim if noise has half its deviation, as the ledger does not know."""
    exact = noise.discrete_gaussian

    def halved(variance: Fraction, size: int, *, rng: np.random.Generator) -> noise.Whole:
        return exact(noise.variance_at_least(variance / 4) or variance, size, rng=rng)

    monkeypatch.setattr(mechanisms, "discrete_gaussian", halved)
    assert engine(41).epsilon > CLAIM


@pytest.mark.slow
def test_a_mechanism_that_the_ledger_does_not_know_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Single columns counted with little noise and entered nowhere, though the total of the ledger is as claimed."""
    exact = mechanisms.measure

    def left_out(counts: noise.Whole, rho: Fraction, ledger: Ledger, what: str, **rest: Any) -> mechanisms.Measured:
        if " and " in what:
            return exact(counts, rho, ledger, what, **rest)
        return exact(counts, Fraction(2), Ledger(50.0, DELTA), what, **rest)

    monkeypatch.setattr(mechanisms, "measure", left_out)
    assert engine(51).epsilon > CLAIM
