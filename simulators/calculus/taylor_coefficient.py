"""One coefficient of the Maclaurin series of a product of well-known functions."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import factorial, prod
from operator import mul
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"kinds": ("exponential", "geometric"), "functions": 1, "power": 3, "size": 9},
    {"kinds": ("exponential", "geometric", "sine", "cosine"), "functions": 1, "power": 5, "size": 9},
    {"kinds": ("binomial", "exponential", "geometric"), "functions": 2, "power": 3, "size": 5},
    {"kinds": ("exponential", "geometric", "sine", "cosine", "logarithm"), "functions": 2, "power": 4, "size": 5},
    {"kinds": ("exponential", "geometric", "sine", "cosine", "logarithm"), "functions": 2, "power": 6, "size": 6},
)
HIGHEST = 30

# The kind of function, the factor a of its argument, and an exponent (of the binomial; 0 else).
Factor = tuple[str, int, int]


def make(rng: Stream, *, kinds: tuple[str, ...], functions: int, power: int, size: int) -> Problem:
    chosen = rng.sample(kinds, functions)
    factors = [(kind, rng.nonzero(-size, size), rng.integer(2, 6) if kind == "binomial" else 0) for kind in chosen]
    linear = [rng.nonzero(-size, size), rng.nonzero(-size, size)]
    top = rng.integer(power - 1, power)
    rows = [[_coefficient(*factor, n) for n in range(top + 1)] for factor in factors]
    series = rows[0] if functions == 1 else _times(*rows)
    value = linear[0] * series[top] + linear[1] * series[top - 1]
    answer = str(value)
    steps = [Step("series", {"number": i + 1, "row": list(map(str, row))}) for i, row in enumerate(rows)]
    if functions > 1:
        steps.append(Step("multiply", {"coefficients": list(map(str, series))}))
    last = Step("combine", {"here": str(series[top]), "before": str(series[top - 1]), "value": answer})
    return Problem(
        facts={"linear": linear, "factors": factors, "power": top, "unknown": rng.choice("xt")},
        answer=answer,
        steps=(*steps, last),
        mistakes=mistakes(
            answer,
            linear_term_forgotten=linear[0] * series[top],
            linear_coefficients_swapped=linear[1] * series[top] + linear[0] * series[top - 1],
            one_power_too_low=linear[0] * series[top - 1] + linear[1] * series[top - 2],
            derivative_instead_of_coefficient=value * factorial(top),
        ),
    )


def _times(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    scale = factorial(len(left) - 1)  # a multiple of every denominator
    one, other = [[value.numerator * (scale // value.denominator) for value in row] for row in (left, right)]
    return [Fraction(sum(map(mul, one, other[n::-1])), scale * scale) for n in range(len(left))]


def _coefficient(kind: str, a: int, exponent: int, n: int) -> Fraction:
    """The coefficient of x^n, by the closed formula of each series."""
    if kind == "exponential":
        return Fraction(a**n, factorial(n))
    if kind == "geometric":
        return Fraction(a**n)
    if kind == "logarithm":
        return Fraction(-((-a) ** n), n) if n else Fraction(0)
    if kind == "binomial":
        falling = 1
        for i in range(n):
            falling *= exponent - i
        return Fraction(falling * a**n, factorial(n))
    odd = int(kind == "sine")
    return Fraction((-1) ** ((n - odd) // 2) * a**n, factorial(n)) if n % 2 == odd else Fraction(0)


def _series(kind: str, a: int, exponent: int, *, length: int) -> list[Fraction]:
    """The first coefficients, each from the one before by the differential equation that the function solves."""
    row = [Fraction(int(kind not in ("logarithm", "sine")))]
    before = Fraction(a if kind == "sine" else 0)  # of the derivative, for the equations of second order
    for n in range(1, length):
        if kind == "exponential":  # y' = a y
            row.append(row[-1] * a / n)
        elif kind == "geometric":  # (1 - a x) y' = a y
            row.append(row[-1] * a)
        elif kind == "binomial":  # (1 + a x) y' = a m y
            row.append(row[-1] * a * (exponent - n + 1) / n)
        elif kind == "logarithm":  # (1 + a x) y' = a
            row.append(Fraction(a) if n == 1 else -row[-1] * a * (n - 1) / n)
        elif kind in ("sine", "cosine"):  # y'' = -a^2 y
            row.append(before if n == 1 else -row[-2] * a * a / (n * (n - 1)))
        else:
            raise ValueError(f"unknown kind {kind!r}")
    return row


def _product(facts: Facts) -> list[Fraction]:
    return _multiplied(tuple(map(tuple, facts["factors"])), facts["power"])


@lru_cache(maxsize=16)  # a reply, each mistake and each step ask for the same product
def _multiplied(factors: tuple[Factor, ...], power: int) -> list[Fraction]:
    """The series of the functions' product, as digits of a product of numbers written in a very large base."""
    if not 0 <= power <= HIGHEST or len(factors) not in (1, 2):
        raise ValueError(f"expected one or two functions and a power from 0 to {HIGHEST}")
    scale = factorial(power)
    rows = [
        [value.numerator * scale // value.denominator for value in _series(*factor, length=power + 1)]
        for factor in factors
    ]
    base = 2 * (power + 1) * prod(max(map(abs, row)) for row in rows) + 1
    number = prod(sum(value * base**n for n, value in enumerate(row)) for row in rows)
    digits = []
    for _ in range(power + 1):
        digit = (number + base // 2) % base - base // 2
        number = (number - digit) // base
        digits.append(Fraction(digit, scale ** len(rows)))
    return digits


def check(facts: Facts, reply: str) -> Verdict:
    value = _value(facts)
    return numbers.judge(reply, lambda claimed: claimed == value)


def _value(facts: Facts) -> Fraction:
    series = [Fraction(0), *_product(facts)]
    return facts["linear"][0] * series[-1] + facts["linear"][1] * series[-2]


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    if step.rule == "series":
        factors = facts["factors"]
        if claim["number"] - 1 not in range(len(factors)):
            return False
        return list(map(Fraction, claim["row"])) == _series(*factors[claim["number"] - 1], length=facts["power"] + 1)
    product = _product(facts)
    if step.rule == "multiply":
        return list(map(Fraction, claim["coefficients"])) == product
    ends = [Fraction(claim["before"]), Fraction(claim["here"])]
    return ends == product[-2:] and Fraction(claim["value"]) == _value(facts)


def canonical(facts: Facts) -> list[object]:
    return [list(facts["linear"]), sorted(map(list, facts["factors"])), facts["power"]]
