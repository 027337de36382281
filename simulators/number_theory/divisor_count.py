"""How many positive divisors a number has, by its prime factorization."""

from __future__ import annotations

from functools import lru_cache
from math import isqrt, prod

from simulators.checks import numbers, primes
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"one": 40, "other": 125},
    {"one": 100, "other": 1_000},
    {"one": 200, "other": 2_000},
    {"one": 400, "other": 3_000},
    {"one": 1_000, "other": 3_000},
)
SPACES = {1: 39 * 124}


def make(rng: Stream, *, one: int, other: int) -> Problem:
    # A product has more divisors than most numbers of its size.
    number = rng.integer(2, one) * rng.integer(2, other)
    exponents = _factorization(number)
    bases = sorted(exponents)
    powers = [exponents[base] for base in bases]
    count = prod([power + 1 for power in powers])
    answer = str(count)
    return Problem(
        facts={"number": number},
        answer=answer,
        steps=(
            Step("factor", {"primes": bases, "powers": powers}),
            Step("count", {"choices": [power + 1 for power in powers], "count": count}),
        ),
        mistakes=mistakes(
            answer,
            exponents_multiplied=prod(powers),
            number_left_out=count - 1,
            one_and_number_left_out=count - 2,
            prime_factors_counted=sum(powers),
        ),
    )


def _factorization(number: int) -> dict[int, int]:
    exponents: dict[int, int] = {}
    for prime in primes.below(1_800):
        while number % prime == 0:
            number //= prime
            exponents[prime] = exponents.get(prime, 0) + 1
        if prime * prime > number:
            break
    if number > 1:
        exponents[number] = exponents.get(number, 0) + 1
    return exponents


def check(facts: Facts, reply: str) -> Verdict:
    right = _counted(facts["number"])
    return numbers.judge(reply, lambda count: count == right)


@lru_cache(maxsize=4096)
def _counted(number: int) -> int:
    """By trying them all: every divisor up to the root has a partner above it."""
    root = isqrt(number)
    return 2 * sum([number % divisor == 0 for divisor in range(1, root + 1)]) - (root * root == number)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "factor":
        parts = [base**power for base, power in zip(claim["primes"], claim["powers"], strict=True)]
        return prod(parts) == facts["number"] and all(map(primes.is_prime, claim["primes"]))
    return claim["count"] == prod(claim["choices"]) == _counted(facts["number"])
