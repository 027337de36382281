"""The day of the week of a date in the Gregorian calendar."""

from __future__ import annotations

from datetime import date
from itertools import accumulate

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import MONTHS

VERSION = 1
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# By the number of the month: how many days it has, and how many come before it in a year that is no leap year.
LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BEFORE = (0, *accumulate(LENGTHS))
# Years from one that is easy to reckon from, 2000, outwards.
LEVELS = ({"span": 5}, {"span": 15}, {"span": 50}, {"span": 200}, {"span": 400})
SPACES = {1: 11 * 366, 2: 31 * 366}


def make(rng: Stream, *, span: int) -> Problem:
    year, month = rng.integer(2000 - span, 2000 + span), rng.integer(1, 12)
    day = rng.integer(1, 29 if month == 2 and _is_leap(year) else LENGTHS[month])
    before = year - 1
    leaps = before // 4 - before // 100 + before // 400
    of_year = BEFORE[month] + (month > 2 and _is_leap(year)) + day
    # 1 January of the year 1 was a Monday, and 365 days are a day more than whole weeks.
    shift = (before + leaps + of_year - 1) % 7
    return Problem(
        facts={"year": year, "month": month, "day": day, "name": MONTHS[month - 1]},
        answer=DAYS[shift],
        steps=(
            Step("leaps", {"before": before, "leaps": leaps}),
            Step("of_year", {"of_year": of_year}),
            Step("weekday", {"count": before + leaps + of_year - 1, "shift": shift, "weekday": DAYS[shift]}),
        ),
        mistakes=mistakes(
            DAYS[shift],
            counted_from_sunday=DAYS[(shift - 1) % 7],
            leap_days_forgotten=DAYS[(before + of_year - 1) % 7],
            centuries_all_leap=DAYS[(before + before // 4 + of_year - 1) % 7],
        ),
    )


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _zeller(year: int, month: int, day: int) -> int:
    """0 for Monday to 6 for Sunday by Zeller's congruence (Zeller 1882), which counts years from March."""
    if month < 3:
        year, month = year - 1, month + 12
    century, rest = divmod(year, 100)
    return (day + 13 * (month + 1) // 5 + rest + rest // 4 + century // 4 - 2 * century - 2) % 7


def check(facts: Facts, reply: str) -> Verdict:
    return words.judge(reply, DAYS[_zeller(facts["year"], facts["month"], facts["day"])], options=DAYS)


def check_step(facts: Facts, step: Step) -> bool:
    claim, asked = step.claim, date(facts["year"], facts["month"], facts["day"])
    new_year = date(asked.year, 1, 1)
    if step.rule == "leaps":
        return claim["before"] == asked.year - 1 and claim["leaps"] == new_year.toordinal() - 1 - 365 * claim["before"]
    if step.rule == "of_year":
        return claim["of_year"] == (asked - new_year).days + 1
    return (
        claim["count"] == asked.toordinal() - 1 - 364 * (asked.year - 1)
        and claim["count"] % 7 == claim["shift"]
        and claim["weekday"] == DAYS[_zeller(asked.year, asked.month, asked.day)]
    )


def canonical(facts: Facts) -> list[int]:
    return [facts["year"], facts["month"], facts["day"]]
