"""By timedeltas of the standard library."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

NAMES = {"h": "hours", "min": "minutes", "s": "seconds", "day": "days", "week": "weeks", "hour": "hours"}


def span(numbers: list[int], units: list[str]) -> timedelta:
    return timedelta(**{NAMES.get(unit, unit): number for number, unit in zip(numbers, units, strict=True)})


def right(facts: Any, answer: str) -> bool:
    total = sum((sign * span(part, facts["units"]) for sign, part in facts["terms"]), timedelta())
    words = answer.split()
    return span(list(map(int, words[::2])), words[1::2]) == total
