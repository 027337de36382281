"""All solutions of an equation with absolute values of linear expressions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import lcm

from simulators.checks import lists, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"kind": "number", "size": 30},
    {"kind": "line", "size": 12},
    {"kind": "pair", "size": 12},
    {"kind": "sum", "size": 9},
    {"kind": "difference", "size": 9},
)
NONE = "no solution"

# An equation is a sum of terms [c, a, b], each c * |a x + b|, equal to the line m x + k.
Term = list[int]


def make(rng: Stream, *, kind: str, size: int) -> Problem:
    terms, line = _equation(rng, kind, size)
    kept, dropped = _solutions(terms, line)
    answer = ", ".join(map(str, kept)) or NONE
    steps = [Step("break", {"points": [str(Fraction(-b, a)) for _, a, b in terms]})]
    if dropped:
        steps.append(Step("refuse", {"refused": list(map(str, dropped))}))
    everything = sorted({*kept, *dropped})
    return Problem(
        facts={"terms": terms, "line": line, "unknown": rng.choice("xtu")},
        answer=answer,
        steps=(*steps, Step("solve", {"solved": answer})),
        mistakes=mistakes(
            answer,
            one_case_forgotten=kept[0] if len(kept) > 1 else NONE,
            false_solution_kept=", ".join(map(str, everything)) or answer,
            signs_turned=", ".join(str(-value) for value in reversed(kept)) or "0",
        ),
    )


def _equation(rng: Stream, kind: str, size: int) -> tuple[list[Term], list[int]]:
    a, b = rng.integer(1, 9), rng.integer(-size, size)
    x = rng.nonzero(-size, size)  # a solution of one of the cases, so that fractions stay small
    if kind == "number":
        return [[1, a, b]], [0, abs(a * x + b) if rng.chance(9, 10) else -rng.integer(1, size)]
    c, d = rng.nonzero(-9, 9), rng.integer(-size, size)
    if kind == "line":
        m = c if abs(c) != a else a + 1
        return [[1, a, b]], [m, (a * x + b) * rng.choice((1, -1)) - m * x]
    if kind == "pair":
        c = abs(c) + 9 if abs(c) == a else abs(c)
        return [[1, a, b], [-1, c, (a * x + b) * rng.choice((1, -1)) - c * x]], [0, 0]
    c = abs(c) + 9 if abs(c) == a else abs(c)  # with equal slopes a whole stretch may solve the equation
    sign = 1 if kind == "sum" else -1
    return [[1, a, b], [sign, c, d]], [0, abs(a * x + b) + sign * abs(c * x + d)]


def _solutions(terms: list[Term], line: list[int]) -> tuple[list[Fraction], list[Fraction]]:
    """Every choice of signs gives a linear equation; some of their solutions are false."""
    kept: set[Fraction] = set()
    dropped: set[Fraction] = set()
    for signs in range(2 ** len(terms)):
        slope, constant = -line[0], -line[1]
        for at, (c, a, b) in enumerate(terms):
            sign = -c if signs >> at & 1 else c
            slope, constant = slope + sign * a, constant + sign * b
        if slope:
            x = Fraction(-constant, slope)
            top, bottom = x.as_integer_ratio()  # both sides times the bottom are whole
            true = sum([c * abs(a * top + b * bottom) for c, a, b in terms]) == line[0] * top + line[1] * bottom
            (kept if true else dropped).add(x)
    return sorted(kept), sorted(dropped - kept)


def _gap(facts: Facts, top: int, bottom: int) -> int:
    """What the left side is more than the right one where the unknown is top / bottom, times the bottom."""
    m, k = facts["line"]
    return int(sum([c * abs(a * top + b * bottom) for c, a, b in facts["terms"]]) - m * top - k * bottom)


def _zeros(facts: Facts) -> set[Fraction]:
    """Between the points where an absolute value breaks, the gap is linear: two values give its zero there.

    Raises ValueError where a whole stretch solves the equation.
    """
    unit = lcm(*[a for _, a, _ in facts["terms"]])  # the points are whole multiples of 1 / unit
    breaks = sorted({-b * unit // a for _, a, b in facts["terms"]})
    found = set()
    stretches = [(breaks[0] - 1, breaks[0]), *pairwise(breaks), (breaks[-1], breaks[-1] + 1)]
    for place, (left, right) in enumerate(stretches):  # the first and the last go on without end
        start, end = _gap(facts, left, unit), _gap(facts, right, unit)
        if start == end:
            if not start:
                raise ValueError("expected an equation with finitely many solutions")
            continue
        x = left - Fraction(start * (right - left), end - start)
        if (place == 0 or x >= left) and (place == len(breaks) or x <= right):
            found.add(x / unit)
    return found


def check(facts: Facts, reply: str) -> Verdict:
    zeros = _zeros(facts)
    if not zeros:
        return words.judge(reply, NONE, same={"no solutions": NONE, "{}": NONE, "∅": NONE})
    return lists.judge(reply, lambda said: len(said) == len(zeros) and set(said) == zeros, unknowns=facts["unknown"])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "break":
        return [Fraction(point) for point in claim["points"]] == [Fraction(-b, a) for _, a, b in facts["terms"]]
    if step.rule == "refuse":
        refused = list(map(Fraction, claim["refused"]))
        return all(_gap(facts, *x.as_integer_ratio()) and _solves_a_case(facts, x) for x in refused)
    return check(facts, claim["solved"]).reward == 1


def _solves_a_case(facts: Facts, x: Fraction) -> bool:
    """Whether some choice of signs makes both sides equal."""
    sums = {-facts["line"][0] * x - facts["line"][1]}
    for c, a, b in facts["terms"]:
        sums = {value + sign * c * (a * x + b) for value in sums for sign in (1, -1)}
    return 0 in sums


def canonical(facts: Facts) -> list[object]:
    return [sorted(map(list, facts["terms"])), list(facts["line"])]
