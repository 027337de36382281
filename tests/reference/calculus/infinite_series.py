"""By adding terms, to 60 decimal places, until the rest cannot matter any more."""

from fractions import Fraction
from typing import Any

SCALE = 10**60


def right(facts: Any, answer: str) -> bool:
    top, bottom = facts["ratio"]
    n, total = facts["first"], 0
    power = int(Fraction(top, bottom) ** n * SCALE)
    while n < 60 or abs(power) > 10**10:
        total += power * sum(c * n**k for k, c in enumerate(facts["coefficients"]))
        power = power * top // bottom
        n += 1
    return abs(Fraction(total, SCALE) - Fraction(answer)) < Fraction(1, 10**40)
