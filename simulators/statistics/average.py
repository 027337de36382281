"""The mean, median, range or mode of a list of numbers."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
ASKED = ("mean", "median", "range", "mode")
LEVELS = (
    {"count": 5, "size": 20},
    {"count": 7, "size": 50},
    {"count": 8, "size": 200},
    {"count": 12, "size": 1000},
    {"count": 18, "size": 10**5},
)


def make(rng: Stream, *, count: int, size: int) -> Problem:
    asked = rng.choice(ASKED)
    values = rng.sample(range(1, size + 1), count)
    values[1:3] = [values[0]] * 2  # the others differ, so that one mode stands out
    values = rng.shuffled(values)
    ranked = sorted(values)
    found: dict[str, Any] = {
        "mean": Fraction(sum(values), count),
        "median": Fraction(ranked[(count - 1) // 2] + ranked[count // 2], 2),
        "range": ranked[-1] - ranked[0],
        "mode": max(Counter(values).items(), key=lambda pair: (pair[1], -pair[0]))[0],
    }
    answer = str(found[asked])
    return Problem(
        facts={"values": values, "asked": asked},
        answer=answer,
        steps=_steps(asked, values, ranked, answer),
        mistakes=mistakes(
            answer,
            not_sorted=values[count // 2],
            other_average=found["median" if asked == "mean" else "mean"],
            largest_instead=ranked[-1],
        ),
    )


def _steps(asked: str, values: list[int], ranked: list[int], answer: str) -> tuple[Step, ...]:
    count = len(values)
    if asked == "mean":
        return Step("sum", {"total": sum(values)}), Step(
            "share", {"total": sum(values), "count": count, "mean": answer}
        )
    if asked == "median":
        middle = [ranked[(count - 1) // 2], ranked[count // 2]]
        return Step("sort", {"ranked": ranked}), Step("middle", {"middle": middle, "median": answer})
    if asked == "range":
        return (Step("extremes", {"least": ranked[0], "most": ranked[-1], "range": int(answer)}),)
    return (Step("count", {"mode": int(answer), "times": values.count(int(answer))}),)


def _is(facts: Facts, asked: str, value: numbers.Number) -> bool:
    """Each by what defines it, and not by the formula: deviations cancel, halves balance, none is more frequent."""
    values = facts["values"]
    if asked == "mean":
        return sum(other - value for other in values) == 0
    if asked == "range":
        return max(abs(a - b) for a in values for b in values) == value
    if asked == "mode":
        times = [values.count(other) for other in values if other != value]
        return value in values and all(values.count(value) > other for other in times)
    return value * 2 == _next_to_middle(values, -1) + _next_to_middle(values, 1)


def _next_to_middle(values: list[int], side: int) -> int:
    """Of the two values that the middle lies between, the one on a side, found by counting and not by sorting."""
    beyond = (len(values) - 1) // 2
    return next(
        value
        for value in values
        if sum(side * other > side * value for other in values)
        <= beyond
        < sum(side * other >= side * value for other in values)
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is(facts, facts["asked"], value))


def check_step(facts: Facts, step: Step) -> bool:
    claim, values = step.claim, list(facts["values"])
    if step.rule == "sort":
        ranked = list(claim["ranked"])
        return ranked == sorted(ranked) and Counter(ranked) == Counter(values)
    if step.rule == "middle":
        low, high = claim["middle"]
        sides = sorted(_next_to_middle(values, side) for side in (1, -1))
        return sides == [low, high] and _is(facts, "median", Fraction(claim["median"]))
    if step.rule == "extremes":
        ends = claim["least"] == min(values) and claim["most"] == max(values)
        return ends and _is(facts, "range", claim["range"])
    if step.rule == "count":
        return claim["times"] == values.count(claim["mode"]) and _is(facts, "mode", claim["mode"])
    if claim["total"] != sum(values):
        return False
    return step.rule == "sum" or (claim["count"] == len(values) and _is(facts, "mean", Fraction(claim["mean"])))


def canonical(facts: Facts) -> list[Any]:
    return [facts["asked"], sorted(facts["values"])]
