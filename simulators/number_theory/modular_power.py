"""The remainder of a power, by squaring again and again."""

from __future__ import annotations

from math import prod

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"base": 20, "exponent": (5, 15), "modulus": (11, 50)},
    {"base": 99, "exponent": (8, 31), "modulus": (21, 100)},
    {"base": 999, "exponent": (20, 127), "modulus": (101, 999)},
    {"base": 9_999, "exponent": (200, 2_047), "modulus": (1_001, 9_999)},
    {"base": 10**6, "exponent": (10**4, 10**5), "modulus": (10**5, 10**6)},
)
SPACES = {1: 19 * 11 * 40}


def make(rng: Stream, *, base: int, exponent: tuple[int, int], modulus: tuple[int, int]) -> Problem:
    low, high = rng.integer(2, base), rng.integer(*exponent)
    by = rng.integer(*modulus)
    squares, powers, factors, residue = [low % by], [], [], 1
    for place in range(high.bit_length()):
        if place:
            squares.append(squares[-1] ** 2 % by)
        if high >> place & 1:
            powers.append(1 << place)
            factors.append(squares[-1])
            residue = residue * squares[-1] % by
    steps = (
        Step("square", {"squares": squares}),
        Step("multiply", {"powers": powers, "factors": factors, "residue": residue}),
    )
    answer = str(residue)
    return Problem(
        facts={"base": low, "exponent": high, "modulus": by},
        answer=answer,
        steps=steps,
        mistakes=mistakes(
            answer,
            multiplied_instead=low * high % by,
            last_square_only=factors[-1],
            one_factor_too_many=residue * low % by,
        ),
    )


def check(facts: Facts, reply: str) -> Verdict:
    """By Python's own modular power."""
    right = pow(facts["base"], facts["exponent"], facts["modulus"])
    return numbers.judge(reply, lambda residue: residue == right)


def check_step(facts: Facts, step: Step) -> bool:
    claim, base, modulus = step.claim, facts["base"], facts["modulus"]
    if step.rule == "square":
        return claim["squares"] == [pow(base, 1 << place, modulus) for place in range(len(claim["squares"]))]
    return (
        sum(claim["powers"]) == facts["exponent"]
        and claim["factors"] == [pow(base, power, modulus) for power in claim["powers"]]
        and claim["residue"] == prod(claim["factors"]) % modulus
    )


def canonical(facts: Facts) -> list[int]:
    return [facts["base"], facts["exponent"], facts["modulus"]]
