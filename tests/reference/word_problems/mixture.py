"""By an equation between what goes in and what comes out, solved by sympy."""

from __future__ import annotations

from typing import Any

from sympy import Rational, Symbol, solve


def right(facts: Any, answer: str) -> bool:
    x = Symbol("x")
    parts = facts["parts"] + ([[x, facts["extra"]]] if facts["adds"] else [])
    strength = facts["target"] if facts["adds"] else x
    whole = sum(amount for amount, _ in parts)
    (found,) = solve(sum(amount * value for amount, value in parts) - strength * whole, x)
    return Rational(answer) == found
