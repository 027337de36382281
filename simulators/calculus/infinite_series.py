"""The sum of an infinite series of geometric kind, exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"degree": 0, "start": 0, "size": 200, "bottom": 15},
    {"degree": 0, "start": 4, "size": 99, "bottom": 15},
    {"degree": 1, "start": 0, "size": 20, "bottom": 9},
    {"degree": 1, "start": 3, "size": 20, "bottom": 9},
    {"degree": 2, "start": 2, "size": 12, "bottom": 9},
)


def make(rng: Stream, *, degree: int, start: int, size: int, bottom: int) -> Problem:
    """The sum over n >= first of (a + b n + c n^2) r^n, from the closed formulas of the three series."""
    below = rng.integer(2, bottom)
    ratio = Fraction(rng.nonzero(-below + 1, below - 1), below) if below > 2 else Fraction(rng.choice((-1, 1)), 2)
    first = rng.integer(min(start, 1), start) if start else 0
    a, b, c = ([rng.nonzero(-size, size) for _ in range(degree + 1)] + [0, 0])[:3]
    r, rest = ratio, 1 - ratio
    whole = a / rest + b * r / rest**2 + c * r * (1 + r) / rest**3
    missing = [(a + b * n + c * n * n) * r**n for n in range(first)]
    value = whole - sum(missing)
    answer = str(value)
    steps = [Step("ratio", {"ratio": str(r), "whole": str(whole)})]
    if missing:
        steps.append(Step("missing", {"terms": list(map(str, missing))}))
    return Problem(
        facts={"coefficients": [a, b, c][: degree + 1], "ratio": [r.numerator, r.denominator], "first": first},
        answer=answer,
        steps=(*steps, Step("value", {"value": answer})),
        mistakes=mistakes(
            answer,
            started_at_zero=whole,
            one_term_too_few=value - (a + b * first + c * first * first) * r**first,
            sign_of_ratio_lost=a / (1 + r) + b * r / (1 + r) ** 2 + c * r * (1 - r) / (1 + r) ** 3 - sum(missing),
            factor_taken_for_the_first_term=a * r / rest if not degree else value + a,
        ),
    )


def _sum_is(facts: Facts, value: Any, first: int) -> bool:
    """Whether that is the sum from that place on, by what holds of this sum alone.

    Multiplied by 1 - r, again and again, the series loses a degree, until nothing but finitely many terms is left:
    (1 - r)^(d + 1) S is a polynomial in r, the product of the terms with the binomial coefficients.
    """
    top, bottom = facts["ratio"]
    r = Fraction(top, bottom)
    if not abs(r) < 1 or len(facts["coefficients"]) > 4 or not 0 <= first <= 100:
        raise ValueError("expected a ratio between -1 and 1, a degree below 4 and a first place up to 100")
    count = len(facts["coefficients"])
    terms = [sum(c * n**power for power, c in enumerate(facts["coefficients"])) for n in range(first, first + count)]
    for _ in range(count):  # multiply the list of coefficients by 1 - r; from there on all are 0
        terms = [terms[0], *(b - a for a, b in pairwise(terms))]
    left = sum(term * r ** (first + i) for i, term in enumerate(terms))
    return value * (1 - r) ** count == left


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _sum_is(facts, value, facts["first"]))


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    r = Fraction(*facts["ratio"])
    if step.rule == "ratio":
        return Fraction(claim["ratio"]) == r and _sum_is(facts, Fraction(claim["whole"]), 0)
    if step.rule == "missing":
        terms = [sum(c * n**k for k, c in enumerate(facts["coefficients"])) * r**n for n in range(facts["first"])]
        return list(map(Fraction, claim["terms"])) == terms
    return _sum_is(facts, Fraction(claim["value"]), facts["first"])


def canonical(facts: Facts) -> list[object]:
    return [list(facts["coefficients"]), list(facts["ratio"]), facts["first"]]
