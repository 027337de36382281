"""The definite integral of a polynomial over an interval, exactly."""

from __future__ import annotations

from fractions import Fraction

from simulators.checks import formulas, numbers
from simulators.checks.identities import agree
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.notation import polynomial

VERSION = 1
LEVELS = (
    {"degree": 1, "size": 20, "width": 6},
    {"degree": 2, "size": 20, "width": 6},
    {"degree": 3, "size": 20, "width": 6},
    {"degree": 4, "size": 30, "width": 9},
    {"degree": 5, "size": 40, "width": 12},
)
MOST = 5  # Boole's rule is exact up to this degree


def make(rng: Stream, *, degree: int, size: int, width: int) -> Problem:
    function = [rng.integer(-size, size) for _ in range(degree)] + [rng.nonzero(-size, size)]
    low = rng.integer(-width, width)
    high = low + rng.integer(1, width)
    x = rng.choice("xtu")
    whole = [Fraction(0), *(Fraction(value, power) for power, value in enumerate(function, 1))]
    at_high, at_low = _antiderivative(function, high), _antiderivative(function, low)
    answer = str(at_high - at_low)
    antiderivative = polynomial(whole, x)
    return Problem(
        facts={"coefficients": function, "low": low, "high": high, "unknown": x},
        answer=answer,
        steps=(
            Step("integrate", {"antiderivative": antiderivative}),
            Step("evaluate", {"at_high": str(at_high), "at_low": str(at_low)}),
            Step("subtract", {"value": answer}),
        ),
        mistakes=mistakes(
            answer,
            limits_swapped=at_low - at_high,
            lower_limit_forgotten=at_high,
            values_added=at_high + at_low,
            not_integrated=_value(function, high) - _value(function, low),
        ),
    )


def _value(coefficients: list[int], x: int) -> int:
    return sum(value * x**power for power, value in enumerate(coefficients))


# 60 is a multiple of every power up to MOST + 1.
def _antiderivative(coefficients: list[int], x: int) -> Fraction:
    return Fraction(sum(60 * value * x**power // power for power, value in enumerate(coefficients, 1)), 60)


def _integral(coefficients: list[int], low: int, high: int) -> Fraction:
    """Boole's rule (1860): five equidistant values, weighted 7, 32, 12, 32, 7 by 90."""
    degree = len(coefficients) - 1
    if degree > MOST:
        raise ValueError(f"expected a degree of at most {MOST}")
    found = 0  # times 4^degree, so that all stays whole
    for number, weight in enumerate((7, 32, 12, 32, 7)):
        quarters = 4 * low + (high - low) * number
        found += weight * sum(c * quarters**power * 4 ** (degree - power) for power, c in enumerate(coefficients))
    return Fraction(found * (high - low), 90 * 4**degree)


def check(facts: Facts, reply: str) -> Verdict:
    """By quadrature that is exact for the degree; no antiderivative is formed."""
    value = _integral(facts["coefficients"], facts["low"], facts["high"])
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim, x = step.claim, facts["unknown"]
    low, high = facts["low"], facts["high"]
    if step.rule == "integrate":
        whole, function = formulas.parse(claim["antiderivative"], x), formulas.parse(_shown(facts), x)
        return whole is not None and agree(whole, function, x, slopes=True)
    if step.rule == "evaluate":
        coefficients = facts["coefficients"]
        values = [_integral(coefficients, 0, end) for end in (high, low)]
        return values == [Fraction(claim["at_high"]), Fraction(claim["at_low"])]
    return Fraction(claim["value"]) == _integral(facts["coefficients"], low, high)


def _shown(facts: Facts) -> str:
    return polynomial(facts["coefficients"], facts["unknown"])


def canonical(facts: Facts) -> list[object]:
    return [list(facts["coefficients"]), facts["low"], facts["high"]]
