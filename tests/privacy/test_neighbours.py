"""Nearest rows are exact: they are those of a plain loop, whatever the rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.neighbours import LEAF, nearest


def by_brute_force(pool: np.ndarray, rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The distances of every row to every row of the pool, by the definition."""
    return (np.minimum(np.abs(rows[:, None] - pool[None]), 1) * weights[:, None]).sum(axis=2)


def mixed(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Numbers in and out of their range, codes of few and of many values, a constant, and a place for missing ones."""
    parts = [rng.random(rows), rng.normal(0, 3, rows), rng.integers(0, 3, rows), rng.integers(0, 1000, rows),
             np.zeros(rows), np.where(rng.random(rows) < 0.1, 2.0**22, rng.random(rows))]  # fmt: skip
    return np.stack(parts, axis=1).astype(np.float32)


@pytest.mark.parametrize("rows", [1, 5, LEAF, LEAF + 1, 3000])
@pytest.mark.parametrize("weighted", [False, True])
def test_the_nearest_rows_are_those_of_a_plain_loop(rows: int, weighted: bool) -> None:
    """Their distances are the smallest of all, and they are where they are said to be."""
    rng = np.random.default_rng(rows)
    pool, made = mixed(rng, rows), mixed(rng, 60)
    weights = rng.random(made.shape).astype(np.float32) if weighted else np.ones(made.shape, np.float32)
    count = min(3, rows)
    found = nearest(pool, made, count, weights if weighted else None)
    every = by_brute_force(pool, made, weights)
    assert found.distance == pytest.approx(np.sort(every, axis=1)[:, :count], abs=1e-5)
    assert found.distance == pytest.approx(np.take_along_axis(every, found.place, axis=1), abs=1e-5)


@given(st.integers(0, 2**32 - 1), st.integers(1, 400), st.integers(1, 4))
def test_ties_and_doubles_lose_nothing(seed: int, rows: int, values: int) -> None:
    """Among few different rows, most are equally near: none is named twice, and none that is farther is named."""
    rng = np.random.default_rng(seed)
    pool, made = (rng.integers(0, values, (size, 3)).astype(np.float32) for size in (rows, 5))
    found = nearest(pool, made, 4)
    every = np.sort(by_brute_force(pool, made, np.ones(made.shape)), axis=1)
    some = min(4, rows)
    assert (found.distance[:, :some] == every[:, :some]).all()
    assert all(len(set(places)) == some for places in found.place[:, :some].tolist())
    assert (found.place[:, some:] == -1).all() and np.isinf(found.distance[:, some:]).all()


def test_a_row_of_the_pool_is_at_distance_nought_from_itself() -> None:
    """Copies are found as copies: rounding leaves nothing between equal rows."""
    pool = mixed(np.random.default_rng(0), 1000)
    assert (nearest(pool, pool).distance == 0).all()


def test_an_empty_pool_is_refused() -> None:
    """There is no nearest row of none."""
    with pytest.raises(ValueError, match="at least one row"):
        nearest(np.zeros((0, 2), np.float32), np.zeros((1, 2), np.float32))
