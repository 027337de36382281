"""The prime factors of a number, each as often as it divides."""

from __future__ import annotations

import re
from math import prod
from typing import Any

from simulators.checks import lists, primes
from simulators.checks.final import final
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 3, "below": 48},
    {"count": 3, "below": 200},
    {"count": 4, "below": 300},
    {"count": 5, "below": 1_000},
    {"count": 7, "below": 2_000},
)
# Multisets of 3 of the 15 primes below 48, and of the 46 below 200.
SPACES = {1: 15 * 16 * 17 // 6, 2: 46 * 47 * 48 // 6}

_POWER = re.compile(r"([0-9]{1,24})(?:\^\{?([0-9]{1,2})\}?)?", re.ASCII)
_TIMES = re.compile(r"\*|×|·|\\times|\\cdot")


def make(rng: Stream, *, count: int, below: int) -> Problem:
    known = primes.below(below)
    factors = sorted([rng.choice(known) for _ in range(count)])
    number = rest = prod(factors)
    steps = []
    for prime in factors[:-1]:
        high, rest = rest, rest // prime
        steps.append(Step("divide", {"high": high, "prime": prime, "rest": rest}))
    written = list(map(str, factors))
    steps.append(Step("stop", {"product": " * ".join(written)}))
    answer = ", ".join(written)
    head, (one, other) = ", ".join(written[:-2]), factors[-2:]
    return Problem(
        facts={"number": number},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, not_split_up=f"{head}, {one * other}", last_factor_forgotten=f"{head}, {one}"),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """Every factor is proven prime, and all of them multiplied are the number."""
    number = facts["number"]
    return lists.judge(_unfolded(reply), lambda factors: _are_factors(number, factors))


def _unfolded(reply: str) -> str:
    """2^3 * 5 as the list of its factors; any other reply as it is."""
    if "," in reply:
        return reply
    parts = [_POWER.fullmatch(part.strip()) for part in _TIMES.split(final(reply) or "")]
    return ", ".join([", ".join([part[1]] * int(part[2] or 1)) for part in parts if part]) if all(parts) else reply


def _are_factors(number: int, factors: list[Any]) -> bool:
    return prod(factors) == number and all(map(primes.is_prime, factors))


def check_step(facts: Facts, step: Step) -> bool:
    claim, number = step.claim, facts["number"]
    if step.rule == "stop":
        return _are_factors(number, list(map(int, claim["product"].split(" * "))))
    high, prime = claim["high"], claim["prime"]
    return high == prime * claim["rest"] > 0 and number % high == 0 and primes.is_prime(prime)
