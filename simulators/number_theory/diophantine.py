"""Any two integers x and y with ax + by = c, or the finding that there are none."""

from __future__ import annotations

from math import gcd

from simulators.checks import lists, words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
NONE = "no solution"
LEVELS = ({"size": 99}, {"size": 300}, {"size": 2_000}, {"size": 10**5}, {"size": 10**7})


def make(rng: Stream, *, size: int) -> Problem:
    solvable = rng.chance(3, 4)
    common = rng.integer(1 if solvable else 2, min(12, size // 20))
    a, b = (common * rng.integer(2, size // common) for _ in "ab")
    divisor, u, v, steps = _divided(a, b)
    c = divisor * rng.integer(2, 2 * size // divisor)
    if not solvable:
        c += rng.integer(1, divisor - 1)
    times, rest = divmod(c, divisor)
    if rest:
        answer = NONE
        steps.append(Step("none", {"divisor": divisor, "quotient": times, "rest": rest}))
    else:
        answer = f"{u * times}, {v * times}"
        steps.append(Step("combine", {"u": u, "v": v, "divisor": divisor}))
        steps.append(Step("scale", {"times": times, "x": u * times, "y": v * times}))
    return Problem(
        facts={"a": a, "b": b, "c": c},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, **_slips(a, b, c, u, v, times)),
    )


def _divided(a: int, b: int) -> tuple[int, int, int, list[Step]]:
    """Euclid's algorithm: the greatest common divisor, as u * a + v * b, and its lines."""
    steps = []
    high, low, one, other = (a, b, (1, 0), (0, 1)) if a > b else (b, a, (0, 1), (1, 0))
    while low:
        quotient, rest = divmod(high, low)
        steps.append(Step("divide", {"high": high, "low": low, "quotient": quotient, "rest": rest}))
        one, other = other, (one[0] - quotient * other[0], one[1] - quotient * other[1])
        high, low = low, rest
    return high, *one, steps


def _slips(a: int, b: int, c: int, u: int, v: int, times: int) -> dict[str, str]:
    """Wrong pairs by name; some of them may happen to fit."""
    x, y = u * times, v * times
    pairs = {
        "not_scaled": (u, v),
        "swapped": (y, x),
        "sign_lost": (abs(x), abs(y)),
        "remainder_ignored": (x, y),
    }
    return {name: f"{p}, {q}" for name, (p, q) in pairs.items() if a * p + b * q != c} | {"gave_up": NONE}


def check(facts: Facts, reply: str) -> Verdict:
    a, b, c = facts["a"], facts["b"], facts["c"]
    pair = lists.read(reply, unknowns="xy")
    if pair is not None:
        fits = len(pair) == 2 and all(isinstance(value, int) for value in pair) and a * pair[0] + b * pair[1] == c
        return RIGHT if fits else wrong(f"{reply[:60]!r} does not solve the equation")
    if c % gcd(a, b) == 0:
        return wrong("expected two integers: there is a solution")
    return words.judge(reply, NONE, same={"no solutions": NONE, "there is no solution": NONE})


def check_step(facts: Facts, step: Step) -> bool:
    claim, a, b, c = step.claim, facts["a"], facts["b"], facts["c"]
    divisor = gcd(a, b)
    if step.rule == "divide":
        high, low, rest = claim["high"], claim["low"], claim["rest"]
        return high == claim["quotient"] * low + rest and 0 <= rest < low and gcd(high, low) == divisor
    if step.rule == "combine":
        return claim["divisor"] == divisor == a * claim["u"] + b * claim["v"]
    if step.rule == "scale":
        return claim["times"] * divisor == c == a * claim["x"] + b * claim["y"]
    quotient, rest = claim["quotient"], claim["rest"]
    return claim["divisor"] == divisor and c == divisor * quotient + rest and 0 < rest < divisor


def canonical(facts: Facts) -> list[int]:
    return [*sorted((facts["a"], facts["b"])), facts["c"]]
