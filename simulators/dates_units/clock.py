"""The time on a clock after spans of hours and minutes, over midnight and between time zones."""

from __future__ import annotations

import re

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.dates_units._zones import OFFSETS

VERSION = 1
LEVELS = (
    {"parts": 1, "hours": 9, "zones": False},
    {"parts": 2, "hours": 9, "zones": False},
    {"parts": 2, "hours": 9, "zones": True},
    {"parts": 3, "hours": 15, "zones": True},
    {"parts": 5, "hours": 30, "zones": True},
)
DAY = 24 * 60

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?:\s?([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE)


def make(rng: Stream, *, parts: int, hours: int, zones: bool) -> Problem:
    start = hour, minute = rng.below(24), rng.below(60)
    spans = [(rng.integer(1, hours), rng.integer(1, 59)) for _ in range(parts)]
    offsets = rng.sample(OFFSETS, 2) if zones else []
    steps = []
    for span in spans:
        before = hour, minute
        hour, minute = _added(before, *span)
        claim = {"before": _shown(*before), "hours": span[0], "minutes": span[1], "after": _shown(hour, minute)}
        steps.append(Step("add", claim))
    local = _shown(hour, minute)
    ahead = offsets[1] - offsets[0] if zones else 0
    there = divmod((60 * hour + minute + ahead) % DAY, 60) if zones else (hour, minute)
    answer = _shown(*there)
    if zones:
        hours_apart, minutes_apart = divmod(abs(ahead), 60)
        claim = {"before": local, "hours": hours_apart, "minutes": minutes_apart, "later": ahead > 0, "after": answer}
        steps.append(Step("shift", claim))
    hours_passed, minutes_passed = map(sum, zip(start, *spans, strict=True))
    no_carry = 60 * hours_passed + minutes_passed % 60
    return Problem(
        facts={"start": start, "spans": spans, "zones": offsets},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            carry_forgotten=_shown(*divmod((no_carry + ahead) % DAY, 60)),
            zone_forgotten=local,
            zone_reversed=_shown(*divmod((60 * hour + minute - ahead) % DAY, 60)) if zones else answer,
            half_a_day_off=_shown((there[0] + 12) % 24, there[1]),
        ),
    )


def _added(time: tuple[int, int], hours: int, minutes: int) -> tuple[int, int]:
    """The time later by a span, as one adds by hand: sixty minutes make an hour, and 24 hours start anew."""
    carry, minute = divmod(time[1] + minutes, 60)
    return (time[0] + hours + carry) % 24, minute


def _shown(hour: int, minute: int) -> str:
    return f"{hour:02d}:{minute:02d}"


def check(facts: Facts, reply: str) -> Verdict:
    """Turns the clock back from the time in the reply: it must arrive at the start."""
    time = _read(final(reply) or "")
    if time is None:
        return wrong("expected one time, as HH:MM")
    if (time - _passed(facts) - _ahead(facts) - _minutes(facts["start"])) % DAY:
        return wrong(f"{time // 60:02d}:{time % 60:02d} does not fit the facts")
    return RIGHT


def _read(text: str) -> int | None:
    """The minutes since midnight of a time with 24 hours, or with 12 and am or pm."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        return None
    return 60 * (hour % 12 + 12 * (half == "p") if half else hour) + minute


def _minutes(span: tuple[int, int]) -> int:
    return 60 * span[0] + span[1]


def _passed(facts: Facts) -> int:
    return sum(map(_minutes, facts["spans"]))


def _ahead(facts: Facts) -> int:
    return facts["zones"][1] - facts["zones"][0] if facts["zones"] else 0


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    span = 60 * claim["hours"] + claim["minutes"]
    before, after = _read(claim["before"]), _read(claim["after"])
    if before is None or after is None:
        return False
    passed = (before - _minutes(facts["start"])) % DAY
    if step.rule == "shift":
        signed = span if claim["later"] else -span
        return signed == _ahead(facts) and passed == _passed(facts) % DAY and (before + signed - after) % DAY == 0
    # The time before is the start with some of the spans gone, and the claim adds the one whose turn it is.
    gone = 0
    for each in facts["spans"]:
        if list(each) == [claim["hours"], claim["minutes"]] and passed == gone % DAY:
            return (before + span - after) % DAY == 0
        gone += _minutes(each)
    return False


def canonical(facts: Facts) -> list[object]:
    return [_minutes(facts["start"]), sorted(map(_minutes, facts["spans"])), _ahead(facts)]
