"""By going through the calendar day by day and counting what fits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def right(facts: Any, answer: str) -> bool:
    day = date.fromisoformat(facts["start"]) - timedelta(days=1)
    fitting: list[date] = []
    while len(fitting) <= facts["gap"] * (facts["number"] - 1):
        day += timedelta(days=1)
        if facts["kind"] == "day":
            fits = day.day == facts["which"]
        else:
            fits = NAMES[day.weekday()] == facts["weekday"]
            if fits and facts["kind"] == "monthly":
                before, after = day - timedelta(weeks=facts["which"]), day + timedelta(weeks=1)
                if facts["which"] > 0:
                    fits = before.month != day.month and (before + timedelta(weeks=1)).month == day.month
                else:
                    fits = after.month != day.month
        if fits:
            fitting.append(day)
    return fitting[-1].isoformat() == answer
