"""The smallest number that leaves given remainders, by the Chinese remainder theorem."""

from __future__ import annotations

from math import gcd, lcm

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 2, "most": 30, "coprime": True},
    {"count": 2, "most": 99, "coprime": True},
    {"count": 3, "most": 60, "coprime": False},
    {"count": 3, "most": 300, "coprime": False},
    {"count": 4, "most": 900, "coprime": False},
)


def make(rng: Stream, *, count: int, most: int, coprime: bool) -> Problem:
    moduli = _moduli(rng, count, most, coprime)
    hidden = rng.integer(1, lcm(*moduli) - 1)
    congruences = [[hidden % modulus, modulus] for modulus in moduli]
    steps = []
    rest, modulus = congruences[0]
    for remainder, other in congruences[1:]:
        shared = gcd(modulus, other)
        left = other // shared
        times = (remainder - rest) // shared * pow(modulus // shared, -1, left) % left
        joined, both = rest + modulus * times, modulus * left
        claim = {"rest": rest, "modulus": modulus, "next": [remainder, other], "times": times}
        steps.append(Step("join", claim | {"joined": joined, "both": both}))
        before, rest, modulus = rest, joined, both
    steps.append(Step("smallest", {"period": modulus, "smallest": rest}))
    answer = str(rest)
    return Problem(
        facts={"congruences": congruences},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(answer, last_condition_ignored=before, not_reduced=rest + modulus, below_zero=rest - modulus),
    )


def _moduli(rng: Stream, count: int, most: int, coprime: bool) -> list[int]:
    moduli: list[int] = []
    total = 1
    for _ in range(count):
        modulus = rng.integer(max(5, most // 10), most)
        # Some number just above adds something new; a prime above all moduli does, at the latest.
        while gcd(total, modulus) > 1 if coprime else total > 1 and lcm(total, modulus) in (total, modulus):
            modulus += 1
        moduli.append(modulus)
        total = lcm(total, modulus)
    return moduli


def check(facts: Facts, reply: str) -> Verdict:
    """By putting it in: below the common period, only one number leaves every remainder."""
    return numbers.judge(reply, lambda x: _fits(facts, x))


def _fits(facts: Facts, x: numbers.Number) -> bool:
    period = lcm(*[modulus for _, modulus in facts["congruences"]])
    return 0 <= x < period and all(x % modulus == rest for rest, modulus in facts["congruences"])


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "smallest":
        period = lcm(*[modulus for _, modulus in facts["congruences"]])
        return claim["period"] == period and _fits(facts, claim["smallest"])
    joined, both, modulus = claim["joined"], claim["both"], claim["modulus"]
    return (
        list(claim["next"]) in [list(pair) for pair in facts["congruences"]]
        and _follows(facts, claim["rest"], modulus)
        and _follows(facts, joined, both)
        and joined == claim["rest"] + modulus * claim["times"]
        and both == lcm(modulus, claim["next"][1])
    )


def _follows(facts: Facts, rest: int, modulus: int) -> bool:
    """Whether the congruences whose moduli make up this one give this remainder."""
    used = [pair for pair in facts["congruences"] if modulus % pair[1] == 0]
    return 0 <= rest < modulus == lcm(*[other for _, other in used]) and all(rest % m == r for r, m in used)


def reordered(rng: Stream, facts: Facts) -> Facts:
    pairs = facts["congruences"]
    turn = rng.integer(1, len(pairs) - 1)
    return {**facts, "congruences": pairs[turn:] + pairs[:turn]}


def canonical(facts: Facts) -> list[list[int]]:
    return sorted([list(pair) for pair in facts["congruences"]])
