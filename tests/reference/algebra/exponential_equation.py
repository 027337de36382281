"""By real logarithms with 60 digits."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any


def right(facts: Any, answer: str) -> bool:
    x = Fraction(answer)
    with localcontext() as context:
        context.prec = 60
        sides = []
        for base, (constant, slope) in zip(facts["bases"], (facts["left"], facts["right"]), strict=True):
            exponent = constant + slope * x
            sides.append(Decimal(base).ln() * exponent.numerator / exponent.denominator)
        return abs(sides[0] - sides[1]) < Decimal(10) ** -45
