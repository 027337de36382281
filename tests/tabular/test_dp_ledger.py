"""The budget: conversions agree with published bounds, and nobody can spend more than there is."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from synth.tabular.dp import mechanisms
from synth.tabular.dp.ledger import BudgetError, Ledger, epsilon_of, rho_of

# by the authors' own program for Canonne, Kamath & Steinke (2020), cdp2adp
PUBLISHED = [(2.56, 1e-10, 17.158309), (0.07, 1e-10, 2.387275), (0.5, 0.01, 2.753050), (1.0, 1e-5, 7.077197)]


@pytest.mark.parametrize(("rho", "delta", "epsilon"), PUBLISHED)
def test_conversion_is_that_of_the_paper(rho: float, delta: float, epsilon: float) -> None:
    """ε of ρ, and back."""
    assert epsilon_of(rho, delta) == pytest.approx(epsilon, abs=1e-5)
    assert rho_of(epsilon, delta) == pytest.approx(rho, rel=1e-5)


@given(st.floats(1e-6, 50), st.floats(1e-12, 0.5))
def test_conversion_lies_between_what_is_possible_and_the_simple_bound(rho: float, delta: float) -> None:
    """Not above ρ + 2√(ρ ln(1/δ)) (Bun & Steinke 2016), nor below what a Gaussian needs (Balle & Wang 2018)."""
    epsilon = epsilon_of(rho, delta)
    assert epsilon <= rho + 2 * math.sqrt(rho * math.log(1 / delta)) + 1e-9
    mu = math.sqrt(2 * rho)
    needed = norm.cdf(mu / 2 - epsilon / mu) - math.exp(epsilon + norm.logcdf(-mu / 2 - epsilon / mu))
    assert needed <= delta * (1 + 1e-6)


@settings(max_examples=30)
@given(st.floats(1e-4, 1e3), st.floats(1e-12, 0.9))
def test_the_rho_of_a_budget_never_costs_more_than_it(epsilon: float, delta: float) -> None:
    """rho_of rounds downwards."""
    assert epsilon_of(rho_of(epsilon, delta), delta) <= epsilon


@given(st.lists(st.tuples(st.floats(-0.1, 1), st.floats(0, 1e-6)), max_size=30), st.floats(0.01, 20))
def test_no_order_of_spending_gets_over_the_budget(costs: list[tuple[float, float]], epsilon: float) -> None:
    """What does not fit is refused and not entered; what is claimed in the end is at most what was allowed."""
    ledger = Ledger(epsilon, 1e-6, thresholds=Fraction(1, 2_000_000))
    for rho, delta in costs:
        before = ledger.entries
        try:
            ledger.spend("x", "any", Fraction(rho), Fraction(delta))
        except BudgetError:
            assert ledger.entries == before
    rhos, deltas = ledger.spent()
    assert rhos <= ledger.rho and deltas <= ledger.thresholds
    assert all(one.rho >= 0 for one in ledger.entries)
    assert ledger.json()["spent"]["epsilon"] <= epsilon


@pytest.mark.parametrize(
    ("epsilon", "delta", "said"),
    [
        (0.0, 1e-6, "epsilon above 0"),
        (-1.0, 1e-6, "epsilon above 0"),
        (math.nan, 1e-6, "epsilon above 0"),
        (math.inf, 1e-6, "epsilon above 0"),
        (1.0, 0.0, "delta between 0 and 1"),
        (1.0, 1.0, "delta between 0 and 1"),
        (1.0, -0.5, "delta between 0 and 1"),
        (1.0, math.nan, "delta between 0 and 1"),
    ],
)
def test_what_is_no_budget_is_refused(epsilon: float, delta: float, said: str) -> None:
    """One sentence says what was expected and what came."""
    with pytest.raises(BudgetError, match=said):
        Ledger(epsilon, delta)


def test_mechanisms_pay_before_they_draw() -> None:
    """With nothing left, none gives anything out, and the generator is untouched."""
    rng = np.random.default_rng(1)
    state = rng.bit_generator.state
    ledger = Ledger(1.0, 1e-6, thresholds=Fraction(1, 2_000_000))
    more = 2 * ledger.rho
    counts = np.array([3, 4])
    with pytest.raises(BudgetError, match="which are left"):
        mechanisms.measure(counts, more, ledger, "x", rng=rng)
    with pytest.raises(BudgetError, match="which are left"):
        mechanisms.choose(counts, more, ledger, "x", rng=rng)
    with pytest.raises(BudgetError, match="which are left"):
        mechanisms.frequent({"a": 3}, ledger.rho, Fraction(1, 1000), ledger, "x", rng=rng)
    assert ledger.entries == () and rng.bit_generator.state == state
    mechanisms.measure(counts, ledger.rho, ledger, "x", rng=rng)
    with pytest.raises(BudgetError, match="which are left"):
        mechanisms.measure(counts, ledger.rho / 1000, ledger, "x", rng=rng)


def test_each_mechanism_costs_what_its_theorem_says() -> None:
    """1/2σ² of the noise that was drawn; ε²/8 of a choice."""
    ledger = Ledger(1.0, 1e-6)
    measured = mechanisms.measure(np.array([5]), ledger.rho / 2, ledger, "x", rng=np.random.default_rng(1))
    assert ledger.entries[0].rho == 1 / (2 * Fraction(measured.variance)) <= ledger.rho / 2
    mechanisms.choose(np.array([5, 6]), ledger.rho / 4, ledger, "x", rng=np.random.default_rng(1))
    assert ledger.rho / 4 * Fraction(999, 1000) <= ledger.entries[1].rho <= ledger.rho / 4
