"""By the rule of three: always through the value of one percent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def right(facts: Any, answer: str) -> bool:
    kind, first, second = facts["kind"], Fraction(facts["first"]), Fraction(facts["second"])
    if kind == "part":
        found = second / 100 * first
    elif kind == "whole":
        found = second / first * 100
    elif kind == "change":
        found = (second - first) / (first / 100)
    else:
        found = first + first / 100 * second
    return found == Fraction(answer)
