"""The least common multiple of two or more numbers."""

from __future__ import annotations

from math import gcd, prod

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 2, "size": 500},
    {"count": 2, "size": 3_000},
    {"count": 3, "size": 3_000},
    {"count": 3, "size": 20_000},
    {"count": 4, "size": 100_000},
)


def make(rng: Stream, *, count: int, size: int) -> Problem:
    shared = rng.integer(2, 9)
    drawn: list[int] = []
    for _ in range(count):
        number = shared * rng.integer(2, size // shared)
        drawn.append(number + shared if number in drawn else number)
    multiple, steps = drawn[0], []
    for number in drawn[1:]:
        divisor = gcd(multiple, number)
        found = multiple // divisor * number
        steps.append(Step("merge", {"one": multiple, "other": number, "divisor": divisor, "multiple": found}))
        multiple = found
    answer = str(multiple)
    return Problem(
        facts={"numbers": drawn},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, multiplied_all=prod(drawn), divisor_instead=gcd(*drawn), largest_number=max(drawn)),
    )


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda multiple: _is_least(facts["numbers"], multiple))


def _is_least(given: list[int], multiple: numbers.Number) -> bool:
    """A common multiple is the least when the quotients have no divisor in common."""
    return multiple > 0 and not any(multiple % n for n in given) and gcd(*[int(multiple // n) for n in given]) == 1


def check_step(facts: Facts, step: Step) -> bool:
    one, other, divisor, multiple = (step.claim[name] for name in ("one", "other", "divisor", "multiple"))
    given = facts["numbers"]
    # What was merged before is the least common multiple of the numbers before this one.
    merged = any(given[at] == other and _is_least(given[:at], one) for at in range(1, len(given)))
    return merged and one * other == divisor * multiple and _is_least([one, other], multiple)


def canonical(facts: Facts) -> list[int]:
    return sorted(facts["numbers"])
