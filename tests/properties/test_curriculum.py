"""The curriculum moves with success and depends on its log alone."""

from __future__ import annotations

import pytest

from simulators import core, curriculum
from simulators.curriculum import WINDOW, Outcome
from simulators.examples import examples

GCD, CHAIN = "number_theory.gcd", "arithmetic.chain"


def learner(strength: int, count: int) -> list[Outcome]:
    """A learner who masters the levels up to its strength, as the curriculum poses them."""
    log: list[Outcome] = []
    for _ in range(count):
        task = curriculum.next_task([GCD, CHAIN], log, seed=1)
        log.append(Outcome(task.family, task.level, float(task.level <= strength)))
    return log


@pytest.mark.parametrize("strength", [0, 2, 3, 5])
def test_a_learner_ends_at_the_edge_of_its_strength(strength: int) -> None:
    """Who masters k levels is kept at level k or k + 1."""
    levels = curriculum.progress(learner(strength, 600))
    assert set(levels) == {GCD, CHAIN}
    assert all(level in (max(1, strength), min(strength + 1, 5)) for level in levels.values()), levels


def test_the_log_is_all_there_is() -> None:
    """Cut anywhere and given again, the log goes on with the same tasks; no place comes twice."""
    log = learner(3, 120)
    assert learner(3, 120) == log
    tasks = [curriculum.next_task([GCD, CHAIN], log[:at], seed=1) for at in range(len(log))]
    assert [(task.family, task.level) for task in tasks] == [(outcome.family, outcome.level) for outcome in log]
    assert len({task.place for task in tasks}) == len(tasks)
    task = tasks[50]
    assert examples(task.family, level=task.level, seed=1, indices=[task.place])[0].prompt


def test_no_verdict_moves_nothing() -> None:
    """A failure of the machinery is neither success nor failure; middling success keeps the level."""
    assert curriculum.level_of(GCD, [Outcome(GCD, 1, None)] * 100) == 1
    assert curriculum.level_of(GCD, [Outcome(GCD, 1, 1.0), Outcome(GCD, 1, 0.0)] * WINDOW) == 1


def test_bad_input_is_one_clear_error() -> None:
    """No family, and an unknown one."""
    with pytest.raises(core.ContractError, match="at least one family"):
        curriculum.next_task([], [], seed=1)
    with pytest.raises(core.NotFoundError, match="no family"):
        curriculum.level_of("x.y", [])
