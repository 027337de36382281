"""The random stream: uniform, independent of its neighbours, the same everywhere."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.core import stream

RELEASED = [629, 594, 57, 333, 451]
CODE = "from simulators.core import stream; s = stream(3, 'a.b', 4); print([s.below(10**30) for _ in range(20)])"


def test_draws_are_uniform() -> None:
    """Chi-square of 60,000 draws below 6 and of the first draw of 60,000 streams: under the 99.9% point, 20.5."""
    one = stream(0, "test", 0)
    for draws in ([one.below(6) for _ in range(60_000)], [stream(0, "test", i).below(6) for i in range(60_000)]):
        counts = Counter(draws)
        assert sum((counts[face] - 10_000) ** 2 / 10_000 for face in range(6)) < 20.5


def test_neighbours_share_nothing() -> None:
    """Streams of neighbouring seeds, names and indices begin differently."""
    first = {
        tuple(stream(seed, name, index).below(2**60) for _ in range(1))
        for seed in range(20)
        for name in ("a", "b", "ab")
        for index in range(20)
    }
    assert len(first) == 20 * 3 * 20


def test_the_stream_is_the_same_in_every_process() -> None:
    """Nothing depends on PYTHONHASHSEED."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1


def test_the_stream_is_the_one_that_was_released() -> None:
    """These words must never change: every stored record's seed and index refer to them."""
    known = stream(0, "algebra.linear_equation/1", 0)
    assert [known.below(1000) for _ in range(5)] == RELEASED


@given(st.integers(1, 10**60), st.integers(0, 2**64 - 1))
def test_a_draw_is_in_its_range(bound: int, index: int) -> None:
    """below, integer and sample keep their ranges, however wide."""
    rng = stream(1, "range", index)
    assert 0 <= rng.below(bound) < bound
    assert -bound <= rng.integer(-bound, bound) <= bound
    assert rng.nonzero(-bound, bound) != 0
    assert sorted(rng.shuffled(range(10))) == list(range(10))
    assert len(str(rng.digits(1 + index % 30))) == 1 + index % 30


def test_wide_draws_reach_everywhere() -> None:
    """Draws below 10**40 fill all tenths of the range."""
    rng = stream(1, "wide", 0)
    assert len({rng.below(10**40) // 10**39 for _ in range(500)}) == 10


def test_an_empty_range_is_an_error() -> None:
    """There is no integer below 0, and none between 5 and 3."""
    with pytest.raises(ValueError, match="positive bound"):
        stream(0, "x", 0).below(0)
    with pytest.raises(ValueError, match="positive bound"):
        stream(0, "x", 0).integer(5, 3)
