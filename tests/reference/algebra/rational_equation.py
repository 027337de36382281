"""By sympy's solver."""

from fractions import Fraction
from typing import Any

import sympy


def right(facts: Any, answer: str) -> bool:
    x = sympy.Symbol("x")
    left = sum(sympy.Integer(k) / (x - p) for k, p in facts["fractions"])
    numerator = sympy.numer(sympy.together(left - facts["line"][0] * x - facts["line"][1]))
    roots = {Fraction(int(root.p), int(root.q)) for root in sympy.roots(sympy.Poly(numerator, x))}
    roots -= {Fraction(p) for _, p in facts["fractions"]}
    return {Fraction(piece) for piece in answer.split(", ")} == roots
