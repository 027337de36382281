"""The local date and time elsewhere or on arrival, from offsets to UTC and the lengths of flights and stops."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from simulators.checks.calendar import number
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.dates_units._zones import OFFSETS

VERSION = 1
# Flights; whether there are stops between them; whether all offsets are whole hours; years from 2000 on.
LEVELS = (
    {"flights": 0, "stops": False, "whole": True, "years": 30},
    {"flights": 0, "stops": False, "whole": False, "years": 40},
    {"flights": 1, "stops": False, "whole": False, "years": 50},
    {"flights": 2, "stops": True, "whole": False, "years": 60},
    {"flights": 4, "stops": True, "whole": False, "years": 100},
)
WHOLE = tuple(offset for offset in OFFSETS if offset % 60 == 0)

_MOMENT = re.compile(r"(.{8,40}?)(?:,| at|T)? ?([0-9]{1,2}):([0-9]{2})", re.ASCII)


def make(rng: Stream, *, flights: int, stops: bool, whole: bool, years: int) -> Problem:
    start = datetime(2000 + rng.below(years), rng.integer(1, 12), 1) + timedelta(minutes=rng.below(31 * 1440))
    zones = rng.sample(WHOLE if whole else OFFSETS, max(2, flights + 1))
    # Hours, minutes, offset at the end; a leg that does not change the offset is a stop.
    legs = [[rng.integer(1, 14), rng.integer(1, 59), zone] for zone in zones[1:]] if flights else [[0, 0, zones[1]]]
    if stops:
        waits = [[rng.integer(1, 20), rng.integer(1, 59), zone] for _, _, zone in legs[:-1]]
        legs = [leg for pair in zip(legs, [*waits, []], strict=True) for leg in pair if leg]
    utc = start - timedelta(minutes=zones[0])
    told, utc_told = _shown(start), _shown(utc)
    steps = [Step("utc", {"utc": utc_told})]
    for place, (hours, minutes, _) in enumerate(legs if flights else []):
        utc += timedelta(hours=hours, minutes=minutes)
        utc_told = _shown(utc)
        steps.append(Step("leg", {"leg": place, "utc": utc_told}))
    answer = _shown(utc + timedelta(minutes=zones[-1]))
    steps.append(Step("local", {"utc": utc_told, "local": answer}))
    return Problem(
        facts={"start": told, "zone": zones[0], "legs": legs},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            offsets_ignored=_shown(utc + timedelta(minutes=zones[0])),
            difference_reversed=_shown(utc + timedelta(minutes=2 * zones[0] - zones[-1])),
            utc_given=utc_told,
            day_not_changed=told[:10] + answer[10:],
        ),
    )


def _shown(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes")


def _minutes(text: str) -> int | None:
    """A moment in minutes, from whatever day the calendar's numbers are counted."""
    match = _MOMENT.fullmatch(text)
    day = number(match[1].strip()) if match else None
    if match is None or day is None or int(match[2]) > 23 or int(match[3]) > 59:
        return None
    return 1440 * day + 60 * int(match[2]) + int(match[3])


def _in_utc(facts: Facts, legs: int) -> int:
    """The moment after so many legs, by UTC."""
    begin = _minutes(facts["start"])
    if begin is None:
        raise ValueError(f"no date and time: {facts['start']!r}")
    return begin - facts["zone"] + sum([60 * hours + minutes for hours, minutes, _ in facts["legs"][:legs]])


def check(facts: Facts, reply: str) -> Verdict:
    """By UTC: the moment in the reply must be as long after the start as the legs take."""
    claimed = _minutes(final(reply) or "")
    if claimed is None:
        return wrong("expected one date and time, as YYYY-MM-DD HH:MM")
    fits = claimed - facts["legs"][-1][2] == _in_utc(facts, len(facts["legs"]))
    return RIGHT if fits else wrong("this date and time does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim, every = step.claim, len(facts["legs"])
    utc = _minutes(claim["utc"])
    if step.rule == "local":
        local = _minutes(claim["local"])
        return local is not None and utc == _in_utc(facts, every) == local - facts["legs"][-1][2]
    if step.rule == "leg":
        return 0 <= claim["leg"] < every and utc == _in_utc(facts, claim["leg"] + 1)
    return utc == _in_utc(facts, 0)


def canonical(facts: Facts) -> list[Any]:
    return [facts["start"], facts["zone"], facts["legs"]]
