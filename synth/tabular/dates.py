"""How dates are written: ISO 8601 and the common local forms, in every century."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
_WORD = r"(?P<w>[A-Za-z]{3,9})\.?"
_CLOCK = r"(?:[T ](?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[AaPp][Mm])?)?"
_ZONE = r"(?P<zone>Z|[+-]\d{2}:?\d{2})?"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Form(NamedTuple):
    """One way to write a day, and perhaps a time after it."""

    name: str
    pattern: re.Pattern[str]


def _form(name: str, written: str) -> Form:
    return Form(name, re.compile(rf"\s*{written}{_CLOCK}{_ZONE}\s*"))


# Where a day and a month could stand for each other in all values, the first form that fits is taken.
FORMS = (
    _form("year-month-day", rf"{_YEAR}-{_MONTH}-{_DAY}"),
    _form("year/month/day", rf"{_YEAR}/{_MONTH}/{_DAY}"),
    _form("year.month.day", rf"{_YEAR}\.{_MONTH}\.{_DAY}"),
    _form("day.month.year", rf"{_DAY}\.{_MONTH}\.{_YEAR}"),
    _form("month/day/year", rf"{_MONTH}/{_DAY}/{_YEAR}"),
    _form("day/month/year", rf"{_DAY}/{_MONTH}/{_YEAR}"),
    _form("day-month-year", rf"{_DAY}-{_MONTH}-{_YEAR}"),
    _form("month-day-year", rf"{_MONTH}-{_DAY}-{_YEAR}"),
    _form("day month in words, year", rf"{_DAY}[ -]{_WORD}[ -]{_YEAR}"),
    _form("month in words, day, year", rf"{_WORD} {_DAY},? {_YEAR}"),
)


def form_of(texts: Sequence[str]) -> Form | None:
    """The form in which every text is a day that exists; None where there is none.

    >>> form_of(["24.12.1655", "1.1.2300"]).name, form_of(["31/12/2020", "01/02/2020"]).name, form_of(["30/02/2020"])
    ('day.month.year', 'day/month/year', None)
    """
    if not texts:
        return None
    for form in FORMS:
        if form.pattern.fullmatch(texts[0]) and all(_moment(text, form) is not None for text in texts):
            return form
    return None


def other_reading(texts: Sequence[str], form: Form) -> Form | None:
    """Another form that all texts fit as well: which of day and month stands first can't be told from them."""
    others = (other for other in FORMS if other is not form)
    return next((other for other in others if all(_moment(text, other) is not None for text in texts)), None)


def timed(texts: Iterable[str], form: Form) -> bool:
    """Whether any text names a time of day."""
    return any((found := form.pattern.fullmatch(text)) and found["H"] for text in texts)


def moments(texts: Sequence[str | None], form: Form) -> NDArray[Any]:
    """The points in time, to the second, in UTC where a text names its zone; NaT for what is no text of the form."""
    known: Mapping[str, Any] = {text: _moment(text, form) for text in {text for text in texts if text is not None}}
    return np.array([known[text] if text is not None else None for text in texts], "datetime64[s]")


def _moment(text: str, form: Form) -> Any:
    found = form.pattern.fullmatch(text)
    if not found or not found.string.isascii():
        return None
    parts = found.groupdict()
    month = int(parts["m"]) if parts.get("m") else _month(parts["w"])
    if not _exists(int(parts["y"]), month, int(parts["d"])):
        return None
    day = np.datetime64(f"{int(parts['y']):04}-{month:02}-{int(parts['d']):02}", "s")
    seconds = _seconds(parts)
    return None if seconds is None else day + np.timedelta64(seconds, "s")


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _month(word: str) -> int:
    """The number of a month in English words; 0 for another word."""
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _seconds(parts: Mapping[str, str | None]) -> int | None:
    """The time of day in UTC; None where there is no such time."""
    hour, minute, second = (int(parts[part] or 0) for part in "HMS")
    if half := parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half.lower() == "pm")
    if hour > 23 or minute > 59 or second > 59:
        return None
    zone = parts["zone"]
    ahead = 0
    if zone and zone != "Z":
        ahead = (int(zone[1:3]) * 60 + int(zone[-2:])) * 60 * (-1 if zone[0] == "-" else 1)
    return hour * 3600 + minute * 60 + second - ahead
