"""By false position: two trial values, and the straight line through what they miss by."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def right(facts: Any, answer: str) -> bool:
    at_zero, at_one = (facts["a"] * trial + facts["b"] - facts["c"] for trial in (0, 1))
    return Fraction(at_zero, at_zero - at_one) == Fraction(answer)
