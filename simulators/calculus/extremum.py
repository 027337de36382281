"""The greatest or least value of a polynomial on a closed interval."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"roots": 1, "width": 6, "scale": 3},
    {"roots": 1, "width": 20, "scale": 9},
    {"roots": 2, "width": 6, "scale": 2},
    {"roots": 2, "width": 12, "scale": 5},
    {"roots": 3, "width": 6, "scale": 3},
)
WIDEST = 1_000


def make(rng: Stream, *, roots: int, width: int, scale: int) -> Problem:
    critical = sorted(rng.sample(range(-width, width + 1), roots))
    # The derivative is k (x - r1) (x - r2) ...; k makes the antiderivative's coefficients whole.
    slope = [12 * rng.nonzero(-scale, scale) if roots == 3 else 6 * rng.nonzero(-scale, scale)]
    for root in critical:
        slope = [b - root * a for a, b in zip([*slope, 0], [0, *slope], strict=True)]
    function = [rng.integer(-99, 99), *(value // power for power, value in enumerate(slope, 1))]
    low, high = critical[0] - rng.integer(1, width), critical[-1] + rng.integer(1, width)
    if roots > 1 and rng.chance(1, 4):
        high = rng.integer(critical[0] + 1, critical[-1])  # the last critical point then lies outside, or at the end
    kind = rng.choice(("greatest", "least"))
    pick = max if kind == "greatest" else min
    inside = [root for root in critical if low < root < high]
    values = {x: _value(function, x) for x in (low, high, *inside)}
    best = pick(values.values())
    answer = str(best)
    return Problem(
        facts={"coefficients": function, "low": low, "high": high, "kind": kind, "unknown": rng.choice("xt")},
        answer=answer,
        steps=(
            Step("slope", {"slope": slope}),
            Step("critical", {"inside": inside}),
            *(Step("value", {"at": x, "value": value}) for x, value in values.items()),
            Step("choose", {"best": best}),
        ),
        mistakes=mistakes(
            answer,
            ends_forgotten=pick(values[x] for x in inside),
            critical_points_forgotten=pick(values[low], values[high]),
            other_extremum=max(values.values()) if kind == "least" else min(values.values()),
            place_instead_of_value=next(x for x, value in values.items() if value == best),
        ),
    )


def _value(coefficients: list[int], x: int) -> int:
    return sum(value * x**power for power, value in enumerate(coefficients))


def _horner(coefficients: list[int], x: int) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = value * x + coefficient
    return value


def _turns(facts: Facts) -> list[int]:
    """Integers inside the interval at which the slope is 0.

    The slope is found by central differences of the values, exact by Richardson's rule up to the fourth degree.
    Raises ValueError where it changes its sign between two integers.
    """
    low, high, coefficients = facts["low"], facts["high"], facts["coefficients"]
    if not 0 < high - low <= WIDEST or len(coefficients) > 5:
        raise ValueError("expected an interval of moderate width and a degree of at most four")
    values = [_horner(coefficients, x) for x in range(low - 2, high + 3)]
    slopes = [8 * (values[i + 1] - values[i - 1]) - values[i + 2] + values[i - 2] for i in range(2, len(values) - 2)]
    for left, right in pairwise(slopes):
        if left * right < 0:
            raise ValueError("expected turning points at integers")
    return [low + i for i, slope in enumerate(slopes) if not slope and 0 < i < high - low]


def _best(facts: Facts) -> int:
    """Where all turning points are integers, the greatest and least value are among those at integers."""
    _turns(facts)
    values = [_horner(facts["coefficients"], x) for x in range(facts["low"], facts["high"] + 1)]
    return max(values) if facts["kind"] == "greatest" else min(values)


def check(facts: Facts, reply: str) -> Verdict:
    best = _best(facts)
    return numbers.judge(reply, lambda claimed: claimed == best)


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    coefficients = facts["coefficients"]
    if step.rule == "slope":
        return [power * value for power, value in enumerate(coefficients)][1:] == list(claim["slope"])
    if step.rule == "critical":
        return list(claim["inside"]) == _turns(facts)
    if step.rule == "value":
        place = claim["at"] in (facts["low"], facts["high"], *_turns(facts))
        return place and _horner(coefficients, claim["at"]) == claim["value"]
    return claim["best"] == _best(facts)


def canonical(facts: Facts) -> list[object]:
    return [list(facts["coefficients"]), facts["low"], facts["high"], facts["kind"]]
