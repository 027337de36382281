"""Euler's totient: how many numbers up to n are coprime to n."""

from __future__ import annotations

from functools import lru_cache
from math import prod

from simulators.checks import numbers, primes
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"one": 60, "other": 125},
    {"one": 200, "other": 900},
    {"one": 900, "other": 2_000},
    {"one": 2_000, "other": 20_000},
    {"one": 20_000, "other": 20_000},
)
SPACES = {1: 59 * 124}
_SMALL = primes.below(150)  # every factor of a product is below the square of these


def make(rng: Stream, *, one: int, other: int) -> Problem:
    factors = [rng.integer(2, one), rng.integer(2, other)]
    number = prod(factors)
    exponents: dict[int, int] = {}
    for factor in factors:
        _factorize(factor, exponents)
    bases = sorted(exponents)
    powers = [exponents[base] for base in bases]
    parts = [base ** (power - 1) * (base - 1) for base, power in zip(bases, powers, strict=True)]
    count = prod(parts)
    answer = str(count)
    return Problem(
        facts={"number": number},
        answer=answer,
        steps=(Step("factor", {"primes": bases, "powers": powers}), Step("multiply", {"parts": parts, "count": count})),
        mistakes=mistakes(
            answer,
            powers_forgotten=prod([base - 1 for base in bases]),
            one_less=number - 1,
            prime_powers_less_one=prod([base**power - 1 for base, power in zip(bases, powers, strict=True)]),
            not_coprime_counted=number - count,
        ),
    )


def _factorize(number: int, exponents: dict[int, int]) -> None:
    for prime in _SMALL:
        if prime * prime > number:
            break
        while number % prime == 0:
            number //= prime
            exponents[prime] = exponents.get(prime, 0) + 1
    if number > 1:
        exponents[number] = exponents.get(number, 0) + 1


def check(facts: Facts, reply: str) -> Verdict:
    number = facts["number"]
    return numbers.judge(reply, lambda count: count == _coprime(number))


@lru_cache(maxsize=4096)  # a reply, each mistake and the last step ask for the same count
def _coprime(number: int) -> int:
    """Takes off the multiples of each prime and puts back what went twice; the primes come from plain division."""
    kept, rest, divisor = {1: 1}, number, 2
    while rest > 1:
        divisor = divisor if divisor * divisor <= rest else rest
        if rest % divisor == 0:
            kept |= {divisor * factor: -sign for factor, sign in kept.items()}
            while rest % divisor == 0:
                rest //= divisor
        divisor += 1 if divisor == 2 else 2
    return sum([sign * (number // factor) for factor, sign in kept.items()])


def check_step(facts: Facts, step: Step) -> bool:
    claim, number = step.claim, facts["number"]
    if step.rule == "factor":
        bases, powers = claim["primes"], claim["powers"]
        return all(map(primes.is_prime, bases)) and number == prod(
            [base**power for base, power in zip(bases, powers, strict=True)]
        )
    return claim["count"] == prod(claim["parts"]) == _coprime(number)
