"""The least or greatest integer that satisfies a linear inequality."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"both_sides": False, "coefficient": 9, "size": 60},
    {"both_sides": False, "coefficient": 12, "size": 200},
    {"both_sides": True, "coefficient": 20, "size": 500},
    {"both_sides": True, "coefficient": 99, "size": 9_999},
    {"both_sides": True, "coefficient": 9_999, "size": 10**8},
)


_TURNED = str.maketrans("<>", "><")


def make(rng: Stream, *, both_sides: bool, coefficient: int, size: int) -> Problem:
    a, c = rng.nonzero(-coefficient, coefficient), 0
    b, d = rng.nonzero(-size, size), rng.integer(-size, size)
    if both_sides:
        c = rng.nonzero(-coefficient, coefficient)
    if abs(a - c) < 2:
        a = c + 2 if a >= c else c - 2
    sign = rng.choice(("<", "<=", ">", ">="))
    if rng.chance(1, 3):
        d += (b - d) % abs(a - c)
    factor, right = a - c, d - b
    # Dividing by a negative number turns the sign around.
    bound_sign = sign if factor > 0 else sign.translate(_TURNED)
    strict = len(sign) == 1
    if bound_sign[0] == ">":
        found = right // factor + 1 if strict else -(-right // factor)
    else:
        found = -(-right // factor) - 1 if strict else right // factor
    inward, extreme = (1, "least") if bound_sign[0] == ">" else (-1, "greatest")
    answer = str(found)
    return Problem(
        facts={"a": a, "b": b, "sign": sign, "c": c, "d": d, "unknown": rng.choice("xyznt"), "extreme": extreme},
        answer=answer,
        steps=(
            Step("collect", {"factor": factor, "right": right}),
            Step("divide", {"factor": factor, "right": right, "bound_sign": bound_sign}),
            Step("round", {"found": found}),
        ),
        mistakes=mistakes(
            answer,
            bound_confused=found - inward,
            one_too_far=found + inward,
            moved_without_sign=(d + b) // factor,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is_last(facts, value), unknown=facts["unknown"])


def _is_last(facts: Facts, value: Number) -> bool:
    """An integer that satisfies the inequality next to one that does not, on the side that is asked for."""
    beyond = -1 if facts["extreme"] == "least" else 1
    return value == int(value) and _holds(facts, value) and not _holds(facts, value + beyond)


def _holds(facts: Facts, value: Number) -> bool:
    left, right = facts["a"] * value + facts["b"], facts["c"] * value + facts["d"]
    sign = facts["sign"]
    if left == right:
        return sign[1:] == "="
    return (left < right) == (sign[0] == "<")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "round":
        return _is_last(facts, claim["found"])
    if claim["factor"] != facts["a"] - facts["c"] or claim["right"] != facts["d"] - facts["b"]:
        return False
    return step.rule == "collect" or claim["bound_sign"] == (
        facts["sign"] if claim["factor"] > 0 else facts["sign"].translate(_TURNED)
    )


def canonical(facts: Facts) -> list[object]:
    return [facts[name] for name in ("a", "b", "sign", "c", "d")]
