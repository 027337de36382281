"""The limit of a quotient of polynomials where both vanish, or at infinity."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"common": 1, "others": 1, "size": 9, "infinity": False},
    {"common": 1, "others": 2, "size": 6, "infinity": True},
    {"common": 2, "others": 1, "size": 6, "infinity": True},
    {"common": 2, "others": 2, "size": 9, "infinity": True},
    {"common": 3, "others": 2, "size": 9, "infinity": True},
)

Coefficients = list[int]  # from the constant term upwards


def make(rng: Stream, *, common: int, others: int, size: int, infinity: bool) -> Problem:
    at = rng.nonzero(-size, size)
    top, bottom = _cofactor(rng, at, others, size), _cofactor(rng, at, others, size)
    far = infinity and rng.chance(1, 4)
    full_top, full_bottom = top, bottom
    for _ in range(common):
        full_top, full_bottom = _times(full_top, [-at, 1]), _times(full_bottom, [-at, 1])
    value = Fraction(top[-1], bottom[-1]) if far else Fraction(_at(top, at), _at(bottom, at))
    answer = str(value)
    facts = {"top": full_top, "bottom": full_bottom, "at": "infinity" if far else at, "unknown": rng.choice("xth")}
    degree = len(full_top) - 1
    steps: tuple[Step, ...]
    if far:
        steps = (
            Step("lead", {"degree": degree, "leading_top": full_top[-1], "leading_bottom": full_bottom[-1]}),
            Step("value", {"value": answer}),
        )
        wrong: dict[str, object] = {
            "constants_compared": Fraction(full_top[0], full_bottom[0]),
            "turned_over": 1 / value,
            "taken_for_zero": 0,
        }
    else:
        steps = (
            Step("substitute", {"order": common}),
            Step("cancel", {"reduced_top": top, "reduced_bottom": bottom, "order": common}),
            Step("value", {"value": answer}),
        )
        wrong = {
            "zero_by_zero_taken_for_one": 1,
            "zero_by_zero_taken_for_zero": 0,
            "leading_terms_compared": Fraction(top[-1], bottom[-1]),
            "turned_over": 1 / value if value else 0,
        }
    return Problem(facts=facts, answer=answer, steps=steps, mistakes=mistakes(answer, **wrong))


def _cofactor(rng: Stream, at: int, degree: int, size: int) -> Coefficients:
    """A polynomial of that degree that does not vanish at the point, nor at 0."""
    drawn = [rng.nonzero(-size, size) for _ in range(degree + 1)]
    if not _at(drawn, at):
        drawn[0] += 1 if drawn[0] > 0 else -1
    return drawn


def _times(left: Coefficients, right: Coefficients) -> Coefficients:
    found = [0] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            found[i + j] += a * b
    return found


def _at(coefficients: Coefficients, x: int) -> int:
    return sum(value * x**power for power, value in enumerate(coefficients))


def _shifted(coefficients: Coefficients, at: int) -> Coefficients:
    """The coefficients by powers of the distance from the point (Horner's scheme, again and again)."""
    left = list(coefficients)
    for start in range(len(left)):
        for place in range(len(left) - 2, start - 1, -1):
            left[place] += at * left[place + 1]
    return left


def _first(coefficients: Coefficients) -> int:
    return next(power for power, value in enumerate(coefficients) if value)


def _limit(facts: Facts) -> Fraction:
    top, bottom = facts["top"], facts["bottom"]
    if facts["at"] == "infinity":
        if len(top) != len(bottom):
            raise ValueError("expected two polynomials of one degree")
        return Fraction(top[-1], bottom[-1])
    near_top, near_bottom = _shifted(top, facts["at"]), _shifted(bottom, facts["at"])
    order = _first(near_bottom)
    if _first(near_top) < order:
        raise ValueError("expected a finite limit")
    return Fraction(near_top[order], near_bottom[order])


def check(facts: Facts, reply: str) -> Verdict:
    """By Taylor expansion around the point: the first coefficients that do not vanish."""
    value = _limit(facts)
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    if step.rule == "value":
        return Fraction(claim["value"]) == _limit(facts)
    if step.rule == "lead":
        leading = [claim["leading_top"], claim["leading_bottom"]]
        degrees = {len(facts["top"]) - 1, len(facts["bottom"]) - 1}
        return leading == [facts["top"][-1], facts["bottom"][-1]] and degrees == {claim["degree"]}
    order = _first(_shifted(facts["bottom"], facts["at"]))
    if claim["order"] != order or order != _first(_shifted(facts["top"], facts["at"])):
        return False
    return step.rule == "substitute" or all(
        _is_quotient(facts[f"{part}"], claim[f"reduced_{part}"], facts["at"], order) for part in ("top", "bottom")
    )


def _is_quotient(full: Coefficients, reduced: Coefficients, at: int, order: int) -> bool:
    """Whether the reduced polynomial, around the point, is the full one moved down by the order."""
    moved = _shifted(full, at)[order:]
    return all(a == b for a, b in zip_longest(moved, _shifted(reduced, at)))


def canonical(facts: Facts) -> list[object]:
    return [list(facts["top"]), list(facts["bottom"]), facts["at"]]
