"""How many days lie between two dates."""

from __future__ import annotations

from datetime import date, timedelta

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import MONTHS

VERSION = 1
LEVELS = ({"years": 0}, {"years": 1}, {"years": 5}, {"years": 30}, {"years": 150})
FIRST, LAST = 1850, 2100


def make(rng: Stream, *, years: int) -> Problem:
    start = date(rng.integer(FIRST, LAST), rng.integer(1, 12), rng.integer(1, 28))
    end = start + timedelta(days=rng.integer(max(20, 365 * (years - 1)), 365 * years + 180))
    days = (end - start).days
    first, last = date(start.year, 1, 1), date(end.year, 1, 1)
    between, years_between = (last - first).days, end.year - start.year
    steps = [
        Step("of_first", {"year": start.year, "of_year": (start - first).days + 1}),
        Step("of_last", {"year": end.year, "of_year": (end - last).days + 1}),
    ]
    if years_between:
        steps.append(Step("years", {"first": start.year, "last": end.year, "between": between}))
    steps.append(Step("days", {"days": days}))
    return Problem(
        facts={"start": start.isoformat(), "end": end.isoformat(), "from": _spoken(start), "to": _spoken(end)},
        answer=str(days),
        steps=tuple(steps),
        mistakes=mistakes(
            str(days),
            both_ends_counted=days + 1,
            leap_days_forgotten=days - (between - 365 * years_between),
            months_of_thirty_days=360 * years_between + 30 * (end.month - start.month) + end.day - start.day,
        ),
    )


def _spoken(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _number(text: str) -> int:
    """A date's Julian day number by the formula of Fliegel and Van Flandern (1968), no calendar of the library's."""
    year, month, day = map(int, text.split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError(f"no date: {text}")
    early = -((14 - month) // 12)
    return (
        1461 * (year + 4800 + early) // 4
        + 367 * (month - 2 - 12 * early) // 12
        - 3 * ((year + 4900 + early) // 100) // 4
        + day
        - 32075
    )


def _between(facts: Facts) -> int:
    return _number(facts["end"]) - _number(facts["start"])


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda days: days == _between(facts), units=("days", "day"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    first, last = (int(facts[key][:4]) for key in ("start", "end"))
    if step.rule == "days":
        return claim["days"] == _between(facts)
    if step.rule == "years":
        whole = _number(f"{last}-01-01") - _number(f"{first}-01-01")
        return (claim["first"], claim["last"], claim["between"]) == (first, last, whole)
    date_text, year = (facts["start"], first) if step.rule == "of_first" else (facts["end"], last)
    return claim["year"] == year and claim["of_year"] == _number(date_text) - _number(f"{year}-01-01") + 1


def canonical(facts: Facts) -> list[str]:
    return [facts["start"], facts["end"]]
