"""By sympy's linsolve."""

from __future__ import annotations

from typing import Any

from sympy import Matrix, Rational, linsolve, symbols


def right(facts: Any, answer: str) -> bool:
    solutions = linsolve(Matrix([facts["first"], facts["second"]]), symbols("x y"))
    return list(solutions) == [tuple(map(Rational, answer.split(", ")))]
