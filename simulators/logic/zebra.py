"""Who has what among people in a row, from clues that leave exactly one arrangement (a zebra puzzle)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import permutations
from typing import Any, NamedTuple

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PROFILES

VERSION = 1
LEVELS = (
    {"places": 3, "attributes": 3},
    {"places": 4, "attributes": 3},
    {"places": 4, "attributes": 4},
    {"places": 5, "attributes": 4},
    {"places": 5, "attributes": 5},
)
# As often as they are to come up.
SHAPES = ("at", "not_at") + ("same",) * 5 + ("apart",) * 2 + ("left",) * 3 + ("next",) * 5 + ("before",) * 3
TURNED = {"same": "same", "apart": "apart", "next": "next", "left": "right", "right": "left"} | {
    "before": "after",
    "after": "before",
}
DRAWS = 2000
MOST_PLACES = 8

# Shape, attribute, value, and then another attribute with its value, or a place alone. The value that stands at
# place p has number p, whatever its word: so every puzzle has the same arrangement until words are drawn.
Clue = tuple[str, int, int, int, int]


# The orders of an attribute's values that are left, as bits, and for each value the places that it can then be at.
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


def make(rng: Stream, *, places: int, attributes: int) -> Problem:
    everything = [_left(_all_orders(places), places)] * attributes
    left, clues, rules = list(everything), [], []
    for _ in range(DRAWS):
        clue = _true_clue(rng, places, attributes)
        rule = _rule(clue, places)
        if _narrows(left, rule):
            clues.append(clue)
            rules.append(rule)
            if _narrow(left, rules, rule.attributes):
                break
    else:
        raise RuntimeError(f"{DRAWS} clues did not settle {places} places")
    # A clue goes if those kept so far, which have done their work, and all that follow do without it.
    kept, working = list[Clue](), list[Rule]()
    for at, (clue, rule) in enumerate(zip(clues, rules, strict=True), 1):
        without, later, fresh = list(everything), rules[at:], 0
        for other in later:
            if _narrows(without, other):
                fresh |= other.attributes
        if not _narrow(without, [*later, *working], fresh):
            kept.append(clue)
            working.append(rule)
            if _narrows(everything, rule):
                _narrow(everything, working, rule.attributes)
    return _problem(rng, rng.shuffled(kept), places, attributes)


@cache
def _all_orders(places: int) -> int:
    return (1 << len(list(permutations(range(places))))) - 1


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


def _true_clue(rng: Stream, places: int, attributes: int) -> Clue:
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
def _rule(clue: Clue, places: int) -> Rule:
    shape, first, value, second, other = clue
    if first == second:
        only = [_settled(shape, value, other, places)] * (1 << places)
        return Rule(first, value, only, first, other, only, 1 << first)
    here, there = _allowed(TURNED[shape], value, places), _allowed(shape, other, places)
    return Rule(first, value, here, second, other, there, 1 << first | 1 << second)


def _narrows(left: list[Left], rule: Rule) -> bool:
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


def _narrow(left: list[Left], rules: list[Rule], fresh: int) -> bool:
    """Use the clues until none narrows anything; whether one order of each attribute is left.

    ``fresh`` are the attributes (as bits) that changed since the clues were last used.
    """
    while fresh and any(orders & orders - 1 for orders, _ in left):
        before, fresh = fresh, 0
        for rule in rules:
            if rule.attributes & (before | fresh) and _narrows(left, rule):
                fresh |= rule.attributes
    return not any(orders & orders - 1 for orders, _ in left)


def _problem(rng: Stream, clues: list[Clue], places: int, attributes: int) -> Problem:
    kinds = rng.sample(tuple(PROFILES), attributes)
    values = [rng.sample(PROFILES[kind], places) for kind in kinds]

    def worded(clue: Clue) -> list[Any]:
        shape, first, value, second, other = clue
        end = [other + 1] if shape in {"at", "not_at"} else [kinds[second], values[second][other]]
        return [shape, kinds[first], values[first][value], *end]

    asked, wanted = rng.sample(range(attributes), 2)
    place = rng.below(places)
    whole = rng.chance(1, 3)
    line = values[wanted]
    answer = ", ".join(line) if whole else line[place]
    last = Step("line", {"values": line}) if whole else Step("found", {"place": place + 1, "value": answer})
    wrong = (
        {"reversed": ", ".join(line[::-1]), "two_swapped": ", ".join([*line[1::-1], *line[2:]])}
        if whole
        else {"place_before": line[place - 1], "place_after": line[(place + 1) % places], "mirrored": line[-1 - place]}
    )
    placed = [
        Step("place", {"clue": worded(clue), "placed": [[kinds[a], values[a][p], p + 1] for a, p in found]})
        for clue, found in _settlements(clues, places, attributes)
    ]
    return Problem(
        facts={
            "attributes": [[kind, sorted(some)] for kind, some in zip(kinds, values, strict=True)],
            "clues": [worded(clue) for clue in clues],
            "asked": [] if whole else [kinds[asked], values[asked][place]],
            "wanted": kinds[wanted],
        },
        answer=answer,
        steps=(*placed, last),
        mistakes=mistakes(answer, **wrong),
    )


def _settlements(clues: list[Clue], places: int, attributes: int) -> Iterator[tuple[Clue, list[tuple[int, int]]]]:
    """The clues that settle where values stand, in the order in which they do."""
    left = [_left(_all_orders(places), places)] * attributes
    open_values = [(attribute, value) for attribute in range(attributes) for value in range(places)]
    while open_values:
        for clue in clues:
            if _narrows(left, _rule(clue, places)):
                found = [(a, value) for a, value in open_values if left[a][1][value] == 1 << value]
                if found:
                    open_values = [pair for pair in open_values if pair not in found]
                    yield clue, found


@lru_cache(maxsize=64)
def _arrangement(attributes: tuple[tuple[str, ...], ...], clues: tuple[tuple[Any, ...], ...]) -> dict[Any, int]:
    """The place of each value. Raises ValueError where the clues do not leave exactly one arrangement."""
    places = len(attributes[0]) - 1
    if places > MOST_PLACES or len(attributes) > MOST_PLACES or {len(group) for group in attributes} != {places + 1}:
        raise ValueError("expected a few attributes with as many values each")
    groups = [[(kind, value) for value in some] for kind, *some in attributes]
    everywhere = (1 << places) - 1
    rooms = dict.fromkeys((value for group in groups for value in group), everywhere)
    pairs = []
    for shape, kind, value, *rest in clues:
        if shape == "at":
            rooms[kind, value] &= 1 << rest[0] - 1
        elif shape == "not_at":
            rooms[kind, value] &= ~(1 << rest[0] - 1)
        else:
            pairs.append((shape, (kind, value), (rest[0], rest[1])))
    found: list[dict[Any, int]] = []
    _search(rooms, groups, pairs, found)
    if len(found) != 1:
        raise ValueError("expected exactly one arrangement")
    return {value: room.bit_length() for value, room in found[0].items()}


def _search(rooms: dict[Any, int], groups: list[Any], pairs: list[Any], found: list[Any]) -> None:
    """Collect arrangements, two at most: for each value its room as a bit, tried where reasoning ends."""
    if not _reason(rooms, groups, pairs):
        return
    free = [value for value, room in rooms.items() if room & room - 1]
    if not free:
        found.append(rooms)
        return
    value = min(free, key=lambda one: rooms[one].bit_count())
    room = rooms[value]
    while room and len(found) < 2:
        bit = room & -room
        room ^= bit
        _search(rooms | {value: bit}, groups, pairs, found)


def _reason(rooms: dict[Any, int], groups: list[Any], pairs: list[Any]) -> bool:
    """Strike out rooms that clues or neighbours in the group exclude; False where a value has none left."""
    changed = True
    while changed:
        changed = False
        for shape, one, other in pairs:
            here, there = rooms[one], rooms[other]
            near, far = _seen(shape, here, there)
            if near != here or far != there:
                rooms[one], rooms[other] = near, far
                changed = True
        for group in groups:
            for value in group:
                room = rooms[value]
                if not room & room - 1:
                    for other in group:
                        if rooms[other] & room and other is not value:
                            rooms[other] ^= room
                            changed = True
    return all(rooms.values())


@lru_cache(maxsize=1 << 14)
def _seen(shape: str, here: int, there: int) -> tuple[int, int]:
    """The rooms that a clue leaves to its two values."""
    if shape == "same":
        return here & there, here & there
    if shape == "left":
        far = there & here << 1
        return here & far >> 1, far
    if shape == "next":
        far = there & (here << 1 | here >> 1)
        return here & (far << 1 | far >> 1), far
    if shape == "before":
        far = there & -((here & -here) << 1) if here else 0
        return here & (1 << max(0, far.bit_length() - 1)) - 1, far
    if shape != "apart":
        raise ValueError(f"no such clue: {shape}")
    near = here if there & there - 1 else here & ~there
    return near, there if near & near - 1 else there & ~near


def _places(facts: Facts) -> dict[Any, int]:
    attributes = tuple((kind, *some) for kind, some in facts["attributes"])
    return _arrangement(attributes, tuple(map(tuple, facts["clues"])))


def check(facts: Facts, reply: str) -> Verdict:
    places = _places(facts)
    line = _line(places, facts["wanted"])
    if facts["asked"]:
        return words.judge(reply, line[places[tuple(facts["asked"])] - 1])
    return words.judge_list(reply, lambda given: [word.lower() for word in given] == [word.lower() for word in line])


def _line(places: dict[Any, int], wanted: str) -> list[str]:
    """The values of an attribute from the first place to the last."""
    return [value for (kind, value), _ in sorted(places.items(), key=lambda item: item[1]) if kind == wanted]


def check_step(facts: Facts, step: Step) -> bool:
    claim, places = step.claim, _places(facts)
    if step.rule == "line":
        return list(claim["values"]) == _line(places, facts["wanted"])
    if step.rule == "found":
        return places[tuple(facts["asked"])] == claim["place"] == places[facts["wanted"], claim["value"]]
    placed = [list(one) for one in claim["placed"]]
    return list(claim["clue"]) in map(list, facts["clues"]) and all(
        places[kind, word] == at for kind, word, at in placed
    )


def canonical(facts: Facts) -> list[Any]:
    """Each value by its place in the only arrangement, the attributes in the order of the clues about them."""
    places = _places(facts)
    views: dict[str, list[Any]] = {kind: [] for kind, _ in facts["attributes"]}
    for clue in facts["clues"]:
        shape, kind, value, *rest = clue
        here = places[kind, value]
        there = rest[0] if len(rest) == 1 else places[rest[0], rest[1]]
        views[kind].append((shape, 0, here, there))
        if len(rest) > 1:
            views[rest[0]].append((shape, 1, there, here))
    for rank, kind in enumerate((*facts["asked"][:1], facts["wanted"])):
        views[kind].append(("", rank, 0, 0))
    ranks = {kind: rank for rank, kind in enumerate(sorted(views, key=lambda kind: sorted(views[kind])))}
    clues = []
    for shape, kind, value, *rest in facts["clues"]:
        ends = [[ranks[kind], places[kind, value]], rest if len(rest) == 1 else [ranks[rest[0]], places[tuple(rest)]]]
        clues.append([shape, *(sorted(ends) if shape in {"same", "apart", "next"} else ends)])
    asked = facts["asked"]
    return [sorted(clues), [ranks[asked[0]], places[tuple(asked)]] if asked else [], ranks[facts["wanted"]]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    attributes = [[kind, rng.shuffled(some)] for kind, some in rng.shuffled(facts["attributes"])]
    return {**facts, "attributes": attributes, "clues": rng.shuffled(facts["clues"])}
