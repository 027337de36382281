"""By a linear system of sympy: each line as a determinant that vanishes."""

from __future__ import annotations

from typing import Any

from sympy import Matrix, Rational, linsolve, symbols

x, y = symbols("x y")


def right(facts: Any, answer: str) -> bool:
    equations = []
    for (a, b), (c, d) in (facts["first"], facts["second"]):
        equations.append(Matrix([[x, y, 1], [a, b, 1], [c, d, 1]]).det())
    points = list(linsolve(equations, x, y))
    if not points:
        return answer == "parallel"
    return answer != "parallel" and points == [tuple(map(Rational, answer.split(", ")))]
