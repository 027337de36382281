"""Audits from below: never above what is true, not far below it, and far above a claim that is false."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from privacy.audit import audit, audit_halves, trained
from privacy.core import PrivacyError

RUNS, AUDITS, SURE = 4_000, 200, 0.9999  # with 99.99% each, 200 audits are all right with 98%


@pytest.mark.parametrize("epsilon", [0.5, 1.0, 2.0])
def test_randomised_response_is_never_overstated_and_half_is_found(epsilon: float) -> None:
    """Warner's mechanism (1965) tells the truth with e^ε / (1 + e^ε): its ε is known exactly."""
    rng = np.random.default_rng(int(10 * epsilon))
    truth = 1 / (1 + math.exp(-epsilon))
    found = []
    for _ in range(AUDITS):
        with_row = (rng.random(RUNS) < truth).astype(float)
        without = (rng.random(RUNS) >= truth).astype(float)
        found.append(audit(with_row, without, 0.5, 0.0, confidence=SURE).epsilon)
    assert max(found) <= epsilon
    assert min(found) >= epsilon / 2


@pytest.mark.parametrize("epsilon", [1.0, 2.0])
def test_a_noisy_count_is_never_overstated_and_half_is_found(epsilon: float) -> None:
    """A count with Laplace noise, whose threshold the first half of the runs has to find."""
    rng = np.random.default_rng(int(100 * epsilon))
    found = []
    for _ in range(AUDITS // 4):
        with_row, without = 1 + rng.laplace(0, 1 / epsilon, 2 * RUNS), rng.laplace(0, 1 / epsilon, 2 * RUNS)
        found.append(audit_halves(with_row, without, 0.0, confidence=SURE).epsilon)
    assert max(found) <= epsilon
    assert min(found) >= epsilon / 2


def test_an_engine_that_copies_is_found_out_and_one_that_ignores_its_rows_is_not() -> None:
    """By training both on a table and on the same table with one row more."""
    rows, target = pd.DataFrame({"x": np.arange(50)}), pd.DataFrame({"x": [999]})
    engines = {
        "copies": lambda table, rng: table.sample(len(table), replace=True, random_state=rng),
        "ignores": lambda _, rng: pd.DataFrame({"x": rng.integers(0, 1000, 50)}),
    }
    found = {}
    for name, engine in engines.items():
        scores = trained(engine, rows, target, statistic=lambda made: float((made.x == 999).sum()), runs=200,
                         rng=np.random.default_rng(1))  # fmt: skip
        found[name] = audit_halves(*scores, 0.0).epsilon
    assert found["copies"] > 1.5
    assert found["ignores"] < 0.5


def test_runs_come_in_pairs() -> None:
    """As many with the row as without."""
    with pytest.raises(PrivacyError, match="equally many runs"):
        audit_halves(np.zeros(10), np.zeros(9), 0.0)
