"""By aware times of the datetime module."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any


def right(facts: Any, answer: str) -> bool:
    here, there = (timezone(timedelta(minutes=ahead)) for ahead in facts["zones"] or (0, 0))
    time = datetime(2001, 2, 3, *facts["start"], tzinfo=here).astimezone(UTC)
    for hours, minutes in facts["spans"]:
        time += timedelta(hours=hours, minutes=minutes)
    return time.astimezone(there).strftime("%H:%M") == answer
