"""In which direction one place lies from another, from statements about other pairs of places on a map."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.vocabulary import PLACES

VERSION = 1
# Statements that lead from the one place to the other, and statements about places that do not matter.
LEVELS = (
    {"links": 3, "needless": 2},
    {"links": 4, "needless": 3},
    {"links": 5, "needless": 4},
    {"links": 6, "needless": 6},
    {"links": 8, "needless": 7},
)
# How far east and how far north, by sign; "north" means neither east nor west of.
WINDS = {
    "north": (0, 1), "north-east": (1, 1), "east": (1, 0), "south-east": (1, -1), "south": (0, -1),
    "south-west": (-1, -1), "west": (-1, 0), "north-west": (-1, 1),
}  # fmt: skip
NAMES = {signs: name for name, signs in WINDS.items()}


def make(rng: Stream, *, links: int, needless: int) -> Problem:
    places = rng.sample(PLACES, links + 1 + needless)
    chain = places[: links + 1]
    sx, sy = rng.choice(((1, 1), (1, -1), (-1, 1), (-1, -1)))
    kinds = ((sx, sy), (sx, 0), (0, sy))
    told, steps = [], []
    x = y = 0
    for before, place in pairwise(chain):
        dx, dy = signs = rng.choice(kinds)
        x, y = x or dx, y or dy
        told.append(_statement(rng, place, signs, before))
        steps.append(Step("seen", {"place": place, "direction": NAMES[x, y]}))
    for number, place in enumerate(places[links + 1 :], links + 1):
        told.append(_statement(rng, place, rng.choice(tuple(NAMES)), places[rng.below(number)]))
    answer = NAMES[x, y]
    return Problem(
        facts={"statements": rng.shuffled(told), "from": chain[0], "to": chain[-1]},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            seen_from_the_other=NAMES[-x, -y],
            last_statement_only=NAMES[signs],
            one_axis_lost=NAMES[(x, 0) if x and y else (sx, sy)],
            east_and_west_confused=NAMES[-x, y],
        ),
    )


def _statement(rng: Stream, place: str, signs: tuple[int, int], other: str) -> list[str]:
    """Where a place lies from the other, told from either side."""
    x, y = signs
    return [place, NAMES[x, y], other] if rng.chance(1, 2) else [other, NAMES[-x, -y], place]


def _directions(facts: Facts) -> dict[str, tuple[int, int] | None]:
    return _seen(facts["from"], tuple(map(tuple, facts["statements"])))


@lru_cache(maxsize=16)
def _seen(start: str, statements: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[int, int] | None]:
    """Each place as it is seen from the start, None where the statements leave it open; spreading out."""
    around: dict[str, list[tuple[str, int, int]]] = {}
    for place, direction, other in statements:
        x, y = WINDS[direction]
        around.setdefault(other, []).append((place, x, y))
        around.setdefault(place, []).append((other, -x, -y))
    # The steps east (x, 1), west (x, -1), north and south that are taken on the way.
    ways: dict[str, frozenset[tuple[str, int]]] = {start: frozenset()}
    waiting = [start]
    for place in waiting:
        for other, x, y in around[place]:
            if other not in ways:
                ways[other] = ways[place] | {("x", x), ("y", y)}
                waiting.append(other)
    return {place: _combined(way) for place, way in ways.items()}


def _combined(way: frozenset[tuple[str, int]]) -> tuple[int, int] | None:
    found = []
    for axis in "xy":
        signs = [sign for sign in (1, -1) if (axis, sign) in way]
        if len(signs) == 2:
            return None
        found.append(signs[0] if signs else 0)
    return found[0], found[1]


def check(facts: Facts, reply: str) -> Verdict:
    signs = _directions(facts)[facts["to"]]
    if signs is None:
        raise ValueError("the statements leave the direction open")
    same = {name.replace("-", ""): name for name in WINDS}
    return words.judge(reply, NAMES[signs], options=tuple(WINDS), same=same)


def check_step(facts: Facts, step: Step) -> bool:
    return _directions(facts)[step.claim["place"]] == WINDS[step.claim["direction"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "statements": rng.shuffled(facts["statements"])}


def canonical(facts: Facts) -> Any:
    """The statements as they branch off from the place one looks from, without names."""

    def branches(name: str, parent: str) -> list[Any]:
        found = []
        for place, direction, other in facts["statements"]:
            far = other if name == place else place
            if name in (place, other) and far != parent:
                x, y = WINDS[direction]
                signs = [x, y] if name == other else [-x, -y]
                found.append([signs, far == facts["to"], branches(far, name)])
        return sorted(found)

    return branches(facts["from"], "")
