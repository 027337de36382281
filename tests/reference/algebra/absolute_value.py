"""By z3: the reply's values solve the equation, and no other real number does."""

from fractions import Fraction
from typing import Any

import z3


def right(facts: Any, answer: str) -> bool:
    x = z3.Real("x")
    left = sum(c * z3.If(a * x + b >= 0, a * x + b, -(a * x + b)) for c, a, b in facts["terms"])
    said = [] if answer == "no solution" else [Fraction(piece) for piece in answer.split(", ")]
    values = [z3.Q(value.numerator, value.denominator) for value in said]
    equation = left == facts["line"][0] * x + facts["line"][1]
    for value in values:
        solver = z3.Solver()
        solver.add(equation, x == value)
        if solver.check() != z3.sat:
            return False
    solver = z3.Solver()
    solver.add(equation, *(x != value for value in values))
    return len(set(said)) == len(said) and solver.check() == z3.unsat
