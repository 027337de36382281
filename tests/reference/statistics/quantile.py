"""By Python's statistics: its inclusive quantiles, and its median of the halves."""

from __future__ import annotations

from fractions import Fraction
from statistics import median, quantiles
from typing import Any


def right(facts: Any, answer: str) -> bool:
    values = sorted(map(Fraction, facts["values"]))
    if facts["convention"] == "linear":
        found = quantiles(values, n=4, method="inclusive")
    else:
        middle = median(values)
        many = len(values)
        lower, upper = values[: many // 2], values[many - many // 2 :]
        if many % 2 and facts["convention"] == "with":
            lower, upper = [*lower, middle], [middle, *upper]
        found = [median(lower), middle, median(upper)]
    return found == [Fraction(part) for part in answer.split(", ")]
