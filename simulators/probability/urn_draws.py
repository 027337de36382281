"""The probability of a number of balls of one colour among balls drawn from an urn without replacement."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import comb, perm

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
MOST_DRAWS = 60
COLOURS = ("red", "blue", "green", "white", "black", "yellow")
LEVELS = (
    {"most": 12, "draws": 2},
    {"most": 15, "draws": 3},
    {"most": 20, "draws": 4},
    {"most": 30, "draws": 6},
    {"most": 60, "draws": 8},
)
_SMALL = ((1, 12, 2), (2, 15, 3), (3, 20, 4), (4, 30, 6))
# Numbers of balls in and not in the colour, and how many of it are wanted.
SPACES = {level: (most - draws + 1) * (2 * most - 1) * (draws + 1) for level, most, draws in _SMALL}


def make(rng: Stream, *, most: int, draws: int) -> Problem:
    colour, *others = rng.sample(COLOURS, 3)
    inside = rng.integer(draws, most)
    rest = [rng.integer(1, most) for _ in others]
    # So many others must be drawn as to leave room for the wanted ones.
    wanted = rng.integer(max(0, draws - sum(rest)), draws)
    outside = sum(rest)
    ways, favourable = comb(inside + outside, draws), comb(inside, wanted) * comb(outside, draws - wanted)
    probability = Fraction(favourable, ways)
    share = Fraction(inside, inside + outside)
    replaced = comb(draws, wanted) * share**wanted * (1 - share) ** (draws - wanted)
    return Problem(
        facts={
            "balls": [[colour, inside], *map(list, zip(others, rest, strict=True))],
            "draws": draws,
            "colour": colour,
            "wanted": wanted,
        },
        answer=str(probability),
        steps=(
            Step("ways", {"total": inside + outside, "ways": ways}),
            Step("favourable", {"inside": inside, "outside": outside, "favourable": favourable}),
            Step("divide", {"favourable": favourable, "ways": ways, "probability": str(probability)}),
        ),
        mistakes=mistakes(
            str(probability),
            with_replacement=replaced,
            rest_ignored=Fraction(comb(inside, wanted), ways),
            complement=1 - probability,
        ),
    )


def _counts(facts: Facts) -> tuple[int, int]:
    inside = sum(count for colour, count in facts["balls"] if colour == facts["colour"])
    return inside, sum(count for _, count in facts["balls"]) - inside


def _probability(facts: Facts) -> Fraction:
    return _reckoned(*_counts(facts), facts["draws"], facts["wanted"])


@lru_cache(maxsize=1024)  # a reply, each mistake and the last step ask for the same probability
def _reckoned(inside: int, outside: int, draws: int, wanted: int) -> Fraction:
    """Ball after ball: in how many orders each number of the colour can have come so far."""
    if draws > MOST_DRAWS:
        raise ValueError(f"expected at most {MOST_DRAWS} draws, got {draws}")
    orders = [1]
    for drawn in range(draws):
        hits = [0, *(count * (inside - found) for found, count in enumerate(orders))]
        misses = [*(count * (outside - drawn + found) for found, count in enumerate(orders)), 0]
        orders = [hit + miss for hit, miss in zip(hits, misses, strict=True)]
    return Fraction(orders[wanted], perm(inside + outside, draws))


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda value: value == _probability(facts))


def check_step(facts: Facts, step: Step) -> bool:
    claim, (inside, outside) = step.claim, _counts(facts)
    draws, wanted = facts["draws"], facts["wanted"]
    if step.rule == "ways":
        return claim["total"] == inside + outside and claim["ways"] == comb(inside + outside, draws)
    if step.rule == "favourable":
        ways = comb(inside, wanted) * comb(outside, draws - wanted)
        return (claim["inside"], claim["outside"]) == (inside, outside) and claim["favourable"] == ways
    probability = Fraction(claim["probability"])
    return (
        probability == _probability(facts)
        and claim["ways"] == comb(inside + outside, draws)
        and claim["favourable"] == probability * claim["ways"]
    )


def canonical(facts: Facts) -> list[int]:
    return [*_counts(facts), facts["draws"], facts["wanted"]]
