"""The probability that dice of different kinds sum to exactly, at least or at most a number."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, combinations, combinations_with_replacement
from math import comb, prod

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
KINDS = tuple(range(4, 21, 2))
MOST_DICE = 12
RELATIONS = ("exactly", "at least", "at most")
LEVELS = ({"dice": 2}, {"dice": 3}, {"dice": 4}, {"dice": 5}, {"dice": 6})
# The dice up to order, the sums between the least and the greatest, three relations.
SPACES = {
    dice - 1: 3 * sum(sum(sides) - dice - 1 for sides in combinations_with_replacement(KINDS, dice)) for dice in (2, 3)
}


def make(rng: Stream, *, dice: int) -> Problem:
    sides = [rng.choice(KINDS) for _ in range(dice)]
    relation = rng.choice(RELATIONS)
    target = rng.integer(dice + 1, sum(sides) - 1)
    ways = _ways(sides)
    favourable = {
        "exactly": ways[target],
        "at least": sum(ways[target:]),
        "at most": sum(ways[: target + 1]),
    }
    outcomes, count = prod(sides), favourable[relation]
    probability = Fraction(count, outcomes)
    others = {name: Fraction(n, outcomes) for name, n in favourable.items() if name != relation}
    return Problem(
        facts={"sides": sides, "relation": relation, "target": target},
        answer=str(probability),
        steps=(
            Step("outcomes", {"outcomes": outcomes}),
            Step("favourable", {"favourable": count}),
            Step("divide", {"favourable": count, "outcomes": outcomes, "probability": str(probability)}),
        ),
        mistakes=mistakes(
            str(probability),
            other_relation=next(iter(others.values())),
            sums_equally_likely=Fraction(1, sum(sides) - dice + 1),
            complement=1 - probability,
        ),
    )


def _ways(sides: list[int]) -> list[int]:
    """In how many ways the dice give each sum from 0 up, one die after another."""
    ways = [1]
    for kind in sides:
        # A die adds one of the last `kind` sums: a window over running totals.
        totals = [0, *accumulate(ways + [0] * kind)]
        ways = [totals[max(at, 0)] - totals[max(at - kind, 0)] for at in range(len(ways) + kind)]
    return ways


def _at_most(sides: tuple[int, ...], most: int) -> int:
    """Ways to a sum of at most ``most``, by inclusion and exclusion over the dice that show too much."""
    dice = len(sides)
    return sum(
        (-1) ** size * comb(room, dice)
        for size in range(dice + 1)
        for over in combinations(sides, size)
        if (room := most - sum(over)) >= dice
    )


def _favourable(facts: Facts) -> int:
    return _counted(tuple(facts["sides"]), facts["relation"], facts["target"])


@lru_cache(maxsize=1024)  # a reply, each mistake and each step ask for the same count
def _counted(sides: tuple[int, ...], relation: str, target: int) -> int:
    if len(sides) > MOST_DICE:
        raise ValueError(f"expected at most {MOST_DICE} dice, got {len(sides)}")
    below = _at_most(sides, target - 1)
    if relation == "at least":
        return prod(sides) - below
    return _at_most(sides, target) - (below if relation == "exactly" else 0)


def check(facts: Facts, reply: str) -> Verdict:
    # The count is found only once a reply can be read at all.
    return numbers.judge(reply, lambda p: p * prod(facts["sides"]) == _favourable(facts))


def check_step(facts: Facts, step: Step) -> bool:
    claim, outcomes = step.claim, prod(facts["sides"])
    if step.rule == "outcomes":
        return claim["outcomes"] == outcomes
    if claim["favourable"] != _favourable(facts):
        return False
    if step.rule == "favourable":
        return True
    return claim["outcomes"] == outcomes and Fraction(claim["probability"]) * outcomes == claim["favourable"]


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["sides"]), facts["relation"], facts["target"]]
