"""Every family is a gymnasium environment."""

from __future__ import annotations

import math
import warnings

import gymnasium
import pytest
from gymnasium.utils.env_checker import check_env

from simulators import core, envs
from simulators.examples import examples


@pytest.mark.parametrize("name", core.names())
def test_gymnasium_accepts_the_environment(name: str) -> None:
    """gymnasium's own check passes without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gymnasium.make(envs.environment_id(name), render_mode="ansi")
        check_env(env.unwrapped)
    assert env.spec is not None
    assert env.spec.id == f"provender/{name}-v{core.load(name).version}"


def test_the_right_reply_is_rewarded() -> None:
    """The facts in info and the checker agree with the reward; the same seed asks the same question."""
    env = gymnasium.make("provender/number_theory.gcd-v1", level=3)
    prompt, info = env.reset(seed=11)
    again, _ = env.reset(seed=11)
    assert prompt == again
    divisor = max(d for d in range(1, 100_001) if info["facts"]["a"] % d == 0 == info["facts"]["b"] % d)
    _, reward, terminated, truncated, info = env.step(f"Answer: {divisor}")
    assert (reward, terminated, truncated, info["verdict"]) == (1.0, True, False, 1.0)


def test_a_wrong_reply_may_be_mended() -> None:
    """With three turns, wrong replies bring the checker's reason, the right one ends the episode."""
    env = gymnasium.make("provender/number_theory.gcd-v1", level=2, turns=3)
    env.reset(seed=4)
    facts = env.reset(seed=4)[1]["facts"]
    seen, reward, over, *_ = env.step("-1")
    assert (reward, over) == (0.0, False)
    assert "-1" in seen and "not right" in seen
    assert env.step(str(math.gcd(facts["a"], facts["b"])))[1:3] == (1.0, True)
    env.reset(seed=4)
    assert [env.step("0")[2] for _ in range(3)] == [False, False, True]


@pytest.mark.parametrize("name", core.names())
def test_feedback_does_not_tell_the_answer(name: str) -> None:
    """What is said of a wrong reply never holds the answer, unless the question or the reply does."""
    for level in (1, 4):
        for example in examples(name, level=level, seed=9, indices=range(6)):
            answer = example.problem.answer
            for reply in ("gibberish", *(mistake.answer for mistake in example.problem.mistakes)):
                reason = example.family.check(example.problem.facts, reply).reason
                reason = reason.split("expected one of")[0]  # all the options, as a question with options tells them
                assert len(answer) < 3 or answer in example.prompt + reply or answer not in reason, (reply, reason)


def test_bad_settings_are_one_clear_error() -> None:
    """An unknown level, and a step before the first reset."""
    with pytest.raises(core.NotFoundError, match="no level 9; there are: 1 to 5"):
        envs.FamilyEnv("number_theory.gcd", level=9)
    with pytest.raises(core.ContractError, match="reset"):
        envs.FamilyEnv("number_theory.gcd").step("1")
