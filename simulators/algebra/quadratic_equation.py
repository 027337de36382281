"""A quadratic equation ax^2 + bx + c = 0 with two different rational roots, both asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from simulators.checks import lists, numbers
from simulators.checks.numbers import Number
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# The equation is multiple * (px - q) * (rx - s) = 0 with p and r up to the divisor, q and s up to the size.
LEVELS = (
    {"multiple": 1, "divisor": 1, "size": 30},
    {"multiple": 1, "divisor": 1, "size": 99},
    {"multiple": 9, "divisor": 1, "size": 99},
    {"multiple": 3, "divisor": 5, "size": 99},
    {"multiple": 5, "divisor": 12, "size": 999},
)
# Pairs of different roots.
SPACES = {1: 61 * 60 // 2, 2: 199 * 198 // 2}


def make(rng: Stream, *, multiple: int, divisor: int, size: int) -> Problem:
    p, r, scale = rng.integer(1, divisor), rng.integer(1, divisor), rng.integer(1, multiple)
    q, s = rng.integer(-size, size), rng.integer(-size, size)
    if q * r == s * p:
        s = s - 1 if s > -size else s + 1
    a, b, c = scale * p * r, -scale * (p * s + q * r), scale * q * s
    root = scale * abs(q * r - p * s)
    tops = [-b - root, -b + root]
    # Whole roots stay whole numbers: they are most, and print the same.
    lower, upper = (top // (2 * a) if top % (2 * a) == 0 else Fraction(top, 2 * a) for top in tops)
    answer = f"{lower}, {upper}"
    return Problem(
        facts={"a": a, "b": b, "c": c, "unknown": rng.choice("xyzt")},
        answer=answer,
        steps=(
            Step("discriminant", {"discriminant": root * root, "root": root}),
            Step("roots", {"tops": tops, "bottom": 2 * a}),
            Step("reduce", {"lower": str(lower), "upper": str(upper)}),
        ),
        mistakes=mistakes(
            answer,
            signs_turned=f"{-upper}, {-lower}",
            one_root_only=lower,
            two_forgotten=f"{2 * lower}, {2 * upper}",
            signs_lost=f"{abs(lower)}, {abs(upper)}",
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return lists.judge(reply, lambda roots: _are_roots(facts, roots), unknowns=facts["unknown"])


def _are_roots(facts: Facts, roots: Sequence[Number]) -> bool:
    """Two different numbers that solve it: a quadratic equation has no more."""
    if len(roots) != 2 or roots[0] == roots[1]:
        return False
    a, b, c = facts["a"], facts["b"], facts["c"]
    # Multiplied by the square of the denominator, all is whole.
    pairs = [(x.numerator, x.denominator) for x in roots]
    return all((a * top + b * bottom) * top + c * bottom * bottom == 0 for top, bottom in pairs)


def check_step(facts: Facts, step: Step) -> bool:
    claim, a, b, c = step.claim, facts["a"], facts["b"], facts["c"]
    if step.rule == "discriminant":
        return claim["discriminant"] == b * b - 4 * a * c == claim["root"] ** 2 and claim["root"] >= 0
    if step.rule == "roots":
        tops, bottom = claim["tops"], claim["bottom"]
        return bottom == 2 * a and _are_roots(facts, [Fraction(top, bottom) for top in tops]) and tops[0] < tops[1]
    lower, upper = numbers.parse(claim["lower"]), numbers.parse(claim["upper"])
    return lower is not None and upper is not None and lower < upper and _are_roots(facts, [lower, upper])


def canonical(facts: Facts) -> list[int]:
    return [facts["a"], facts["b"], facts["c"]]
