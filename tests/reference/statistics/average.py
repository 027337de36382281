"""By the statistics module."""

from __future__ import annotations

import statistics
from fractions import Fraction
from typing import Any


def right(facts: Any, answer: str) -> bool:
    values = [Fraction(value) for value in facts["values"]]
    found = {
        "mean": statistics.mean,
        "median": statistics.median,
        "range": lambda given: max(given) - min(given),
        "mode": statistics.mode,
    }[facts["asked"]](values)
    return bool(found == Fraction(answer))
