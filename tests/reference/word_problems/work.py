"""By a sum of rates, solved by sympy."""

from __future__ import annotations

from typing import Any

from sympy import Rational, Symbol, solve


def right(facts: Any, answer: str) -> bool:
    x = Symbol("x", positive=True)
    hours = Rational(facts["total"]) if facts["total"] else x
    done = sum(sign * (hours - start) / Rational(time) for time, sign, start in facts["team"])
    (found,) = solve(done + (hours / x if facts["total"] else 0) - 1, x)
    return Rational(answer) == found
