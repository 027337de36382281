"""Brute force: every order of every attribute, one attribute after the other, each clue tried as soon as it can be."""

from itertools import permutations
from typing import Any

APART = {"left": {1}, "next": {1, -1}, "same": {0}, "before": set(range(1, 9))}


def fits(clue: list[Any], place: dict[tuple[str, str], int]) -> bool:
    shape, kind, value, *rest = clue
    here = place[kind, value]
    if len(rest) == 1:
        return (here == rest[0]) is (shape == "at")
    distance = place[rest[0], rest[1]] - here
    return distance != 0 if shape == "apart" else distance in APART[shape]


def arrangements(attributes: list[Any], clues: list[Any]) -> list[dict[tuple[str, str], int]]:
    found: list[dict[tuple[str, str], int]] = [{}]
    left, waiting = list(attributes), list(clues)
    known: set[str] = set()
    while left:
        # The attribute that makes most clues decidable comes next, which keeps the lists short.
        left.sort(key=lambda group: -sum({c[1], *c[3:4]} - {1, 2, 3, 4, 5} <= known | {group[0]} for c in waiting))
        kind, values = left.pop(0)
        known.add(kind)
        ready = [c for c in waiting if {part for part in (c[1], c[3]) if isinstance(part, str)} <= known]
        waiting = [c for c in waiting if c not in ready]
        alone = [c for c in ready if {part for part in (c[1], c[3]) if isinstance(part, str)} == {kind}]
        orders = [{(kind, value): at for at, value in enumerate(order, 1)} for order in permutations(values)]
        orders = [order for order in orders if all(fits(c, order) for c in alone)]
        rest = [c for c in ready if c not in alone]
        found = [{**old, **new} for old in found for new in orders if all(fits(c, {**old, **new}) for c in rest)]
    return found


def right(facts: Any, answer: str) -> bool:
    (place,) = arrangements(facts["attributes"], facts["clues"])
    line = [value for (kind, value), _ in sorted(place.items(), key=lambda item: item[1]) if kind == facts["wanted"]]
    return answer == (line[place[tuple(facts["asked"])] - 1] if facts["asked"] else ", ".join(line))
