"""Sums and differences of durations in mixed units: hours, minutes and seconds, or weeks, days and hours."""

from __future__ import annotations

import re
from itertools import pairwise
from operator import mul
from typing import Any

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
# Durations, how many of them may be taken away, the largest number of the greatest unit.
LEVELS = (
    {"terms": 2, "minus": 0, "size": 9},
    {"terms": 2, "minus": 1, "size": 20},
    {"terms": 3, "minus": 1, "size": 40},
    {"terms": 5, "minus": 2, "size": 99},
    {"terms": 9, "minus": 4, "size": 999},
)
# Units from the greatest to the least, and how many of one make one of the unit before it.
KINDS = {"clock": (("h", "min", "s"), (0, 60, 60)), "calendar": (("weeks", "days", "hours"), (0, 7, 24))}
SECONDS = {"s": 1, "min": 60, "h": 3600, "hours": 3600, "days": 86_400, "weeks": 604_800}

_NAMES = "w|weeks?|d|days?|h|hrs?|hours?|min|mins|minutes?|m|s|sec|secs|seconds?"
_PART = re.compile(rf" ?(?:, ?|and )?([0-9]{{1,9}}) ?({_NAMES})(?![A-Za-z])", re.ASCII | re.IGNORECASE)
_COLONS = re.compile(r"([0-9]{1,9}):([0-9]{1,2}):([0-9]{1,2})", re.ASCII)


def make(rng: Stream, *, terms: int, minus: int, size: int) -> Problem:
    units, bases = KINDS[rng.choice(("clock", "calendar"))]
    signs = [1, *rng.shuffled([-1] * minus + [1] * (terms - 1 - minus))]
    parts = [[rng.integer(1, size), rng.below(bases[1]), rng.below(bases[2])] for _ in signs]
    signed = list(zip(signs, parts, strict=True))
    parts[0][0] += sum([part[0] + 1 for sign, part in signed if sign < 0])
    found, columns, steps, carry = [], [], [], 0
    for place in (2, 1, 0):
        columns.append(sum([sign * part[place] for sign, part in signed]))
        column = columns[-1] + carry
        carry, rest = divmod(column, bases[place]) if place else (0, column)
        found.append(rest)
        steps.append(Step("column", {"unit": units[place], "column": column, "carry": carry, "rest": rest}))
    found.reverse()
    answer = _shown(found, units)
    seconds = _value(found, units)
    by_hundreds = columns[0] + 100 * columns[1] + 10_000 * columns[2]
    wrong_parts = {
        "carry_forgotten": [columns[2], found[1], found[2]],
        "counted_by_hundreds": [by_hundreds // 10_000, by_hundreds // 100 % 100, by_hundreds % 100],
        "all_added": list(map(sum, zip(*parts, strict=True))),
        "carried_once_too_often": [found[0] + 1, *found[1:]],
    }
    slips = {name: _shown(slip, units) for name, slip in wrong_parts.items() if _value(slip, units) != seconds}
    return Problem(
        facts={"units": units, "terms": signed},
        answer=answer,
        steps=(*steps, Step("total", {"parts": found})),
        mistakes=mistakes(answer, **slips),
    )


def _value(parts: list[int], units: tuple[str, ...]) -> int:
    return sum(map(mul, parts, map(SECONDS.__getitem__, units)))


def _shown(parts: list[int], units: tuple[str, ...]) -> str:
    told = [f"{n} {unit[:-1] if n == 1 and len(unit) > 3 else unit}" for n, unit in zip(parts, units, strict=True) if n]
    return " ".join(told) or f"0 {units[-1]}"


def _read(text: str) -> int | None:
    """The seconds of a duration such as "2 h 5 min", "2 weeks and 1 day" or "2:05:00"; each unit once at most."""
    if match := _COLONS.fullmatch(text):
        return 3600 * int(match[1]) + 60 * int(match[2]) + int(match[3])
    total, at, least = 0, 0, 10**9
    while at < len(text):
        match = _PART.match(text, at)
        if match is None:
            return None
        size = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}[match[2][0].lower()]
        if size >= least:
            return None
        total, at, least = total + size * int(match[1]), match.end(), size
    return total if text else None


def _seconds(facts: Facts, least: int) -> int:
    """All durations in seconds, units smaller than one of so many seconds only."""
    sizes = [SECONDS[unit] if SECONDS[unit] <= least else 0 for unit in facts["units"]]
    return sum([sign * sum(map(mul, part, sizes)) for sign, part in facts["terms"]])


def check(facts: Facts, reply: str) -> Verdict:
    seconds = _read(final(reply) or "")
    if seconds is None:
        return wrong(f"expected one duration in {', '.join(facts['units'])}")
    fits = seconds == _seconds(facts, 10**9)
    return RIGHT if fits else wrong("this duration does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim, units = step.claim, list(facts["units"])
    if step.rule == "total":
        parts = claim["parts"]
        limits = [SECONDS[unit] // SECONDS[less] for unit, less in pairwise(units)]
        regular = all(0 <= n < limit for n, limit in zip(parts[1:], limits, strict=True))
        total = sum([n * SECONDS[unit] for n, unit in zip(parts, units, strict=True)])
        return regular and total == _seconds(facts, 10**9)
    place = units.index(claim["unit"])
    size = SECONDS[claim["unit"]]
    whole = _seconds(facts, size) // size
    base = SECONDS[units[place - 1]] // size if place else 0
    carry = whole // base if base else 0
    return claim["column"] == whole and claim["carry"] == carry and claim["rest"] == whole - carry * base


def canonical(facts: Facts) -> list[Any]:
    return [list(facts["units"]), sorted([sign, *part] for sign, part in facts["terms"])]
