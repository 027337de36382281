"""What clues about people in a row leave of the orders in which the values of an attribute can stand.

The value that stands at place p has number p, whatever its word: so every puzzle has the same arrangement until words
are drawn. Sets of orders are integers, one bit an order.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import permutations
from typing import NamedTuple

from simulators.core import Stream

# As often as they are to come up.
SHAPES = ("at", "not_at") + ("same",) * 5 + ("apart",) * 2 + ("left",) * 3 + ("next",) * 5 + ("before",) * 3
TURNED = {"same": "same", "apart": "apart", "next": "next", "left": "right", "right": "left"} | {
    "before": "after",
    "after": "before",
}

# Shape, attribute, value, and then another attribute with its value, or a place alone.
Clue = tuple[str, int, int, int, int]
# The orders of an attribute's values that are left, and for each value the places that it can then be at, as bits.
Left = tuple[int, tuple[int, ...]]


class Rule(NamedTuple):
    """What a clue does: for each set of places of one value the orders that are left for the other's attribute."""

    first: int
    value: int
    left_here: list[int]
    second: int
    other: int
    left_there: list[int]
    attributes: int  # both, as bits


@cache
def everything(places: int) -> Left:
    """All orders of an attribute's values, none of them excluded."""
    return _left((1 << len(list(permutations(range(places))))) - 1, places)


@lru_cache(maxsize=1 << 14)
def _left(orders: int, places: int) -> Left:
    rows = _with(places)
    return orders, tuple([sum([1 << place for place, row in enumerate(some) if orders & row]) for some in rows])


@cache
def _with(places: int) -> list[list[int]]:
    """For each value and place the orders of an attribute's values that have it there, as bits; bit 0 is 1, 2, 3, …"""
    orders = list(permutations(range(places)))
    return [
        [sum(1 << at for at, order in enumerate(orders) if order[place] == value) for place in range(places)]
        for value in range(places)
    ]


@cache
def _partners(shape: str, place: int, places: int) -> list[int]:
    """The places at which the other value of a clue can be."""
    others = {
        "at": [place],
        "same": [place],
        "left": [place + 1],
        "right": [place - 1],
        "next": [place - 1, place + 1],
        "before": list(range(place + 1, places)),
        "after": list(range(place)),
    }.get(shape, [other for other in range(places) if other != place])
    return [other for other in others if 0 <= other < places]


@cache
def _allowed(shape: str, value: int, places: int) -> list[int]:
    """For each set of places of the other value (as bits), the orders that the clue leaves for this one's attribute."""
    rows = _with(places)[value]
    allowed = []
    for held in range(1 << places):
        reached = {to for place in range(places) if held >> place & 1 for to in _partners(shape, place, places)}
        allowed.append(sum(rows[place] for place in reached))
    return allowed


@cache
def _settled(shape: str, value: int, other: int, places: int) -> int:
    """The orders that a clue about one attribute leaves."""
    rows, left = _with(places), 0
    for place in range(places):
        for to in _partners(shape, place, places):
            left |= rows[value][place] & (rows[other][to] if shape not in {"at", "not_at"} else -(to == other))
    return left


def true_clue(rng: Stream, places: int, attributes: int) -> Clue:
    """A clue that holds where value p of each attribute stands at place p."""
    shape = rng.choice(SHAPES)
    value, first = rng.below(places), rng.below(attributes)
    partners = _partners(shape, value, places)
    if not partners:  # nothing is right of the last place
        value, partners = 0, _partners(shape, 0, places)
    if shape in {"at", "not_at"}:
        return shape, first, value, first, rng.choice(partners)
    second = rng.below(attributes)
    if first == second and shape in {"same", "apart"}:
        second = (first + 1 + rng.below(attributes - 1)) % attributes
    return shape, first, value, second, rng.choice(partners)


@lru_cache(maxsize=1 << 14)
def rule_of(clue: Clue, places: int) -> Rule:
    """What a clue does, in tables."""
    shape, first, value, second, other = clue
    if first == second:
        only = [_settled(shape, value, other, places)] * (1 << places)
        return Rule(first, value, only, first, other, only, 1 << first)
    here, there = _allowed(TURNED[shape], value, places), _allowed(shape, other, places)
    return Rule(first, value, here, second, other, there, 1 << first | 1 << second)


def narrows(left: list[Left], rule: Rule) -> bool:
    """Leave only the orders for which the other attribute still has one that fits; whether some went."""
    first, value, left_here, second, other, left_there, _ = rule
    after, _ = left[second]
    narrowed = after & left_there[left[first][1][value]]
    if narrowed != after:
        left[second] = _left(narrowed, len(left[second][1]))
    before, _ = left[first]
    kept = before & left_here[left[second][1][other]]
    if kept != before:
        left[first] = _left(kept, len(left[first][1]))
        return True
    return narrowed != after


def narrow(left: list[Left], rules: list[Rule], fresh: int) -> bool:
    """Use the clues until none narrows anything; whether one order of each attribute is left.

    ``fresh`` are the attributes (as bits) that changed since the clues were last used.
    """
    while fresh and any(orders & orders - 1 for orders, _ in left):
        before, fresh = fresh, 0
        for rule in rules:
            if rule.attributes & (before | fresh) and narrows(left, rule):
                fresh |= rule.attributes
    return not any(orders & orders - 1 for orders, _ in left)


def needed(clues: list[Clue], rules: list[Rule], whole: list[Left]) -> list[Clue]:
    """The clues without those that others make up for: a clue goes if those kept so far and all that follow do."""
    kept, working, left = list[Clue](), list[Rule](), list(whole)
    for at, (clue, rule) in enumerate(zip(clues, rules, strict=True), 1):
        without, later, fresh = list(left), rules[at:], 0
        for other in later:
            if narrows(without, other):
                fresh |= other.attributes
        if not narrow(without, [*later, *working], fresh):
            kept.append(clue)
            working.append(rule)
            if narrows(left, rule):
                narrow(left, working, rule.attributes)
    return kept
