"""By sympy's limit."""

from fractions import Fraction
from typing import Any

import sympy


def right(facts: Any, answer: str) -> bool:
    x = sympy.Symbol("x")
    top, bottom = (sum(value * x**power for power, value in enumerate(facts[part])) for part in ("top", "bottom"))
    at = sympy.oo if facts["at"] == "infinity" else facts["at"]
    value = sympy.limit(top / bottom, x, at)
    return Fraction(int(value.p), int(value.q)) == Fraction(answer)
