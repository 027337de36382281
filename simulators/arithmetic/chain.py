"""A chain of additions and subtractions, worked from left to right."""

from __future__ import annotations

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"terms": 2, "size": 99},
    {"terms": 3, "size": 999},
    {"terms": 4, "size": 9999},
    {"terms": 5, "size": 99999},
    {"terms": 6, "size": 10**8},
)
SPACES = {1: 99 * 100 // 2 + 99 * 99}


def make(rng: Stream, *, terms: int, size: int) -> Problem:
    first = total = rng.integer(1, size)
    drawn, steps = [first], []
    for place in range(1, terms):
        term = rng.nonzero(-size, size)
        steps.append(Step("term", {"place": place, "before": total, "after": total + term}))
        total += term
        drawn.append(term)
    answer = str(total)
    return Problem(
        facts={"terms": drawn},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            last_sign_turned=total - 2 * term,
            last_term_forgotten=total - term,
            first_term_forgotten=total - first,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda total: _balances(facts["terms"], total))


def _balances(terms: list[int], total: numbers.Number) -> bool:
    """Undoes the chain from its end: taking every term back must leave nothing."""
    for term in reversed(terms):
        total -= term
    return total == 0


def check_step(facts: Facts, step: Step) -> bool:
    place, before, after = step.claim["place"], step.claim["before"], step.claim["after"]
    return after - before == facts["terms"][place] and sum(facts["terms"][:place]) == before


def canonical(facts: Facts) -> list[int]:
    return sorted(facts["terms"])
