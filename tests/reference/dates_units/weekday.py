"""By the calendar module."""

from __future__ import annotations

import calendar
from typing import Any


def right(facts: Any, answer: str) -> bool:
    return calendar.day_name[calendar.weekday(facts["year"], facts["month"], facts["day"])] == answer
