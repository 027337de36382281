"""What clues about people in a row leave of the orders in which the values of an attribute can stand.

The value that stands at place p has number p, whatever its word: so every puzzle has the same arrangement until words
are drawn. Sets of orders are integers, one bit an order.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import cycle, permutations
from typing import NamedTuple

from simulators.core import Stream

# Each as often as it is wanted: links between attributes more than places.
SHAPES = ["at", "not_at", *["same"] * 5, *["apart"] * 2, *["left"] * 3, *["next"] * 5, *["before"] * 3]
TURNED = {"same": "same", "apart": "apart", "next": "next", "left": "right", "right": "left"} | {
    "before": "after",
    "after": "before",
}

# Shape, attribute, value, and then another attribute with its value, or a place alone.
Clue = tuple[str, int, int, int, int]


class Rule(NamedTuple):
    """What a clue does: for each of its two values the orders that have it at each place, and those that are left."""

    first: int
    here: list[int]
    left_here: list[int]
    second: int
    there: list[int]
    left_there: list[int]


@cache
def all_orders(places: int) -> int:
    return (1 << len(list(permutations(range(places))))) - 1


@cache
def standing(places: int) -> list[list[int]]:
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
    rows = standing(places)[value]
    allowed = []
    for held in range(1 << places):
        reached = {to for place in range(places) if held >> place & 1 for to in _partners(shape, place, places)}
        allowed.append(sum(rows[place] for place in reached))
    return allowed


@cache
def _settled(shape: str, value: int, other: int, places: int) -> int:
    """The orders that a clue about one attribute leaves."""
    rows, left = standing(places), 0
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
    shape, first, value, second, other = clue
    if first == second:
        return Rule(first, [], [], second, [], [_settled(shape, value, other, places)])
    rows, here, there = standing(places), _allowed(TURNED[shape], value, places), _allowed(shape, other, places)
    return Rule(first, rows[value], here, second, rows[other], there)


def narrows(orders: list[int], rule: Rule) -> int:
    """Leave only the orders for which the other attribute still has one that fits; the attributes that lost some."""
    first, here, left_here, second, there, left_there = rule
    before, after = orders[first], orders[second]
    if first == second:
        orders[first] = before & left_there[0]
        return (orders[first] != before) << first
    held, bit = 0, 1
    for row in here:
        if before & row:
            held |= bit
        bit += bit
    orders[second] = narrowed = after & left_there[held]
    held, bit = 0, 1
    for row in there:
        if narrowed & row:
            held |= bit
        bit += bit
    orders[first] = left = before & left_here[held]
    return (left != before) << first | (narrowed != after) << second


def narrow(orders: list[int], rules: list[Rule], fresh: int = -1) -> bool:
    """Use the clues until none narrows anything; whether one order of each attribute is left.

    ``fresh`` are the attributes (as bits) that changed since the clues were last used.
    """
    # A clue is used again when another one has changed its attributes since: less than a round ago.
    around = last = len(rules)
    changed = [last * (fresh >> attribute & 1) for attribute in range(len(orders))]
    for time, rule in enumerate(cycle(rules), around):
        since, first, second = time - around, rule[0], rule[3]
        if since >= last:
            break
        if changed[first] > since or changed[second] > since:
            attributes = narrows(orders, rule)
            if attributes >> first & 1:
                changed[first] = last = time
            if attributes >> second & 1:
                changed[second] = last = time
    return all(order & order - 1 == 0 for order in orders)


def needed(clues: list[Clue], rules: list[Rule], everything: list[int]) -> list[Clue]:
    """The clues without those that the others make up for, tried one by one."""
    behind = [everything]  # for each clue, from the last on, what those after it leave by themselves
    for at in range(len(rules) - 1, 0, -1):
        orders = list(behind[-1])
        narrow(orders, rules[at:], narrows(orders, rules[at]))
        behind.append(orders)
    kept, used = [], list[Rule]()
    before = list(everything)  # what those kept leave by themselves
    for at, rule in enumerate(rules):
        after = behind.pop()
        if not narrow([one & other for one, other in zip(before, after, strict=True)], [*used, *rules[at + 1 :]]):
            kept.append(clues[at])
            used.append(rule)
            narrow(before, used, narrows(before, rule))
    return kept
