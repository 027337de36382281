"""How many primes there are in an interval."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

from simulators.checks import numbers, primes
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
LEVELS = (
    {"size": 200, "width": (10, 60)},
    {"size": 1_000, "width": (20, 60)},
    {"size": 5_000, "width": (30, 60)},
    {"size": 20_000, "width": (40, 80)},
    {"size": 100_000, "width": (60, 100)},
)
# An interval is its beginning and its width.
SPACES = {1: 199 * 51}


def make(rng: Stream, *, size: int, width: tuple[int, int]) -> Problem:
    low, wide = rng.integer(2, size), rng.integer(*width)
    high = low + wide
    # One table for the level, wide enough for every interval.
    known, composite, products = _sorted_out(size + width[1] + 1)
    found = known[bisect_left(known, low) : bisect_right(known, high)]
    left = products[bisect_left(composite, low) : bisect_right(composite, high)]
    steps = [
        Step("cross_out", {"left": left}),
        Step("list", {"primes": found}),
        Step("count", {"count": len(found)}),
    ]
    answer = str(len(found))
    return Problem(
        facts={"low": low, "high": high},
        answer=answer,
        steps=tuple(steps[0 if left else 1 :]),
        mistakes=mistakes(
            answer,
            false_primes_counted=len(found) + len(left),
            one_missed=max(0, len(found) - 1),
            odd_numbers_counted=(high + 1) // 2 - low // 2,
        ),
    )


@lru_cache(maxsize=16)
def _sorted_out(limit: int) -> tuple[list[int], list[int], list[tuple[int, int, int]]]:
    """The primes below a limit, the composite numbers that 2, 3 and 5 do not divide, and these with two factors."""
    known = primes.below(limit)
    composite = sorted({n for n in range(7, limit, 2) if n % 3 and n % 5}.difference(known))
    smallest = [next(prime for prime in known if number % prime == 0) for number in composite]
    products = [(number, factor, number // factor) for number, factor in zip(composite, smallest, strict=True)]
    return list(known), composite, products


def check(facts: Facts, reply: str) -> Verdict:
    right = len(_proven(facts["low"], facts["high"]))
    return numbers.judge(reply, lambda count: count == right)


@lru_cache(maxsize=4096)
def _proven(low: int, high: int) -> tuple[int, ...]:
    """By a proof for each number; the proposer reads a sieve."""
    return tuple(filter(primes.is_prime, range(low, high + 1)))


def check_step(facts: Facts, step: Step) -> bool:
    claim, proven = step.claim, _proven(facts["low"], facts["high"])
    if step.rule == "count":
        return claim["count"] == len(proven)
    if step.rule == "list":
        return claim["primes"] == list(proven)
    # Every number crossed out has its smallest factor beside it, and no number goes unmentioned.
    return [number for number, _, _ in claim["left"]] == _composite(facts["low"], facts["high"], proven) and all(
        factor == _smallest_factor(number) and factor * other == number for number, factor, other in claim["left"]
    )


def _composite(low: int, high: int, proven: tuple[int, ...]) -> list[int]:
    """The composite numbers that 2, 3 and 5 do not divide."""
    return [n for n in range(low | 1, high + 1, 2) if n % 3 and n % 5 and n not in proven]


@lru_cache(maxsize=1 << 16)
def _smallest_factor(number: int) -> int:
    return next(factor for factor in range(7, number, 2) if number % factor == 0)
