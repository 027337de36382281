"""By counting hands colour after colour or number after number; small decks by dealing every hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from math import comb
from typing import Any


def right(facts: Any, answer: str) -> bool:
    colours, numbers, hand = facts["colours"], facts["numbers"], facts["hand"]
    ways = comb(colours * numbers, hand)
    if ways <= 3_000:
        deck = product(range(colours), range(numbers))
        good = sum(dealt(facts, cards) for cards in combinations(deck, hand))
    elif facts["kind"] in ("colour", "two_colours", "one_colour"):
        good = spread(colours, numbers, hand, lambda tally: in_colours(facts, tally))
    else:
        good = spread(numbers, colours, hand, lambda tally: in_numbers(facts, tally))
    return Fraction(good, ways) == Fraction(answer)


def dealt(facts: Any, cards: Any) -> bool:
    by_colour, by_number = Counter(c for c, _ in cards), Counter(v for _, v in cards)
    kind, counts = facts["kind"], facts["counts"]
    return {
        "colour": lambda: [by_colour[0]] == counts,
        "two_colours": lambda: [by_colour[0], by_colour[1]] == counts,
        "one_colour": lambda: len(by_colour) == 1,
        "number": lambda: by_number[0] >= counts[0],
        "numbers_differ": lambda: max(by_number.values()) == 1,
        "one_pair": lambda: sorted(by_number.values())[-2:] in ([1, 2], [2]),
    }[kind]()


def spread(groups: int, size: int, hand: int, wanted: Any) -> int:
    """Hands by the tally (in the first group, in the second, largest, groups with two or more)."""
    tallies = Counter({(0, 0, 0, 0, 0): 1})
    for group in range(groups):
        following: Counter[tuple[int, ...]] = Counter()
        for (total, first, second, largest, doubles), ways in tallies.items():
            for taken in range(min(size, hand - total) + 1):
                tally = (
                    total + taken,
                    taken if group == 0 else first,
                    taken if group == 1 else second,
                    max(largest, taken),
                    min(2, doubles + (taken > 1)),
                )
                following[tally] += ways * comb(size, taken)
        tallies = following
    return sum(ways for tally, ways in tallies.items() if tally[0] == hand and wanted(tally))


def in_colours(facts: Any, tally: Any) -> bool:
    if facts["kind"] == "one_colour":
        return bool(tally[3] == facts["hand"])
    return list(tally[1:3])[: len(facts["counts"])] == facts["counts"]


def in_numbers(facts: Any, tally: Any) -> bool:
    if facts["kind"] == "number":
        return bool(tally[1] >= facts["counts"][0])
    return bool(tally[3] == 1) if facts["kind"] == "numbers_differ" else tally[3:] == (2, 1)
