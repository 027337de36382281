"""By the lengths of the months between, from the calendar module."""

from __future__ import annotations

from calendar import monthrange
from typing import Any


def right(facts: Any, answer: str) -> bool:
    (year, month, first), (last_year, last_month, last) = (map(int, facts[key].split("-")) for key in ("start", "end"))
    days = last - first
    while (year, month) < (last_year, last_month):
        days += monthrange(year, month)[1]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return days == int(answer)
