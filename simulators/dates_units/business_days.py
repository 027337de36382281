"""The date after a number of working days, with weekends off and some holidays listed."""

from __future__ import annotations

from datetime import date
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


def make(rng: Stream, *, days: int, holidays: int) -> Problem:
    start = date(2000, 1, 1).toordinal() + rng.below(40 * 365)
    count = rng.integer(days // 2 + 1, days)
    free = [start + offset for offset in rng.sample(range(1, 7 * count // 5 + holidays), holidays)]
    end, steps = _counted(start, count, free)
    return Problem(
        facts={
            "start": _shown(start),
            "weekday": WEEKDAYS[(start - 1) % 7],
            "count": count,
            "holidays": [_shown(day) for day in free],
        },
        answer=_shown(end),
        steps=tuple(steps),
        mistakes=mistakes(
            _shown(end),
            holidays_forgotten=_shown(_counted(start, count, [])[0]),
            first_day_counted=_shown(_counted(start - 1, count, free)[0]),
            weekends_counted=_shown(start + count),
            one_day_more=_shown(_counted(end, 1, free)[0]),
        ),
    )


def _shown(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _counted(start: int, count: int, free: list[int]) -> tuple[int, list[Step]]:
    """Day after day, with a step at the end of each week."""
    day, counted, steps = start, 0, []
    while counted < count:
        day += 1
        weekday = (day - 1) % 7
        if weekday < 5 and day not in free:
            counted += 1
        if weekday == 6 and counted:
            steps.append(Step("week", {"sunday": _shown(day), "counted": counted}))
    steps.append(Step("end", {"day": _shown(day), "weekday": WEEKDAYS[(day - 1) % 7]}))
    return day, steps


def _working(facts: Facts, day: int) -> int:
    """How many working days there are after the start up to a day, by whole weeks and what is left over."""
    start = calendar.number(facts["start"])
    free = [calendar.number(each) for each in facts["holidays"]]
    if start is None or None in free:
        raise ValueError("expected dates as YYYY-MM-DD")
    return _weekdays(day) - _weekdays(start) - sum([start < each <= day and each % 7 < 5 for each in free if each])


def _weekdays(day: int) -> int:
    """Days from Monday to Friday up to a day, from an old Monday on that the day's number is counted from."""
    weeks, rest = divmod(day + 1, 7)
    return 5 * weeks + min(rest, 5)


def _ends(facts: Facts, day: int) -> bool:
    """Whether it is the day on which the count is reached, and not one that merely follows it."""
    return _working(facts, day) == facts["count"] and _working(facts, day - 1) == facts["count"] - 1


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
