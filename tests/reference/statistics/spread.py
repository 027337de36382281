"""By Python's statistics, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from statistics import mean, pvariance, variance
from typing import Any


def right(facts: Any, answer: str) -> bool:
    values = [Fraction(value) for value in facts["values"]]
    if facts["asked"] == "sample variance":
        return Fraction(answer) == variance(values)
    if facts["asked"] == "population variance":
        return Fraction(answer) == pvariance(values)
    return Fraction(answer) == mean(abs(value - mean(values)) for value in values)
