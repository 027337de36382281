"""Rows as points: Gower's distance, what values say, and what is done with missing and infinite ones."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import encoding
from privacy.core import Column, plain_columns

NUMBER, TEXT = Column("number"), Column("category")


def distance(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.minimum(np.abs(one - other), 1).sum())


def test_the_distance_is_gowers() -> None:
    """Numbers count their difference over the range, texts 0 or 1."""
    pool = pd.DataFrame({"age": [0.0, 10.0, 40.0], "town": ["Ulm", "Ulm", "Bonn"]})
    points = encoding.points(pool, pool[1:], plain_columns(pool)).pool
    span = np.quantile(pool.age, 0.995) - np.quantile(pool.age, 0.005)
    assert distance(points[0], points[1]) == pytest.approx(10 / span, abs=1e-6)
    assert distance(points[1], points[2]) == pytest.approx(30 / span + 1, abs=1e-6)


def test_one_typing_error_does_not_stretch_a_range() -> None:
    """An age of a million among a thousand leaves the others as far from each other as before."""
    ages = np.arange(1000.0) % 100
    points = encoding.points(pd.DataFrame({"age": [*ages, 1e6]}), pd.DataFrame({"age": [0.0]}), {"age": NUMBER}).pool
    assert distance(points[0], points[50]) == pytest.approx(0.5, abs=0.02)


def test_missing_values_equal_each_other_and_nothing_else() -> None:
    """So do infinities of one sign; all of them differ by 1 from every number and from each other."""
    odd = [np.nan, np.inf, -np.inf, 0.0, 1.0, 1e300]
    frame = pd.DataFrame({"x": odd})
    for unit in (0.0, 0.01, 1.0):
        points = encoding.points(frame, frame, {"x": NUMBER}, unit)
        for k, mine in enumerate(points.pool[:3]):
            assert [distance(mine, other) for other in points.made] == [float(k != at) for at in range(len(odd))]


def test_numbers_that_are_equal_are_so_whatever_their_type() -> None:
    """A generator may write 3 as 3.0; a text of a column of texts is compared as it is."""
    pool, made = pd.DataFrame({"x": [3, 4], "t": ["a", ""]}), pd.DataFrame({"x": [3.0, 4.0], "t": ["a", ""]})
    for unit in (0.0, 1.0):
        points = encoding.points(pool, made, plain_columns(pool), unit)
        assert (points.pool == points.made).all()
    known, found = encoding.identities(pool, made, plain_columns(pool))
    assert known.tolist() == found.tolist() == [0, 1]


def test_what_a_value_says_is_minus_the_logarithm_of_its_share() -> None:
    """By Shannon: of four people one in Bonn says log 4, three in Ulm log 4/3; numbers within a unit count as one."""
    pool = pd.DataFrame({"town": ["Ulm", "Ulm", "Ulm", "Bonn"], "x": [0.0, 0.1, 50.0, 100.0]})
    columns = {"town": TEXT, "x": NUMBER}
    exact = encoding.rarity(encoding.points(pool, pool, columns, 0.0).pool)
    assert exact[:, 0] == pytest.approx([np.log(4 / 3)] * 3 + [np.log(4)], abs=1e-6)
    assert exact[:, 1] == pytest.approx([np.log(4)] * 4, abs=1e-6)
    near = encoding.rarity(encoding.points(pool, pool, columns, 0.01).pool)
    assert near[:, 1] == pytest.approx([np.log(2), np.log(2), np.log(4), np.log(4)], abs=1e-6)


def test_personal_data_are_left_out() -> None:
    """Names are replaced by fakes, so that they would hide every copy."""
    frame = pd.DataFrame({"name": ["Ada", "Ben"], "x": [1, 2]})
    assert list(encoding.compared({"name": Column("personal"), "x": NUMBER}, frame)) == ["x"]
    assert list(encoding.compared(None, frame)) == ["name", "x"]
    assert list(encoding.compared(None, pd.DataFrame({0: [1], 1: ["a"]}))) == [0, 1]  # columns may bear numbers


@given(st.lists(st.floats(), min_size=1, max_size=30), st.lists(st.floats(), min_size=1, max_size=10))
def test_any_numbers_become_finite_points(pool: list[float], made: list[float]) -> None:
    """The largest and smallest floats, constants and nothing but missing values too, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for unit in (0.0, 0.01, 1.0):
            points = encoding.points(pd.DataFrame({"x": pool}), pd.DataFrame({"x": made}), {"x": NUMBER}, unit)
            weights = encoding.rarity(points.pool)
            assert np.isfinite(points.pool).all() and np.isfinite(points.made).all()
            assert np.isfinite(weights).all() and (weights >= 0).all()
