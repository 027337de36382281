"""Dates by number, with no calendar of the library's: what a reply's date is, and which day of the week."""

from __future__ import annotations

import re
from functools import lru_cache

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_ISO = re.compile(r"([0-9]{4})([-/])([0-9]{1,2})\2([0-9]{1,2})", re.ASCII)
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})[.,]? ([0-9]{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})", re.ASCII)


def day_number(year: int, month: int, day: int) -> int:
    """The Julian day number by the formula of Fliegel and Van Flandern (1968); a Monday's is a multiple of 7.

    >>> day_number(2000, 1, 1), day_number(2000, 1, 3) % 7
    (2451545, 0)
    """
    early = -((14 - month) // 12)
    return (
        1461 * (year + 4800 + early) // 4
        + 367 * (month - 2 - 12 * early) // 12
        - 3 * ((year + 4900 + early) // 100) // 4
        + day
        - 32075
    )


def month_length(year: int, month: int) -> int:
    """How many days a month has.

    >>> month_length(1900, 2), month_length(2024, 2), month_length(2023, 12)
    (28, 29, 31)
    """
    return day_number(year + month // 12, month % 12 + 1, 1) - day_number(year, month, 1)


def read_date(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a date that exists, or None; a day of the week may stand before it.

    >>> read_date("2024-02-29"), read_date("Thursday, 29 February 2024"), read_date("February 30, 2024")
    ((2024, 2, 29), (2024, 2, 29), None)
    """
    text, weekday = " ".join(text.split()), ""
    if text[:1].isalpha():
        weekday = next((day for day in DAYS if text.startswith(day)), "")
        text = (text[len(weekday) :].lstrip(", ") if weekday else text).removeprefix("the ")
    if match := _ISO.fullmatch(text):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = int(match[3]), _month(match[2]), int(match[1])
    elif match := _MONTH_FIRST.fullmatch(text):
        year, month, day = int(match[3]), _month(match[1]), int(match[2])
    else:
        return None
    if not (year and 1 <= month <= 12 and day >= 1 and (day <= 28 or day <= month_length(year, month))):
        return None
    if weekday and DAYS[day_number(year, month, day) % 7] != weekday:
        return None
    return year, month, day


@lru_cache(maxsize=1024)
def number(text: str) -> int | None:
    """The day number of a date in a reply, or None.

    >>> number("2000-01-01"), number("2000-13-01")
    (2451545, None)
    """
    found = read_date(text)
    return day_number(*found) if found else None


def _month(name: str) -> int:
    """The number of a month by its name or the name's first three letters; 0 for no month."""
    name = name.lower()
    return next((at for at, month in enumerate(MONTHS, 1) if name in (month, month[:3])), 0)
