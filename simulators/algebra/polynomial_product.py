"""A product of polynomials in one unknown, expanded."""

from __future__ import annotations

from collections.abc import Sequence

from simulators.checks.expressions import polynomial as read_polynomial
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.notation import polynomial

VERSION = 1
# The degrees of the two factors, and how large a coefficient can be.
LEVELS = (
    {"degrees": (1, 1), "size": 9},
    {"degrees": (1, 2), "size": 9},
    {"degrees": (2, 2), "size": 12},
    {"degrees": (2, 3), "size": 30},
    {"degrees": (4, 4), "size": 99},
)

# The parser reads coefficients of 18 digits at most: a point of 2^_FAR lies far beyond all of them.
_FAR = 70


def make(rng: Stream, *, degrees: tuple[int, int], size: int) -> Problem:
    # Coefficients stand from the constant term upwards.
    left, right = ([*[rng.nonzero(-size, size) for _ in range(degree)], rng.integer(1, size)] for degree in degrees)
    unknown = rng.choice("xyzt")
    steps, total = [], [0] * (len(left) + len(right) - 1)
    for power in reversed(range(len(left))):
        factor = left[power]
        row = [factor * other for other in right]
        for place, value in enumerate(row):
            total[power + place] += value
        steps.append(Step("multiply", {"power": power, "row": polynomial([0] * power + row, unknown)}))
    answer = polynomial(total, unknown)
    steps.append(Step("combine", {"expanded": answer}))
    ends = [left[0] * right[0], *[0] * (len(total) - 2), left[-1] * right[-1]]
    return Problem(
        facts={"left": left, "right": right, "unknown": unknown},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            only_ends_multiplied=polynomial(ends, unknown),
            constant_sign_turned=polynomial([-total[0], *total[1:]], unknown),
            linear_sign_turned=polynomial([total[0], -total[1], *total[2:]], unknown),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply)
    read = None if text is None else read_polynomial(text, facts["unknown"])
    if read is None:
        return wrong(f"expected an expanded polynomial in {facts['unknown']}")
    return RIGHT if _is_product(facts, read) else wrong("the polynomial does not fit the facts")


def _is_product(facts: Facts, expanded: dict[int, int]) -> bool:
    """At a point far beyond all coefficients, only the same polynomial has the same value."""
    left, right = facts["left"], facts["right"]
    degree = len(left) + len(right) - 2
    if max(expanded) > degree:
        return False
    return sum([value << _FAR * power for power, value in expanded.items()]) == _far_off(left) * _far_off(right)


def _far_off(coefficients: Sequence[int]) -> int:
    value = 0
    for coefficient in reversed(coefficients):
        value = (value << _FAR) + coefficient
    return value


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "combine":
        expanded = read_polynomial(claim["expanded"], facts["unknown"])
        return expanded is not None and _is_product(facts, expanded)
    # A single term times the other factor is a product of two polynomials, too.
    term = [0] * claim["power"] + [facts["left"][claim["power"]]]
    row = read_polynomial(claim["row"], facts["unknown"])
    return row is not None and _is_product({"left": term, "right": facts["right"]}, row)


def canonical(facts: Facts) -> list[list[int]]:
    return sorted([list(facts["left"]), list(facts["right"])])
