"""A sum or difference of fractions, as one fraction."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm, prod

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 2, "size": 20},
    {"count": 2, "size": 60},
    {"count": 3, "size": 40},
    {"count": 4, "size": 50},
    {"count": 5, "size": 80},
)


def make(rng: Stream, *, count: int, size: int) -> Problem:
    fractions = []
    for place in range(count):
        bottom = rng.integer(2, size)
        drawn = (rng.integer(1, 2 * bottom) for _ in range(20))
        top = next((top for top in drawn if gcd(top, bottom) == 1), 1)
        fractions.append((-top if place and rng.chance(1, 2) else top, bottom))
    common = lcm(*[bottom for _, bottom in fractions])
    tops = [top * common // bottom for top, bottom in fractions]
    total = sum(tops)
    reduced = Fraction(total, common)
    answer = str(reduced)
    steps = [
        Step("expand", {"common": common, "tops": tops}),
        Step("add", {"total": total, "common": common}),
    ]
    if reduced.denominator != common:
        steps.append(Step("reduce", {"total": total, "common": common, "shown": answer}))
    return Problem(
        facts={"fractions": fractions},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            tops_and_bottoms_added=Fraction(sum(top for top, _ in fractions), sum(bottom for _, bottom in fractions)),
            tops_not_expanded=Fraction(sum(top for top, _ in fractions), common),
            last_sign_turned=Fraction(total - 2 * tops[-1], common),
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: _is_sum(facts, value))


def _is_sum(facts: Facts, value: numbers.Number) -> bool:
    """Clears all denominators at once, by their product: no common multiple is looked for."""
    whole = prod([bottom for _, bottom in facts["fractions"]])
    return value * whole == sum([top * (whole // bottom) for top, bottom in facts["fractions"]])


def check_step(facts: Facts, step: Step) -> bool:
    claim, common = step.claim, step.claim["common"]
    bottoms = [bottom for _, bottom in facts["fractions"]]
    # The least common multiple: every denominator divides it, and the cofactors have nothing in common.
    if any(common % bottom for bottom in bottoms) or gcd(*[common // bottom for bottom in bottoms]) != 1:
        return False
    if step.rule == "expand":
        pairs = zip(claim["tops"], facts["fractions"], strict=True)
        return all(expanded * bottom == top * common for expanded, (top, bottom) in pairs)
    if not _is_sum(facts, Fraction(claim["total"], common)):
        return False
    return step.rule == "add" or claim["shown"] == str(Fraction(claim["total"], common))


def canonical(facts: Facts) -> list[list[int]]:
    return sorted([top, bottom] for top, bottom in facts["fractions"])
