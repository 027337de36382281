"""When or where two travellers meet, or one catches up with the other, as an exact number."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PEOPLE

VERSION = 1
# Kilometres apart at first and in an hour; late starts and rests come in multiples of some minutes (0: there are none).
LEVELS = (
    {"distance": 150, "speed": 25, "delay": 0, "rest": 0},
    {"distance": 200, "speed": 25, "delay": 30, "rest": 0},
    {"distance": 300, "speed": 40, "delay": 20, "rest": 15},
    {"distance": 500, "speed": 60, "delay": 10, "rest": 5},
    {"distance": 2000, "speed": 130, "delay": 1, "rest": 1},
)


def make(rng: Stream, *, distance: int, speed: int, delay: int, rest: int) -> Problem:
    meet = rng.chance(1, 2)
    first, second = rng.sample(range(4, speed + 1), 2)
    if not meet:  # at two speeds that are not too near one another
        first, second = min(first, second), max(first, second) + speed // 10
    apart = rng.integer(distance // 5, distance) if meet else rng.integer(2, distance // 10)
    late = delay * rng.integer(1, max(1, 60 // delay)) if delay else 0
    pause = rest * rng.integer(1, max(1, 40 // rest)) if rest else 0
    closing, opposite = (first + second, abs(first - second)) if meet else (second - first, first + second)
    gap = 60 * apart + second * late + (first if meet else -first) * pause
    if gap <= closing * max(late, pause):  # they would meet before both are on their way again
        gap, late, pause = 60 * apart, 0, 0
    hours, driving = Fraction(gap, 60 * closing), Fraction(gap - closing * pause, 60 * closing)
    place, misled, hasty = driving * first, Fraction(gap, 60 * opposite), Fraction(apart, closing)
    timed = rng.chance(1, 2)
    answer, minuend = str(hours if timed else place), str(Fraction(gap, 60))
    steps = [
        Step("gap", {"gap": minuend}),
        Step("closing", {"closing": closing}),
        Step("time", {"gap": minuend, "closing": closing, "hours": str(hours)}),
    ]
    if not timed:
        steps.append(Step("place", {"hours": str(driving), "place": answer}))
    return Problem(
        facts={
            "travellers": rng.sample(PEOPLE, 2),
            "speeds": [first, second],
            "apart": apart,
            "meet": meet,
            "late": late,
            "rest": pause,
            "asked": "time" if timed else "place",
        },
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            speeds_combined_wrongly=misled if timed else misled * first,
            waiting_forgotten=hasty if timed else hasty * first,
            other_quantity=place if timed else hours,
            one_speed_only=Fraction(apart, second) if timed else driving * second,
        ),
    )


def _together(facts: Facts, hours: Any) -> bool:
    """Whether both are at the same place so many hours after the first one set out; all in sixtieths of a kilometre."""
    first, second = facts["speeds"]
    one = first * (60 * hours - facts["rest"])
    two = second * (60 * hours - facts["late"])
    return one == 60 * facts["apart"] - two if facts["meet"] else one + 60 * facts["apart"] == two


def _same_moment(facts: Facts, place: Any) -> bool:
    """Whether both need the same time to come to the place, so far from where the first one set out."""
    first, second = facts["speeds"]
    way = facts["apart"] - place if facts["meet"] else facts["apart"] + place
    return (60 * place + first * facts["rest"]) * second == (60 * way + second * facts["late"]) * first


def check(facts: Facts, reply: str) -> Verdict:
    if facts["asked"] == "time":
        return numbers.judge(reply, lambda hours: _together(facts, hours), units=("hours", "hour", "h"))
    return numbers.judge(reply, lambda place: _same_moment(facts, place), units=("km", "kilometres", "kilometers"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    first, second = facts["speeds"]
    if step.rule == "place":
        place = Fraction(claim["place"])
        return Fraction(claim["hours"]) * first == place and _same_moment(facts, place)
    if step.rule == "closing":
        return claim["closing"] == (second + first if facts["meet"] else second - first)
    gap = Fraction(claim["gap"])
    if step.rule == "time":
        hours = Fraction(claim["hours"])
        return claim["closing"] * hours == gap and _together(facts, hours)
    waited = second * facts["late"] + (first if facts["meet"] else -first) * facts["rest"]
    return gap == facts["apart"] + Fraction(waited, 60)


def canonical(facts: Facts) -> list[Any]:
    speeds = list(facts["speeds"])
    if facts["meet"] and facts["asked"] == "time" and not facts["late"] and not facts["rest"]:
        speeds.sort()  # whose is which makes no difference
    return [speeds, facts["apart"], facts["meet"], facts["late"], facts["rest"], facts["asked"]]
