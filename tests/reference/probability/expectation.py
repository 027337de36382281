"""By sympy: the expected payout solves the equation of the first turn."""

from __future__ import annotations

from typing import Any

from sympy import Rational, Symbol, solve


def right(facts: Any, answer: str) -> bool:
    value = Symbol("value")
    everything = sum(count for count, _ in facts["prizes"]) + facts["blank"] + facts["again"]
    first_turn = sum(Rational(count * prize, everything) for count, prize in facts["prizes"])
    found = solve(first_turn + Rational(facts["again"], everything) * value - value, value)
    return bool(found[0] - facts["stake"] == Rational(answer))
