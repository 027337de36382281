"""Quotient and remainder of two polynomials with integer coefficients."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulators.checks import formulas
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.notation import polynomial

VERSION = 1
LEVELS = (
    {"quotient": 1, "divisor": 1, "size": 9},
    {"quotient": 2, "divisor": 1, "size": 9},
    {"quotient": 2, "divisor": 2, "size": 9},
    {"quotient": 3, "divisor": 2, "size": 12},
    {"quotient": 4, "divisor": 3, "size": 20},
)
_FAR = 10**40


def make(rng: Stream, *, quotient: int, divisor: int, size: int) -> Problem:
    below = [*(rng.nonzero(-size, size) for _ in range(divisor)), rng.choice((1, 1, 2, 3))]
    found = [*(rng.integer(-size, size) for _ in range(quotient)), rng.nonzero(-size, size)]
    rest = [rng.integer(-size, size) for _ in range(divisor - 1)] + [rng.nonzero(-size, size)]
    above = [0] * (quotient + divisor + 1)
    for i, a in enumerate(found):
        for j, b in enumerate(below):
            above[i + j] += a * b
    for i, value in enumerate(rest):
        above[i] += value
    x = rng.choice("xyt")
    steps, left = [], list(above)
    for power in reversed(range(quotient + 1)):
        if found[power]:
            for j, b in enumerate(below):
                left[power + j] -= found[power] * b
            steps.append(Step("subtract", {"power": power, "coefficient": found[power], "left": polynomial(left, x)}))
    whole, left_over = polynomial(found, x), polynomial(rest, x)
    answer = f"{whole}, {left_over}"
    return Problem(
        facts={"above": above, "below": below, "unknown": x},
        answer=answer,
        steps=(*steps, Step("state", {"divided": answer})),
        mistakes=mistakes(
            answer,
            remainder_forgotten=f"{whole}, 0",
            remainder_sign_turned=f"{whole}, {polynomial([-value for value in rest], x)}",
            quotient_sign_turned=f"{polynomial([-value for value in found], x)}, {left_over}",
        ),
    )


def _value(node: formulas.Node) -> tuple[Any, int] | None:
    """The value of a polynomial at a point beyond all coefficients, and its degree; None for other formulas."""
    found = formulas.polynomial(node)
    if found is None or any(value.denominator != 1 or not -_FAR < 4 * value < _FAR for value in found.values()):
        return None
    powers = {(monomial[0][1] if monomial else 0): value for monomial, value in found.items()}
    return sum(value * _FAR**power for power, value in powers.items()), max(powers, default=-1)


def check(facts: Facts, reply: str) -> Verdict:
    """By multiplying back, at a point beyond all coefficients, where only equal polynomials have equal values."""
    pieces = (final(reply) or "").split(",")
    nodes = [formulas.parse(piece.split("=")[-1].split(":")[-1], facts["unknown"]) for piece in pieces]
    values = [found for node in nodes if node is not None and (found := _value(node)) is not None]
    if len(pieces) != 2 or len(values) != 2:
        return wrong("expected two polynomials, quotient and remainder, separated by a comma")
    (quotient, high), (rest, low) = values
    above, below = (sum(c * _FAR**n for n, c in enumerate(facts[part])) for part in ("above", "below"))
    fits = high + len(facts["below"]) == len(facts["above"]) and low < len(facts["below"]) - 1
    return RIGHT if fits and quotient * below + rest == above else wrong("the quotient and remainder do not fit")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "state":
        return check(facts, claim["divided"]).reward == 1
    return claim in _worked(tuple(facts["above"]), tuple(facts["below"]), facts["unknown"])


@lru_cache(maxsize=16)  # each step asks for the same division
def _worked(above: tuple[int, ...], below: tuple[int, ...], unknown: str) -> list[dict[str, object]]:
    """Long division with leading coefficients, every subtraction as a claim."""
    left, claims = list(above), []
    for power in reversed(range(len(left) - len(below) + 1)):
        coefficient, rest = divmod(left[power + len(below) - 1], below[-1])
        if rest:
            raise ValueError("expected a division in integers")
        if coefficient:
            left = [value - coefficient * _shifted(below, power, at) for at, value in enumerate(left)]
            claims.append({"power": power, "coefficient": coefficient, "left": polynomial(left, unknown)})
    return claims


def _shifted(row: Sequence[int], power: int, at: int) -> int:
    return row[at - power] if 0 <= at - power < len(row) else 0


def canonical(facts: Facts) -> list[object]:
    return [list(facts["above"]), list(facts["below"])]
