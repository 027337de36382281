"""The noise of differential privacy has the distribution that its definition says, exactly."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from synth.tabular.dp import noise

DRAWS = 40_000


def p_value(drawn: noise.Whole, log_weight: np.ufunc | object, reach: int) -> float:
    """Of a chi-square test against the distribution proportional to exp(log_weight); rare values stand together."""
    support = np.arange(-reach, reach + 1)
    weights = np.exp(log_weight(support))  # type: ignore[operator]
    expected = DRAWS * weights / weights.sum()
    seen = np.array([(drawn == value).sum() for value in support])
    common = expected >= 10
    rest = (DRAWS - seen[common].sum(), DRAWS - expected[common].sum())
    if rest[1] < 5:  # too few for a class of their own
        rest = (0, 0.0)
    observed, wanted = np.append(seen[common], rest[0]), np.append(expected[common], rest[1])
    keep = wanted > 0
    return float(chisquare(observed[keep], wanted[keep] * observed[keep].sum() / wanted[keep].sum()).pvalue)


@pytest.mark.parametrize("variance", [Fraction(1, 8), Fraction(1, 2), Fraction(1), Fraction(7, 3 + 1), Fraction(300)])
def test_discrete_gaussian_is_that_of_its_definition(variance: Fraction) -> None:
    """P(x) is proportional to exp(−x²/2σ²) on the whole numbers (Canonne, Kamath & Steinke 2020, definition 1)."""
    drawn = noise.discrete_gaussian(variance, DRAWS, rng=np.random.default_rng(11))
    assert p_value(drawn, lambda x: -(x**2) / (2 * float(variance)), 200) > 0.001


def test_the_check_of_the_gaussian_can_fail() -> None:
    """A variance that is off by a tenth, and rounded Gaussians in floating point for a small variance, are noticed."""
    drawn = noise.discrete_gaussian(Fraction(330), DRAWS, rng=np.random.default_rng(12))
    assert p_value(drawn, lambda x: -(x**2) / 600, 200) < 1e-6
    rounded = np.round(np.random.default_rng(13).normal(0, math.sqrt(0.5), DRAWS)).astype(np.int64)
    assert p_value(rounded, lambda x: -(x**2) / 1.0, 200) < 1e-6


@pytest.mark.parametrize("scale", [1, 2, 9])
def test_discrete_laplace_is_that_of_its_definition(scale: int) -> None:
    """P(x) is proportional to exp(−|x|/t)."""
    drawn = noise.discrete_laplace(scale, DRAWS, rng=np.random.default_rng(14))
    assert p_value(drawn, lambda x: -np.abs(x) / scale, 100) > 0.001


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 1), (1, 3), (1, 1), (7, 3), (40, 1)])
def test_events_of_probability_exp(numerator: int, denominator: int) -> None:
    """exp(−γ), for γ below and above 1."""
    happened = noise.bernoulli_exp(np.full(DRAWS, numerator), denominator, rng=np.random.default_rng(15))
    p = math.exp(-numerator / denominator)
    assert abs(happened.mean() - p) <= 4 * math.sqrt(p * (1 - p) / DRAWS)


def test_the_exponential_mechanism_draws_by_its_weights() -> None:
    """P(i) is proportional to exp(ε · score / 2) (McSherry & Talwar 2007), also where scores are far below zero."""
    scores, epsilon = np.array([-1000, -1001, -1003, -1010]), Fraction(3, 2)
    rng = np.random.default_rng(16)
    counts = np.bincount([noise.exponential(scores, epsilon, rng=rng) for _ in range(4000)], minlength=4)
    weights = np.exp(0.75 * (scores + 1000))
    expected = 4000 * weights / weights.sum()
    assert chisquare([*counts[:2], counts[2:].sum()], [*expected[:2], expected[2:].sum()]).pvalue > 0.001


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9))
def test_a_variance_that_can_be_drawn_is_never_smaller_than_asked_for(wanted: Fraction) -> None:
    """And it is nearly the one asked for; beyond the largest there is none."""
    variance = noise.variance_at_least(wanted)
    if variance is None:
        assert wanted > noise.MOST_VARIANCE - 1
        return
    assert wanted <= variance <= wanted * Fraction(1001, 1000) + Fraction(1, noise.FINEST)
    assert len(noise.discrete_gaussian(variance, 3, rng=np.random.default_rng(0))) == 3


@pytest.mark.parametrize("variance", [Fraction(0), Fraction(-1), Fraction(1, 3), Fraction(noise.MOST_VARIANCE + 1)])
def test_other_variances_are_refused(variance: Fraction) -> None:
    """They would overflow or end never."""
    with pytest.raises(ValueError, match="variance_at_least"):
        noise.discrete_gaussian(variance, 1, rng=np.random.default_rng(0))


def test_the_widest_noise_does_not_overflow() -> None:
    """At the largest variance the sample's variance is right, and both signs come."""
    drawn = noise.discrete_gaussian(Fraction(noise.MOST_VARIANCE), 20_000, rng=np.random.default_rng(17))
    assert abs(drawn.var() / noise.MOST_VARIANCE - 1) < 0.05
    assert abs(drawn.mean()) < 5 * 4096 / math.sqrt(20_000)
