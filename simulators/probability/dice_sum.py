"""The probability that dice of different kinds sum to exactly, at least or at most a number."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations_with_replacement
from math import comb, gcd, prod
from struct import unpack

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
KINDS = tuple(range(4, 21, 2))
MOST_DICE = 12
# A polynomial with a term for each face, its coefficients in 32 bits each of one number; no level has 2^32 outcomes.
FACES = {kind: sum(1 << 32 * face for face in range(1, kind + 1)) for kind in KINDS}
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
    probability = _fraction(count, outcomes)
    other = next(name for name in favourable if name != relation)
    return Problem(
        facts={"sides": sides, "relation": relation, "target": target},
        answer=probability,
        steps=(
            Step("outcomes", {"outcomes": outcomes}),
            Step("favourable", {"favourable": count}),
            Step("divide", {"favourable": count, "outcomes": outcomes, "probability": probability}),
        ),
        mistakes=mistakes(
            probability,
            other_relation=_fraction(favourable[other], outcomes),
            sums_equally_likely=f"1/{sum(sides) - dice + 1}",
            complement=_fraction(outcomes - count, outcomes),
        ),
    )


def _fraction(top: int, bottom: int) -> str:
    """A probability in lowest terms; none of those asked for here is 0 or 1."""
    common = gcd(top, bottom)
    return f"{top // common}/{bottom // common}"


def _ways(sides: list[int]) -> tuple[int, ...]:
    """In how many ways the dice give each sum from 0 up: the coefficients of the product of the dice."""
    length = sum(sides) + 1
    product = prod([FACES[kind] for kind in sides])
    return unpack(f"<{length}I", product.to_bytes(4 * length, "little"))


def _favourable(facts: Facts) -> int:
    return _counted(tuple(facts["sides"]), facts["relation"], facts["target"])


@lru_cache(maxsize=1024)  # a reply, each mistake and each step ask for the same count
def _counted(sides: tuple[int, ...], relation: str, target: int) -> int:
    if len(sides) > MOST_DICE:
        raise ValueError(f"expected at most {MOST_DICE} dice, got {len(sides)}")
    if relation == "exactly":
        return _placed(sides, target - 1, len(sides) - 1)
    if relation == "at most":
        return _placed(sides, target, len(sides))
    return prod(sides) - _placed(sides, target - 1, len(sides))


def _placed(sides: tuple[int, ...], places: int, bars: int) -> int:
    """Ways to set bars that part a sum, by inclusion and exclusion over the dice that would show too much."""
    signed = [(1, places)]
    for kind in sides:
        signed += [(-sign, room - kind) for sign, room in signed if room - kind >= bars]
    return sum([sign * comb(room, bars) for sign, room in signed])


def check(facts: Facts, reply: str) -> Verdict:
    # The count is found only once a reply can be read at all.
    return numbers.judge(reply, lambda p: p.numerator * prod(facts["sides"]) == _favourable(facts) * p.denominator)


def check_step(facts: Facts, step: Step) -> bool:
    claim, outcomes = step.claim, prod(facts["sides"])
    if step.rule == "outcomes":
        return claim["outcomes"] == outcomes
    if claim["favourable"] != _favourable(facts):
        return False
    if step.rule == "favourable":
        return True
    claimed = numbers.parse(claim["probability"])
    return (
        claimed is not None
        and claim["outcomes"] == outcomes
        and claimed.numerator * outcomes == claim["favourable"] * claimed.denominator
    )


def canonical(facts: Facts) -> list[object]:
    return [sorted(facts["sides"]), facts["relation"], facts["target"]]
