"""The missing side of a right triangle with whole sides."""

from __future__ import annotations

from math import isqrt

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = ({"size": 4}, {"size": 7}, {"size": 12}, {"size": 40}, {"size": 300})
# Euclid's pairs (m, n), a scale up to twice the size, and which of the three sides is asked for.
SPACES = {level: 3 * size * size * 2 * size for level, size in ((1, 4), (2, 7), (3, 12))}


def make(rng: Stream, *, size: int) -> Problem:
    n = rng.integer(1, size)
    m = n + rng.integer(1, size)
    scale = rng.integer(1, 2 * size)
    legs = [scale * (m * m - n * n), scale * 2 * m * n]
    hypotenuse = scale * (m * m + n * n)
    if rng.chance(1, 3):
        known, missing = legs, hypotenuse
        sign = 1
    else:
        missing, other = rng.shuffled(legs)
        known, sign = [hypotenuse, other], -1
    squares = [side * side for side in known]
    return Problem(
        facts={"known": known, "asked": "hypotenuse" if sign == 1 else "leg"},
        answer=str(missing),
        steps=(
            Step("square", {"first": squares[0], "second": squares[1]}),
            Step("combine", {"square": squares[0] + sign * squares[1]}),
            Step("root", {"square": missing * missing, "side": missing}),
        ),
        mistakes=mistakes(
            str(missing),
            not_squared=known[0] + sign * known[1],
            no_root_taken=missing * missing,
            other_sign=isqrt(abs(squares[0] - sign * squares[1])),
        ),
    )


def _fits(facts: Facts, side: numbers.Number) -> bool:
    """The two squares of the legs make up the square of the hypotenuse."""
    first, second = facts["known"]
    if facts["asked"] == "hypotenuse":
        return side > 0 and side * side == first * first + second * second
    return side > 0 and side * side + second * second == first * first


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda side: _fits(facts, side))


def check_step(facts: Facts, step: Step) -> bool:
    claim, (first, second) = step.claim, facts["known"]
    if step.rule == "square":
        return isqrt(claim["first"]) == first and claim["first"] == first**2 and claim["second"] == second**2
    if step.rule == "combine":
        left = claim["square"] - first * first
        return left == (second * second if facts["asked"] == "hypotenuse" else -second * second)
    return _fits(facts, claim["side"]) and claim["square"] == claim["side"] ** 2


def canonical(facts: Facts) -> list[object]:
    first, second = facts["known"]
    return [facts["asked"], *(sorted((first, second)) if facts["asked"] == "hypotenuse" else (first, second))]
