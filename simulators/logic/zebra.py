"""Who has what among people in a row, from clues that leave exactly one arrangement (a zebra puzzle)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.logic import _clues
from simulators.logic._clues import Clue
from simulators.vocabulary import PROFILES

VERSION = 1
LEVELS = (
    {"places": 3, "attributes": 3},
    {"places": 4, "attributes": 3},
    {"places": 4, "attributes": 4},
    {"places": 5, "attributes": 4},
    {"places": 5, "attributes": 5},
)
DRAWS = 2000
MOST_PLACES = 8

Pair = tuple[str, int, int]  # a clue for the checker: a shape, and the numbers of two values


def make(rng: Stream, *, places: int, attributes: int) -> Problem:
    whole = [_clues.everything(places)] * attributes
    left, clues, rules = list(whole), [], []
    for _ in range(DRAWS):
        clue = _clues.true_clue(rng, places, attributes)
        rule = _clues.rule_of(clue, places)
        if _clues.narrows(left, rule):
            clues.append(clue)
            rules.append(rule)
            if _clues.narrow(left, rules, rule.attributes):
                break
    else:
        raise RuntimeError(f"{DRAWS} clues did not settle {places} places")
    return _problem(rng, rng.shuffled(_clues.needed(clues, rules, whole)), places, attributes)


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
    left = [_clues.everything(places)] * attributes
    open_values = [(attribute, value) for attribute in range(attributes) for value in range(places)]
    while open_values:
        for clue in clues:
            if _clues.narrows(left, _clues.rule_of(clue, places)):
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
    values = [(kind, value) for kind, *some in attributes for value in some]
    number = {value: at for at, value in enumerate(values)}
    rooms, pairs = [(1 << places) - 1] * len(values), []
    for shape, kind, value, *rest in clues:
        if shape == "at":
            rooms[number[kind, value]] &= 1 << rest[0] - 1
        elif shape == "not_at":
            rooms[number[kind, value]] &= ~(1 << rest[0] - 1)
        else:
            pairs.append((shape, number[kind, value], number[rest[0], rest[1]]))
    found: list[list[int]] = []
    _search(rooms, places, pairs, found)
    if len(found) != 1:
        raise ValueError("expected exactly one arrangement")
    return {value: room.bit_length() for value, room in zip(values, found[0], strict=True)}


def _search(rooms: list[int], places: int, pairs: list[Pair], found: list[list[int]]) -> None:
    """Collect arrangements, two at most: for each value its room as a bit, tried where reasoning ends."""
    if not _reason(rooms, places, pairs):
        return
    _, value = min([(room.bit_count(), at) for at, room in enumerate(rooms) if room & room - 1], default=(0, -1))
    if value < 0:
        found.append(rooms)
        return
    room = rooms[value]
    while room and len(found) < 2:
        bit = room & -room
        room ^= bit
        _search([*rooms[:value], bit, *rooms[value + 1 :]], places, pairs, found)


def _reason(rooms: list[int], places: int, pairs: list[Pair]) -> bool:
    """Strike out rooms that clues or neighbours in the group exclude; False where a value has none left."""
    before: list[int] = []
    while before != rooms:
        before = rooms.copy()
        for shape, one, other in pairs:
            rooms[one], rooms[other] = _seen(shape, rooms[one], rooms[other])
        for start in range(0, len(rooms), places):
            taken = 0
            for room in rooms[start : start + places]:
                if not room & room - 1:
                    if not room or taken & room:
                        return False
                    taken |= room
            if taken:
                for value in range(start, start + places):
                    if rooms[value] & rooms[value] - 1:
                        rooms[value] &= ~taken
    return 0 not in rooms


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
