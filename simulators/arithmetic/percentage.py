"""A part, a whole, a change or a changed value, by percentages that come out exactly."""

from __future__ import annotations

from math import gcd

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
SHARED = ("_rule",)  # the steps apply it; the verdict does not
LEVELS = (
    {"grain": 10, "size": 5_000},
    {"grain": 5, "size": 10_000},
    {"grain": 1, "size": 20_000},
    {"grain": 1, "size": 500_000},
    {"grain": 1, "size": 50_000_000},
)


def make(rng: Stream, *, grain: int, size: int) -> Problem:
    kind = rng.choice(("part", "whole", "change", "after"))
    percent = grain * rng.integer(1, 99 // grain)
    unit = 100 // gcd(percent, 100)
    whole = unit * rng.integer(1, size // unit)
    if kind in ("change", "after") and rng.chance(1, 2):
        percent = -percent
    part = whole * percent // 100
    first, second, found = {
        "part": (percent, whole, part),
        "whole": (percent, part, whole),
        "change": (whole, whole + part, percent),
        "after": (whole, percent, whole + part),
    }[kind]
    facts = {"kind": kind, "first": first, "second": second}
    left, right, divisor = _rule(facts)
    product, answer = left * right, str(found)
    steps = [
        Step("multiply", {"product": product}),
        Step("divide", {"product": product, "divisor": divisor, "value": found}),
    ]
    if kind in ("change", "after"):
        steps.insert(0, Step("compare", {"number": right if kind == "change" else left}))
    return Problem(
        facts=facts,
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            hundred_forgotten=product if divisor == 100 else product // 100,
            change_and_value_confused=whole - part if kind == "part" else part,
            wrong_direction={"change": -percent, "after": whole - part}.get(kind, whole + part),
        ),
    )


def _rule(facts: Facts) -> tuple[int, int, int]:
    """The value asked for is left * right / divisor."""
    kind, first, second = facts["kind"], facts["first"], facts["second"]
    if kind == "part":
        return first, second, 100
    if kind == "whole":
        return 100, second, first
    if kind == "change":
        return 100, second - first, first
    return 100 + second, first, 100


def check(facts: Facts, reply: str) -> Verdict:
    """By what a percentage means, the value put in its place."""
    kind, first, second = facts["kind"], facts["first"], facts["second"]

    def fits(value: numbers.Number) -> bool:
        whole, part, percent = {
            "part": (second, value, first),
            "whole": (value, second, first),
            "change": (first, second, 100 + value),
            "after": (first, value, 100 + second),
        }[kind]
        return 100 * part == percent * whole

    return numbers.judge(reply, fits, units=("%", "percent"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    left, right, divisor = _rule(facts)
    if step.rule == "compare":
        return claim["number"] == (right if facts["kind"] == "change" else left)
    if claim["product"] != left * right:
        return False
    return step.rule == "multiply" or (claim["divisor"] == divisor and claim["value"] * divisor == left * right)
