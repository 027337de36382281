"""By sympy: the equation less that of the proposed circle must vanish."""

from __future__ import annotations

from typing import Any

from sympy import Poly, Rational, symbols

x, y = symbols("x y")


def right(facts: Any, answer: str) -> bool:
    p, q, r = map(Rational, answer.split(", "))
    given = Poly(facts["scale"] * (x**2 + y**2) + facts["a"] * x + facts["b"] * y + facts["c"], x, y)
    proposed = Poly((x - p) ** 2 + (y - q) ** 2 - r**2, x, y)
    return bool(r > 0) and (given - proposed * facts["scale"]).is_zero
