"""How long several take together, some starting later and one perhaps undoing the work, or how long one takes alone."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# How many work, the longest time that one needs alone, whether some start late, whether one undoes.
LEVELS = (
    {"workers": 2, "hours": 60, "late": False, "undoes": False},
    {"workers": 3, "hours": 40, "late": False, "undoes": False},
    {"workers": 3, "hours": 48, "late": True, "undoes": False},
    {"workers": 4, "hours": 60, "late": True, "undoes": True},
    {"workers": 6, "hours": 90, "late": True, "undoes": True},
)
SPACES = {1: 59 * 60 // 2}  # two times, in any order


def make(rng: Stream, *, workers: int, hours: int, late: bool, undoes: bool) -> Problem:
    team = [[rng.integer(2 * workers if late else 2, hours), 1, 0] for _ in range(workers)]
    if undoes:  # slower than one who works from the beginning, so that there is always some progress
        team[1][:2] = team[0][0] + rng.integer(1, hours), -1
    latest = min([time for time, _, _ in team]) // workers  # too soon for all the others to have finished
    if late:
        team = [team[0], *([time, sign, rng.integer(0, latest)] for time, sign, _ in team[1:])]
    times = [time for time, _, _ in team]
    parts = lcm(*times)  # of the whole, so that everyone does some of them in an hour
    speed = sum([sign * parts // time for time, sign, _ in team])
    if workers > 2 and not late and rng.chance(1, 2):
        return _alone(times, parts, speed)
    missed = sum([sign * start * parts // time for time, sign, start in team])
    rate, work = str(Fraction(speed, parts)), str(Fraction(parts + missed, parts))
    answer = str(Fraction(parts + missed, speed))
    steps = [Step("rates", {"rate": rate})]
    if any(start for _, _, start in team):
        steps.append(Step("missed", {"missed": str(Fraction(missed, parts)), "work": work}))
    steps.append(Step("total", {"work": work, "rate": rate, "total": answer}))
    return Problem(
        facts={"team": rng.shuffled(team), "total": ""},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            late_starts_forgotten=Fraction(parts, speed),
            undoing_counted_as_work=Fraction(parts + missed, sum([parts // time for time in times])),
            times_averaged=Fraction(sum(times), workers),
            times_added=sum(times),
        ),
    )


def _alone(times: list[int], parts: int, speed: int) -> Problem:
    """All but the last are known, and how long all take together."""
    *known, own = times
    total, together, rest = Fraction(parts, speed), str(Fraction(speed, parts)), f"1/{own}"
    rate = str(Fraction(speed - parts // own, parts))
    answer = str(own)
    return Problem(
        facts={"team": [[time, 1, 0] for time in known], "total": str(total)},
        answer=answer,
        steps=(
            Step("rates", {"rate": rate}),
            Step("rest", {"together": together, "rate": rate, "rest": rest}),
            Step("alone", {"rest": rest, "hours": own}),
        ),
        mistakes=mistakes(
            answer,
            rates_added=Fraction(parts, 2 * speed - parts // own),
            times_subtracted=abs(total - sum(known)),
            rate_given=rest,
        ),
    )


def _work(facts: Facts, hours: Any) -> Any:
    """What the team has done after so many hours, in parts of the whole; with the number of parts."""
    parts = lcm(*[time for time, _, _ in facts["team"]])
    return sum([sign * (hours - start) * (parts // time) for time, sign, start in facts["team"]]), parts


def _finishes(facts: Facts, hours: Any) -> bool:
    done, parts = _work(facts, hours)
    return done == parts


def _completes(facts: Facts, hours: Any) -> bool:
    """Whether one who needs so long alone does just what the team leaves undone in the time that all take together."""
    total = Fraction(facts["total"])
    done, parts = _work(facts, total)
    return hours > 0 and parts * total == (parts - done) * hours


def check(facts: Facts, reply: str) -> Verdict:
    holds = _completes if facts["total"] else _finishes
    return numbers.judge(reply, lambda hours: holds(facts, hours), units=("hours", "hour", "h"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    done, parts = _work(facts, 0)
    if step.rule == "missed":
        missed = Fraction(claim["missed"])
        return missed * parts == -done and Fraction(claim["work"]) == 1 + missed
    if step.rule == "alone":
        return Fraction(claim["rest"]) * claim["hours"] == 1 and _completes(facts, claim["hours"])
    # From one hour to the next, those who are at work do so much.
    rate = Fraction(_work(facts, 1)[0] - done, parts)
    if Fraction(claim["rate"]) != rate:
        return False
    if step.rule == "total":
        return Fraction(claim["work"]) * parts == parts - done and _finishes(facts, Fraction(claim["total"]))
    if step.rule == "rates":
        return True
    together = Fraction(claim["together"])
    return together * Fraction(facts["total"]) == 1 and Fraction(claim["rest"]) + rate == together


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "team": rng.shuffled(facts["team"])}


def canonical(facts: Facts) -> list[Any]:
    return [sorted(map(list, facts["team"])), facts["total"]]
