"""The date after a number of working days, with weekends off and some holidays listed."""

from __future__ import annotations

from bisect import bisect
from datetime import date
from functools import lru_cache
from typing import Any

from simulators.checks import calendar
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"days": 6, "holidays": 0},
    {"days": 12, "holidays": 1},
    {"days": 20, "holidays": 2},
    {"days": 40, "holidays": 4},
    {"days": 80, "holidays": 7},
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST, YEARS = date(2000, 1, 1).toordinal(), 40
# All days from Monday to Friday of the years that a start may lie in, and of one more.
MONDAY_TO_FRIDAY = [day for day in range(FIRST, FIRST + (YEARS + 1) * 365) if (day - 1) % 7 < 5]


def make(rng: Stream, *, days: int, holidays: int) -> Problem:
    start = FIRST + rng.below(YEARS * 365)
    count = rng.integer(days // 2 + 1, days)
    free = [start + offset for offset in rng.sample(range(1, 7 * count // 5 + holidays), holidays)]
    following = bisect(MONDAY_TO_FRIDAY, start)
    weekdays = MONDAY_TO_FRIDAY[following : following + count + holidays + 1]
    later = [day for day in weekdays if day not in free]
    end = later[count - 1]
    answer = _shown(end)
    sundays = range(start - start % 7 + 7, end, 7)
    return Problem(
        facts={
            "start": _shown(start),
            "weekday": WEEKDAYS[(start - 1) % 7],
            "count": count,
            "holidays": [_shown(day) for day in free],
        },
        answer=answer,
        steps=(
            *[
                Step("week", {"sunday": _shown(sunday), "counted": counted})
                for sunday in sundays
                if (counted := bisect(later, sunday))
            ],
            Step("end", {"day": answer, "weekday": WEEKDAYS[(end - 1) % 7]}),
        ),
        mistakes=mistakes(
            answer,
            holidays_forgotten=_shown(weekdays[count - 1]),
            first_day_counted=_shown(later[count - 2]) if (start - 1) % 7 < 5 else answer,
            weekends_counted=_shown(start + count),
            one_day_more=_shown(later[count]),
        ),
    )


def _shown(day: int) -> str:
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=256)  # a reply, each mistake and each step read the same days
def _read(start: str, holidays: tuple[str, ...]) -> tuple[int, list[int]]:
    """What the count of weekdays is at the start, and by number the later weekdays that are holidays, in order."""
    days = [day for day in map(calendar.number, (start, *holidays)) if day is not None]
    if len(days) <= len(holidays):
        raise ValueError("expected dates as YYYY-MM-DD")
    return _weekdays(days[0]), sorted({day for day in days[1:] if day > days[0] and day % 7 < 5})


def _working(facts: Facts, day: int) -> int:
    """How many working days there are after the start up to a day, by whole weeks and what is left over."""
    before, free = _read(facts["start"], tuple(facts["holidays"]))
    return _weekdays(day) - before - bisect(free, day)


def _weekdays(day: int) -> int:
    """Days from Monday to Friday up to a day, from an old Monday on that the day's number is counted from."""
    weeks, rest = divmod(day + 1, 7)
    return 5 * weeks + min(rest, 5)


def _ends(facts: Facts, day: int) -> bool:
    """Whether it is the day on which the count is reached, and not one off that merely follows it."""
    return _working(facts, day) == facts["count"] == _working(facts, day - 1) + 1


def check(facts: Facts, reply: str) -> Verdict:
    day = calendar.number(final(reply) or "")
    if day is None:
        return wrong("expected one date, as YYYY-MM-DD")
    return RIGHT if _ends(facts, day) else wrong("this date does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    day = calendar.number(claim["sunday" if step.rule == "week" else "day"])
    if day is None:
        return False
    if step.rule == "week":
        return day % 7 == 6 and claim["counted"] == _working(facts, day)
    return claim["weekday"] == calendar.DAYS[day % 7] and _ends(facts, day)


def canonical(facts: Facts) -> list[Any]:
    return [facts["start"], facts["count"], sorted(facts["holidays"])]
