"""The inverse of a number modulo another, by Euclid's algorithm run backwards."""

from __future__ import annotations

from math import gcd

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"size": 120},
    {"size": 500},
    {"size": 5_000},
    {"size": 10**6},
    {"size": 10**10},
)
# Pairs of a modulus and a smaller number.
SPACES = {1: 120 * 119 // 2}


def make(rng: Stream, *, size: int) -> Problem:
    modulus = rng.integer(max(11, size // 10), size)
    number = rng.integer(2, modulus - 2)
    # Some number just above is coprime to the modulus; one below the modulus is, at the latest.
    while gcd(number, modulus) > 1:
        number += 1
    steps = []
    high, low, before, coefficient = modulus, number, 0, 1
    while low > 1:
        quotient, rest = divmod(high, low)
        before, coefficient = coefficient, before - quotient * coefficient
        claim = {"high": high, "low": low, "quotient": quotient, "rest": rest, "factor": coefficient}
        steps.append(Step("divide", claim))
        high, low = low, rest
    inverse = coefficient % modulus
    steps.append(Step("reduce", {"factor": coefficient, "inverse": inverse}))
    answer = str(inverse)
    return Problem(
        facts={"number": number, "modulus": modulus},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            not_reduced=coefficient,
            sign_lost=modulus - inverse,
            last_quotient=quotient,
            complement_instead=modulus - number,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By the definition: the product must leave 1."""
    number, modulus = facts["number"], facts["modulus"]
    return numbers.judge(reply, lambda inverse: _is_inverse(number, modulus, inverse))


def _is_inverse(number: int, modulus: int, inverse: numbers.Number) -> bool:
    return 0 < inverse < modulus and inverse == int(inverse) and number * inverse % modulus == 1


def check_step(facts: Facts, step: Step) -> bool:
    claim, number, modulus = step.claim, facts["number"], facts["modulus"]
    if step.rule == "reduce":
        return _is_inverse(number, modulus, claim["inverse"]) and claim["factor"] in (
            claim["inverse"],
            claim["inverse"] - modulus,
        )
    high, low, rest = claim["high"], claim["low"], claim["rest"]
    return (
        high == claim["quotient"] * low + rest
        and 0 <= rest < low
        and gcd(high, low) == 1
        and number * claim["factor"] % modulus == rest
    )
