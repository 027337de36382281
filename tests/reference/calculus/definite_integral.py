"""By sympy's integration."""

from fractions import Fraction
from typing import Any

import sympy


def right(facts: Any, answer: str) -> bool:
    x = sympy.Symbol("x")
    function = sum(value * x**power for power, value in enumerate(facts["coefficients"]))
    value = sympy.integrate(function, (x, facts["low"], facts["high"]))
    return Fraction(int(value.p), int(value.q)) == Fraction(answer)
