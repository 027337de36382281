"""The date of an occurrence of something that recurs: every few weeks, on a weekday of the month, on a late day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from simulators.checks import calendar
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.vocabulary import MONTHS

VERSION = 1
# Kinds of recurrence, the largest interval, the largest number of the occurrence asked for.
LEVELS = (
    {"kinds": ("monthly",), "every": 1, "count": 1},
    {"kinds": ("weekly", "monthly"), "every": 2, "count": 4},
    {"kinds": ("weekly", "monthly"), "every": 4, "count": 12},
    {"kinds": ("weekly", "monthly", "day"), "every": 6, "count": 24},
    {"kinds": ("monthly", "day"), "every": 9, "count": 60},
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)

Plan = tuple[date, list[Step], dict[str, date]]


def make(rng: Stream, *, kinds: tuple[str, ...], every: int, count: int) -> Problem:
    kind = rng.choice(kinds)
    year, month = rng.integer(1950, 2060), rng.integer(1, 12)
    start = date(year, month, rng.integer(1, 28) if kind == "weekly" else 1)
    number = rng.integer(count // 2 + 1, count)
    gap, weekday, which = 1, "", rng.integer(29, 31)
    if kind == "day":
        end, steps, slips = _late_day(start, which, number)
    else:
        gap, weekday = rng.integer(min(2, every), every), rng.choice(WEEKDAYS)
        which = rng.choice((1, 2, 3, 4, -1)) if kind == "monthly" else 0
        plan = _monthly if kind == "monthly" else _weekly
        end, steps, slips = plan(start, WEEKDAYS.index(weekday), which, gap, number)
    answer = end.isoformat()
    return Problem(
        facts={
            "kind": kind,
            "start": start.isoformat(),
            "month": f"{MONTHS[month - 1]} {year}",
            "weekday": weekday,
            "which": which,
            "gap": gap,
            "number": number,
        },
        answer=answer,
        steps=(*steps, Step("end", {"date": answer})),
        mistakes=mistakes(answer, **{name: slip.isoformat() for name, slip in slips.items()}),
    )


def _weekly(start: date, weekday: int, _: int, gap: int, number: int) -> Plan:
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    weeks = gap * (number - 1)
    end = first + timedelta(weeks=weeks)
    steps = [Step("first", {"first": first.isoformat()}), Step("weeks", {"weeks": weeks})]
    slips = {"one_too_far": end + timedelta(weeks=gap), "interval_forgotten": first + timedelta(weeks=number - 1)}
    return end, steps, {**slips, "counted_from_the_start": start + timedelta(weeks=weeks)}


def _monthly(start: date, weekday: int, which: int, gap: int, number: int) -> Plan:
    months = gap * (number - 1)
    opening = _months_later(start, months)
    end = _in_month(opening, weekday, which)
    steps = [
        Step("months", {"months": months, "month": MONTHS[opening.month - 1], "year": opening.year}),
        Step("opening", {"first": opening.isoformat(), "weekday": WEEKDAYS[opening.weekday()]}),
    ]
    slips = {
        "one_week_off": end - WEEK if which in (4, -1) else end + WEEK,
        "one_too_far": _in_month(_months_later(start, months + gap), weekday, which),
        "neighbouring_weekday": end + DAY,
    }
    return end, steps, slips


def _late_day(start: date, which: int, number: int) -> Plan:
    opening, steps, ends = start, [], [start]
    for _ in range(2 * number + 12):
        following = _months_later(opening, 1)
        if (following - opening).days >= which:
            ends.append(opening.replace(day=which))
            if len(ends) > number:
                break
        if opening.month == 12 and len(ends) > 1:
            steps.append(Step("year", {"year": opening.year, "counted": len(ends) - 1}))
        opening = following
    careless = _months_later(start, number - 1) + timedelta(days=which - 1)
    return ends[-1], steps, {"short_months_counted": careless, "one_too_few": ends[-2]}


def _months_later(opening: date, months: int) -> date:
    years, month = divmod(opening.month - 1 + months, 12)
    return date(opening.year + years, month + 1, 1)


def _in_month(opening: date, weekday: int, which: int) -> date:
    """The weekday of the month that begins then; the last one is a week before the next month's first."""
    if which < 0:
        opening, which = _months_later(opening, 1), 0
    first = opening.toordinal()
    return date.fromordinal(first + (weekday + 1 - first) % 7 + 7 * (which - 1))


def _recurs(facts: Facts, when: tuple[int, int, int] | None) -> bool:
    """Whether the date has the properties of the occurrence asked for."""
    begin = calendar.read_date(facts["start"])
    if begin is None:
        raise ValueError(f"no date: {facts['start']!r}")
    if when is None or when < begin:
        return False
    (year, month, day), due, later = when, facts["gap"] * (facts["number"] - 1), calendar.day_number(*when)
    months = 12 * (year - begin[0]) + month - begin[1]
    if facts["kind"] == "day":
        return day == facts["which"] and months < 10_000 and _having(facts, begin, months) == facts["number"]
    if calendar.DAYS[later % 7] != facts["weekday"]:
        return False
    if facts["kind"] == "weekly":
        return 0 <= later - calendar.day_number(*begin) - 7 * due <= 6
    if months != due:
        return False
    if facts["which"] < 0:
        return day > calendar.month_length(year, month) - 7
    return (day - 1) // 7 + 1 == facts["which"]


def _having(facts: Facts, begin: tuple[int, int, int], months: int) -> int:
    """How many of the months from the beginning, the last one included, have the day of that number."""
    first = 12 * begin[0] + begin[1] - 1
    return sum(
        [calendar.month_length(at // 12, at % 12 + 1) >= facts["which"] for at in range(first, first + months + 1)]
    )


def check(facts: Facts, reply: str) -> Verdict:
    when = calendar.read_date(final(reply) or "")
    if when is None:
        return wrong("expected one date, as YYYY-MM-DD")
    return RIGHT if _recurs(facts, when) else wrong("this date does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "end":
        return _recurs(facts, calendar.read_date(claim["date"]))
    begin = calendar.read_date(facts["start"])
    if begin is None:
        return False
    due = facts["gap"] * (facts["number"] - 1)
    if step.rule == "weeks":
        return claim["weeks"] == due
    if step.rule == "first":
        return _recurs({**facts, "number": 1}, calendar.read_date(claim["first"]))
    if step.rule == "year":
        return claim["counted"] == _having(facts, begin, 12 * (claim["year"] - begin[0]) + 12 - begin[1])
    if step.rule == "months":
        reached = 12 * (claim["year"] - begin[0]) + MONTHS.index(claim["month"]) + 1 - begin[1]
        return reached == claim["months"] == due
    opening = calendar.read_date(claim["first"])
    return (
        opening is not None
        and opening[2] == 1
        and 12 * (opening[0] - begin[0]) + opening[1] - begin[1] == due
        and claim["weekday"] == calendar.DAYS[calendar.day_number(*opening) % 7]
    )


def canonical(facts: Facts) -> list[Any]:
    return [facts[key] for key in ("kind", "start", "weekday", "which", "gap", "number")]
