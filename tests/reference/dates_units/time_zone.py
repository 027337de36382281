"""By aware datetimes of the standard library, each with a fixed offset."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any


def zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def right(facts: Any, answer: str) -> bool:
    moment = datetime.fromisoformat(facts["start"]).replace(tzinfo=zone(facts["zone"]))
    for hours, minutes, offset in facts["legs"]:
        moment = (moment + timedelta(hours=hours, minutes=minutes)).astimezone(zone(offset))
    return datetime.fromisoformat(answer).replace(tzinfo=moment.tzinfo) == moment
