"""One linear equation in one unknown, ax + b = c, with an integer solution."""

from __future__ import annotations

from math import gcd

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = ({"size": 9}, {"size": 30}, {"size": 99}, {"size": 999}, {"size": 99999})
SPACES = {1: 8 * 19 * 18}


def make(rng: Stream, *, size: int) -> Problem:
    a, x, b = rng.integer(2, size), rng.integer(-size, size), rng.nonzero(-size, size)
    c = a * x + b
    answer = str(x)
    return Problem(
        facts={"a": a, "b": b, "c": c, "unknown": rng.choice("xyznt")},
        answer=answer,
        steps=(
            Step("subtract", {"difference": c - b}),
            Step("divide", {"difference": c - b, "x": x}),
        ),
        mistakes=mistakes(
            answer, sign_kept=_ratio(c + b, a), not_divided=c - b, subtracted_coefficient=c - b - a, sign_lost=-x
        ),
    )


def _ratio(top: int, bottom: int) -> str:
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}" if bottom > common else str(top // common)


def check(facts: Facts, reply: str) -> Verdict:
    """Put into the equation, the number must make both sides equal."""
    return numbers.judge(reply, lambda x: facts["a"] * x + facts["b"] == facts["c"], unknown=facts["unknown"])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "subtract":
        return claim["difference"] + facts["b"] == facts["c"]
    return facts["a"] * claim["x"] == claim["difference"] == facts["c"] - facts["b"]


def canonical(facts: Facts) -> list[int]:
    return [facts["a"], facts["b"], facts["c"]]
