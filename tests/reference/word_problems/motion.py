"""By a linear equation in the time of meeting, solved by sympy."""

from __future__ import annotations

from typing import Any

from sympy import Rational, Symbol, solve


def right(facts: Any, answer: str) -> bool:
    t = Symbol("t")
    p = facts["speeds"][0] * (t - Rational(facts["rest"], 60))
    q = facts["speeds"][1] * (t - Rational(facts["late"], 60))
    (hours,) = solve(facts["apart"] - q - p if facts["meet"] else q - facts["apart"] - p, t)
    return Rational(answer) == (hours if facts["asked"] == "time" else p.subs(t, hours))
