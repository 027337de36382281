"""The privacy gate finds planted leaks and leaves clean tables alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from privacy import gate
from privacy.attacks.closest_record import closest_record
from privacy.attacks.exact_copies import exact_copies
from privacy.core import FAIL, INSUFFICIENT, PASS
from privacy.statistics import holm, wilson
from synth.tabular import real

CENSUS = real.read("adult").frame


def pieces(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Three disjoint parts of the census table: what an engine saw, what it did not, and fresh rows."""
    rows = CENSUS.sample(frac=1, random_state=seed).reset_index(drop=True)
    return rows[:1000], rows[1000:2000], rows[2000:3000]


def test_fresh_rows_pass() -> None:
    """Rows of the same population that copy nothing fail at most as often as the level allows: 1 of 20."""
    failed = 0
    for seed in range(12):
        seen, unseen, fresh = pieces(seed)
        failed += gate.judge(seen, fresh, unseen, rng=np.random.default_rng(seed)).verdict == FAIL
    assert failed <= 2  # P(more than 2 of 12 at 5%) = 2%; the seeds are fixed


@pytest.mark.parametrize("copied", [1.0, 0.2, 0.05, 0.02])
def test_planted_copies_fail(copied: float) -> None:
    """Copies of training rows are found, down to one row in fifty; a plain copy scores worst."""
    seen, unseen, fresh = pieces(1)
    count = int(copied * len(fresh))
    rows = pd.concat([seen[:count], fresh[count:]])
    decision = gate.judge(seen, rows, unseen, rng=np.random.default_rng(1))
    assert decision.verdict == FAIL
    risk = exact_copies(seen, rows, unseen, rng=np.random.default_rng(1))
    assert risk.low <= risk.value == pytest.approx(copied, abs=0.01)


def test_near_copies_fail() -> None:
    """Rows slightly changed are no exact copies, but lie too near: the second attack finds them."""
    seen, unseen, fresh = pieces(2)
    near = seen[:200].assign(age=seen.age + 1, fnlwgt=seen.fnlwgt + 371)
    rows = pd.concat([near, fresh[200:]])
    rng = np.random.default_rng(2)
    assert exact_copies(seen, rows, unseen, rng=rng).value == 0
    assert closest_record(seen, rows, unseen, rng=rng).low > 0
    assert gate.judge(seen, rows, unseen, rng=rng).verdict == FAIL


def test_copies_of_the_holdout_are_no_leak() -> None:
    """What the generator never saw cannot have leaked, even if it is copied."""
    seen, unseen, fresh = pieces(3)
    rows = pd.concat([unseen[:300], fresh[300:]])
    assert gate.judge(seen, rows, unseen, rng=np.random.default_rng(3)).verdict == PASS


def test_too_few_rows_are_insufficient() -> None:
    """Not enough data is never a pass."""
    seen, unseen, fresh = pieces(4)
    assert gate.judge(seen[:50], fresh, unseen, rng=np.random.default_rng(4)).verdict == INSUFFICIENT
    assert gate.judge(seen, fresh[:50], unseen, rng=np.random.default_rng(4)).verdict == INSUFFICIENT


def test_one_leaking_table_of_several_fails_and_is_named() -> None:
    """All tables are attacked in one battery; without any nothing can be said."""
    seen, unseen, fresh = pieces(8)
    clean = gate.Sides(seen, fresh, unseen)
    leaking = gate.Sides(seen, pd.concat([seen[:200], fresh[200:]]), unseen)
    decision = gate.judge_all({"a": clean, "b": leaking}, rng=np.random.default_rng(8))
    assert decision.verdict == FAIL
    assert {risk.name for risk in decision.risks if risk.verdict == FAIL} >= {"b: exact copies"}
    assert not [risk.name for risk in decision.risks if risk.verdict == FAIL and risk.name.startswith("a:")]
    assert gate.judge_all({}, rng=np.random.default_rng(0)).verdict == INSUFFICIENT


def test_the_gate_depends_on_its_seed_alone() -> None:
    """The same rng gives the same verdict and figures."""
    seen, unseen, fresh = pieces(5)
    first, second = (gate.judge(seen, fresh, unseen, rng=np.random.default_rng(7)).json() for _ in range(2))
    assert first == second


def test_other_columns_are_refused() -> None:
    """Tables of different columns cannot be compared."""
    seen, unseen, fresh = pieces(6)
    with pytest.raises(ValueError, match="same columns"):
        gate.judge(seen, fresh.drop(columns="age"), unseen, rng=np.random.default_rng(0))


def test_wilson_gives_the_published_intervals() -> None:
    """Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0.0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (hits, trials), interval in published.items():
        assert [round(limit, 4) for limit in wilson(hits, trials)] == list(interval)


def test_holm_never_lowers_a_p_value() -> None:
    """Adjusted values are at least the raw ones, at most 1, and keep their order."""
    raw = [0.2, 0.001, 0.04, 0.04, 0.9]
    adjusted = holm(raw)
    assert all(a >= r for a, r in zip(adjusted, raw, strict=True))
    assert max(adjusted) <= 1
    assert [round(value, 6) for value in adjusted] == [0.4, 0.005, 0.16, 0.16, 0.9]
