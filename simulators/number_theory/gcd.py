"""The greatest common divisor of two numbers, by Euclid's algorithm."""

from __future__ import annotations

from math import gcd

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = ({"size": 300}, {"size": 1000}, {"size": 10**5}, {"size": 10**8}, {"size": 10**12})


def make(rng: Stream, *, size: int) -> Problem:
    shared = rng.integer(1, max(2, size // 50))
    a, b = shared * rng.integer(2, size // shared), shared * rng.integer(2, size // shared)
    steps = []
    high, low = max(a, b), min(a, b)
    while low:
        quotient, rest = divmod(high, low)
        steps.append(Step("divide", {"high": high, "low": low, "quotient": quotient, "rest": rest}))
        high, low = low, rest
    steps.append(Step("stop", {"divisor": high}))
    answer = str(high)
    return Problem(
        facts={"a": a, "b": b},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, multiple_instead=a * b // high, smaller_number=min(a, b)),
    )


def check(facts: Facts, reply: str) -> Verdict:
    a, b = facts["a"], facts["b"]
    return numbers.judge(reply, lambda d: _is_gcd(a, b, d))


def _is_gcd(a: int, b: int, d: numbers.Number) -> bool:
    """A common divisor is the greatest when what is left of both numbers is coprime."""
    return d > 0 and a % d == 0 and b % d == 0 and _coprime(int(a // d), int(b // d))


def _coprime(a: int, b: int) -> bool:
    """Bézout's witness: an inverse of a modulo b exists only for coprime numbers."""
    try:
        return b == 1 or a * pow(a, -1, b) % b == 1
    except ValueError:
        return False


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "stop":
        return _is_gcd(facts["a"], facts["b"], claim["divisor"])
    high, low, rest = claim["high"], claim["low"], claim["rest"]
    # Every pair of Euclid's algorithm has the divisor of the first.
    return high == claim["quotient"] * low + rest and 0 <= rest < low and gcd(high, low) == gcd(facts["a"], facts["b"])


def canonical(facts: Facts) -> list[int]:
    return sorted((facts["a"], facts["b"]))
