"""By sympy: repeated differentiation at 0."""

from fractions import Fraction
from typing import Any

import sympy

X = sympy.Symbol("x")


def factor(kind: str, a: int, exponent: int) -> Any:
    return {
        "exponential": sympy.exp(a * X),
        "geometric": 1 / (1 - a * X),
        "logarithm": sympy.log(1 + a * X),
        "binomial": (1 + a * X) ** exponent,
        "sine": sympy.sin(a * X),
        "cosine": sympy.cos(a * X),
    }[kind]


def right(facts: Any, answer: str) -> bool:
    function = facts["linear"][0] + facts["linear"][1] * X
    for kind, a, exponent in facts["factors"]:
        function *= factor(kind, a, exponent)
    value = sympy.simplify(sympy.diff(function, X, facts["power"]).subs(X, 0) / sympy.factorial(facts["power"]))
    return Fraction(int(value.p), int(value.q)) == Fraction(answer)
