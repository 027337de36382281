"""The probability that a hand from a deck of colours and numbers has a property."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, perm

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
MOST_DRAWN = 20
_FIRST = ("colour", "one_colour", "numbers_differ")
_MORE = (*_FIRST, "number")
_ALL = (*_MORE, "one_pair", "two_colours")
LEVELS = (
    {"hand": 2, "suits": (3, 6), "ranks": (6, 60), "kinds": _FIRST},
    {"hand": 3, "suits": (3, 6), "ranks": (6, 60), "kinds": _MORE},
    {"hand": 4, "suits": (3, 8), "ranks": (6, 70), "kinds": _ALL},
    {"hand": 6, "suits": (3, 9), "ranks": (8, 80), "kinds": _ALL},
    {"hand": 8, "suits": (3, 9), "ranks": (10, 60), "kinds": _ALL},
)
# Sizes of the deck, and for each the questions: how many of a colour, of a number, of two colours, and three more.
SPACES = {
    1: 4 * 55 * (3 + 2),
    2: 4 * 55 * (4 + 3 + 2),
    3: 6 * 65 * (5 + 4 + 4 + 3),
    4: 7 * 73 * (7 + 6 + 9 + 3),
    5: 7 * 51 * (9 + 8 + 16 + 3),
}


def make(rng: Stream, *, hand: int, suits: tuple[int, int], ranks: tuple[int, int], kinds: tuple[str, ...]) -> Problem:
    colours, values, kind = rng.integer(*suits), rng.integer(*ranks), rng.choice(kinds)
    counts = []
    if kind == "colour":
        counts = [rng.integer(0, hand)]
    elif kind == "number":
        counts = [rng.integer(1, min(hand, colours))]
    elif kind == "two_colours":
        one = rng.integer(1, hand - 1)
        counts = [one, rng.integer(1, hand - one)]
    cards = colours * values
    favourable, slip = _favourable(kind, colours, values, hand, counts)
    ways = comb(cards, hand)
    probability = Fraction(favourable, ways)
    answer = str(probability)
    return Problem(
        facts={"colours": colours, "numbers": values, "hand": hand, "kind": kind, "counts": counts},
        answer=answer,
        steps=(
            Step("ways", {"cards": cards, "ways": ways}),
            Step("favourable", {"favourable": favourable}),
            Step("divide", {"favourable": favourable, "ways": ways, "probability": answer}),
        ),
        mistakes=mistakes(
            answer,
            factor_forgotten=Fraction(slip, ways),
            complement=1 - probability,
            order_counted_below_only=Fraction(favourable, perm(cards, hand)),
        ),
    )


def _favourable(kind: str, suits: int, ranks: int, hand: int, counts: list[int]) -> tuple[int, int]:
    """How many hands have the property, and what comes out when a choice is forgotten."""
    others = (suits - 1) * ranks
    if kind == "colour":
        inside = comb(ranks, counts[0])
        return inside * comb(others, hand - counts[0]), inside
    if kind == "number":
        rest = suits * ranks - suits
        terms = [comb(suits, k) * comb(rest, hand - k) for k in range(counts[0], hand + 1)]
        return sum(terms), terms[0] if sum(terms) > terms[0] else comb(suits, counts[0])
    if kind == "two_colours":
        inside = comb(ranks, counts[0]) * comb(ranks, counts[1])
        return inside * comb(others - ranks, hand - sum(counts)), inside
    if kind == "one_colour":
        return suits * comb(ranks, hand), comb(ranks, hand)
    if kind == "numbers_differ":
        return comb(ranks, hand) * suits**hand, comb(ranks, hand)
    pairs = ranks * comb(suits, 2) * comb(ranks - 1, hand - 2)
    return pairs * suits ** (hand - 2), pairs


def check(facts: Facts, reply: str) -> Verdict:
    return numbers.judge(reply, lambda probability: probability == _probability(facts))


def _probability(facts: Facts) -> Fraction:
    sizes = facts["colours"], facts["numbers"], facts["hand"]
    return _dealt(facts["kind"], *sizes, tuple(facts["counts"]))


@lru_cache(maxsize=1024)  # a reply, each mistake and each step ask for the same probability
def _dealt(kind: str, suits: int, ranks: int, hand: int, counts: tuple[int, ...]) -> Fraction:
    """Card after card: in how many orders the hand so far can have come, by what matters of it."""
    if hand > MOST_DRAWN:
        raise ValueError(f"expected at most {MOST_DRAWN} cards, got {hand}")
    orders = Counter({(0, 0): 1})
    for drawn in range(hand):
        following: Counter[tuple[int, int]] = Counter()
        for state, ways in orders.items():
            for after, cards in _next(kind, state, drawn, suits, ranks):
                following[after] += ways * cards
        orders = following
    good = sum([ways for state, ways in orders.items() if _is_wanted(kind, state, counts)])
    return Fraction(good, perm(suits * ranks, hand))


def _next(kind: str, state: tuple[int, int], drawn: int, suits: int, ranks: int) -> list[tuple[tuple[int, int], int]]:
    """What the next card can make of the state, and how many cards do so; cards that spoil the hand are left out."""
    one, two = state
    left = suits * ranks - drawn
    if kind == "colour":
        return [((one + 1, 0), ranks - one), (state, left - ranks + one)]
    if kind == "number":
        return [((one + 1, 0), suits - one), (state, left - suits + one)]
    if kind == "two_colours":
        rest = left - (ranks - one) - (ranks - two)
        return [((one + 1, two), ranks - one), ((one, two + 1), ranks - two), (state, rest)]
    if kind == "one_colour":
        return [(state, ranks - drawn if drawn else left)]
    if kind == "numbers_differ" or one:
        return [(state, suits * (ranks - drawn + one))]
    return [(state, suits * (ranks - drawn)), ((1, 0), (suits - 1) * drawn)]


def _is_wanted(kind: str, state: tuple[int, int], counts: tuple[int, ...]) -> bool:
    if kind == "number":
        return state[0] >= counts[0]
    if kind == "one_pair":
        return state[0] == 1
    return state[: len(counts)] == counts


def check_step(facts: Facts, step: Step) -> bool:
    claim, hand, cards = step.claim, facts["hand"], facts["colours"] * facts["numbers"]
    # Every hand can be dealt in as many orders as there are of its cards.
    if step.rule == "favourable":
        return claim["favourable"] * factorial(hand) == _probability(facts) * perm(cards, hand)
    if claim["ways"] * factorial(hand) != perm(cards, hand):
        return False
    if step.rule == "ways":
        return claim["cards"] == cards
    probability = Fraction(claim["probability"])
    return probability == _probability(facts) and claim["favourable"] == probability * claim["ways"]


def canonical(facts: Facts) -> list[object]:
    return [facts["kind"], facts["colours"], facts["numbers"], facts["hand"], sorted(facts["counts"])]
