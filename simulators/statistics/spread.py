"""The variance, by either divisor, or the mean absolute deviation of a list of whole numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
ASKED = ("population variance", "sample variance", "mean absolute deviation")
LEVELS = (
    {"count": 4, "size": 30},
    {"count": 5, "size": 50},
    {"count": 6, "size": 99},
    {"count": 8, "size": 300},
    {"count": 11, "size": 2_000},
)


def make(rng: Stream, *, count: int, size: int) -> Problem:
    asked = rng.choice(ASKED)
    values = [rng.integer(1, size) for _ in range(count)]
    values[-1] += values[0] == values[1]  # some two must differ
    total = sum(values)
    mean = Fraction(total, count)
    squares = sum([value * value for value in values])
    around = squares - total * mean
    # Absolute differences are counted in parts of the denominator of the mean.
    away = sum([abs(value * mean.denominator - mean.numerator) for value in values])
    absolute = Fraction(away, mean.denominator)
    divisor = count - (asked == ASKED[1])
    together = absolute if asked == ASKED[2] else around
    answer = str(together / divisor)
    if asked == ASKED[2]:
        above = [value for value in values if value > mean]
        middle = Step("above", {"above": above, "sum": str(absolute / 2), "both": str(absolute)})
    else:
        middle = Step("squares", {"squares": squares, "sum": str(around)})
    return Problem(
        facts={"values": values, "asked": asked},
        answer=answer,
        steps=(
            Step("mean", {"total": total, "mean": str(mean)}),
            middle,
            Step("divide", {"divisor": divisor, "spread": answer}),
        ),
        mistakes=mistakes(
            answer,
            other_divisor=together / (2 * count - 1 - divisor),
            not_divided=together,
            other_measure=(around if asked == ASKED[2] else absolute) / count,
            range_instead=max(values) - min(values),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is_spread(facts["values"], facts["asked"], value))


def _is_spread(values: list[int], asked: str, value: numbers.Number) -> bool:
    """Without the mean: by the differences of all pairs, or by those that lie above the mean."""
    count, total = len(values), sum(values)
    if asked == ASKED[2]:
        above = [one for one in values if one * count > total]
        return value * count * count == 2 * (sum(above) * count - len(above) * total)
    pairs = sum([(one - other) ** 2 for at, one in enumerate(values) for other in values[:at]])
    return value * count * (count - (asked == ASKED[1])) == pairs


def check_step(facts: Facts, step: Step) -> bool:
    claim, values, asked = step.claim, facts["values"], facts["asked"]
    count, total = len(values), sum(values)
    if step.rule == "mean":
        return Fraction(claim["mean"]) * count == claim["total"] == total
    if step.rule == "divide":
        return claim["divisor"] == count - (asked == ASKED[1]) and _is_spread(values, asked, Fraction(claim["spread"]))
    together = Fraction(claim["sum"])
    if step.rule == "above":
        below = sum([total - one * count for one in values if one * count < total])
        above = [one for one in values if one * count > total]
        return list(claim["above"]) == above and together * count == below and Fraction(claim["both"]) == 2 * together
    # The squares around the mean and the square of the mean make up the squares.
    squares = sum([one**2 for one in values])
    return claim["squares"] == squares and (squares - together) * count == total**2


def canonical(facts: Facts) -> list[Any]:
    return [facts["asked"], sorted(facts["values"])]
