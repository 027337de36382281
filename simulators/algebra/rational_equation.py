"""All solutions of an equation with the unknown in the denominators."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"poles": 1, "size": 15, "steepest": 1},
    {"poles": 1, "size": 20, "steepest": 3},
    {"poles": 2, "size": 12, "steepest": 1},
    {"poles": 2, "size": 18, "steepest": 2},
    {"poles": 2, "size": 25, "steepest": 4},
)


def make(rng: Stream, *, poles: int, size: int, steepest: int) -> Problem:
    """The sum of k / (x - p) over the poles p is m x + n; the equation is built around two roots."""
    first, second, *places = rng.sample(range(-size, size + 1), 2 + poles)
    roots = sorted((first, second))
    m = rng.nonzero(-steepest, steepest)
    if poles == 1:  # k = (m x + n)(x - p), which has the two roots
        p = places[0]
        n = m * (p - first - second)
        fractions, line = [[-m * (p - first) * (p - second), p]], [m, n]
    else:  # the line is the constant n; the numerators follow from the values at the poles
        p, q = places
        n = m * (p - q)
        fractions = [[-m * (p - first) * (p - second), p], [m * (q - first) * (q - second), q]]
        line = [0, n]
    answer = ", ".join(map(str, roots))
    a = line[0] or line[1]
    quadratic = [a * first * second, -a * (first + second), a]
    return Problem(
        facts={"fractions": fractions, "line": line, "unknown": rng.choice("xtz")},
        answer=answer,
        steps=(
            Step("clear", {"quadratic": quadratic}),
            Step("solve", {"solved": answer}),
        ),
        mistakes=mistakes(
            answer,
            one_root_forgotten=roots[0],
            signs_turned=", ".join(str(-root) for root in reversed(roots)),
            poles_taken_for_roots=", ".join(map(str, sorted({p for _, p in fractions} | {first}))),
        ),
    )


def _solves(facts: Facts, x: Any) -> bool:
    """Whether both sides are equal at x, where no denominator may vanish."""
    if any(x == p for _, p in facts["fractions"]):
        return False
    return sum(Fraction(k) / (x - p) for k, p in facts["fractions"]) == facts["line"][0] * x + facts["line"][1]


def _fits(facts: Facts, values: list[Any]) -> bool:
    """Two different solutions are all of them: with its denominators cleared, the equation is of the second degree."""
    slope, constant = facts["line"]
    degree = len(facts["fractions"]) + (1 if slope else 0 if constant else -1)
    if degree != 2 or not all(k for k, _ in facts["fractions"]):
        raise ValueError("expected an equation of the second degree")
    return len(set(values)) == len(values) == 2 and all(_solves(facts, value) for value in values)


def check(facts: Facts, reply: str) -> Verdict:
    return lists.judge(reply, lambda values: _fits(facts, values), unknowns=facts["unknown"])


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "solve":
        return check(facts, step.claim["solved"]).reward == 1
    quadratic = step.claim["quadratic"]
    return all(_cleared(facts, x) == sum(c * x**n for n, c in enumerate(quadratic)) for x in range(4))


def _cleared(facts: Facts, x: int) -> int:
    """Line times denominators, less the numerators times the other denominators."""
    product = facts["line"][0] * x + facts["line"][1]
    for _, p in facts["fractions"]:
        product *= x - p
    for at, (k, _) in enumerate(facts["fractions"]):
        rest = k
        for other, (_, p) in enumerate(facts["fractions"]):
            rest *= x - p if other != at else 1
        product -= rest
    return product


def canonical(facts: Facts) -> list[object]:
    return [sorted(map(list, facts["fractions"])), list(facts["line"])]
