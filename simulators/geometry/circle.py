"""The centre and the radius of a circle, from its equation multiplied out."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from simulators.checks import lists, numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# Centre and radius are fractions with the bottom; the equation may be multiplied by a factor.
LEVELS = (
    {"size": 12, "bottom": 1, "factor": 1},
    {"size": 40, "bottom": 1, "factor": 1},
    {"size": 40, "bottom": 1, "factor": 9},
    {"size": 60, "bottom": 4, "factor": 5},
    {"size": 300, "bottom": 12, "factor": 7},
)
SPACES = {1: 25 * 25 * 12}


def make(rng: Stream, *, size: int, bottom: int, factor: int) -> Problem:
    below = rng.integer(2, bottom) if bottom > 1 else 1
    left, low, wide = rng.integer(-size, size), rng.integer(-size, size), rng.integer(1, size)
    p, q, r = (Fraction(top, below) for top in (left, low, wide))
    rest = Fraction(left * left + low * low - wide * wide, below * below)
    # The least multiple that makes all coefficients whole, and a factor more.
    scale = lcm((2 * p).denominator, (2 * q).denominator, rest.denominator) * rng.integer(1, factor)
    a, b, c = (int(scale * value) for value in (-2 * p, -2 * q, rest))
    answer = f"{p}, {q}, {r}"
    halves = {"a": str(-2 * p), "b": str(-2 * q), "c": str(rest)}
    return Problem(
        facts={"scale": scale, "a": a, "b": b, "c": c},
        answer=answer,
        steps=(
            *((Step("divide", halves),) if scale > 1 else ()),
            Step("complete", {"x": str(p), "y": str(q), "square": str(r * r)}),
            Step("read", {"x": str(p), "y": str(q), "radius": str(r)}),
        ),
        mistakes=mistakes(
            answer,
            signs_turned=f"{-p}, {-q}, {r}",
            no_root_taken=f"{p}, {q}, {r * r}",
            not_halved=f"{2 * p}, {2 * q}, {r}",
            diameter_instead=f"{p}, {q}, {2 * r}",
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return lists.judge(reply, lambda values: len(values) == 3 and _is_circle(facts, *values))


def _is_circle(facts: Facts, x: numbers.Number, y: numbers.Number, radius: numbers.Number) -> bool:
    """Four points at this distance from this centre satisfy the equation: no other circle goes through them."""
    scale, a, b, c = facts["scale"], facts["a"], facts["b"], facts["c"]
    # Everything is counted in parts of a common denominator.
    below = lcm(x.denominator, y.denominator, radius.denominator)
    p, q, r = int(x * below), int(y * below), int(radius * below)
    return r > 0 and all(
        scale * (u * u + v * v) + below * (a * u + b * v) + below * below * c == 0
        for u, v in ((p + r, q), (p - r, q), (p, q + r), (p, q - r))
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "divide":
        return all(Fraction(claim[name]) * facts["scale"] == facts[name] for name in "abc")
    x, y = Fraction(claim["x"]), Fraction(claim["y"])
    if step.rule == "read":
        return _is_circle(facts, x, y, Fraction(claim["radius"]))
    scale, square = facts["scale"], Fraction(claim["square"])
    return (
        -2 * scale * x == facts["a"] and -2 * scale * y == facts["b"] and scale * (x * x + y * y - square) == facts["c"]
    )


def canonical(facts: Facts) -> list[int]:
    return [facts["scale"], *sorted((facts["a"], facts["b"])), facts["c"]]
