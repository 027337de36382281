"""A scrambled cube of two by two by two: turns that solve it, no more than scrambled it; any that do so are right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
LEVELS = ({"turns": 3}, {"turns": 4}, {"turns": 5}, {"turns": 6}, {"turns": 7})
# The cubes, colours and place aside, that so many turns or fewer make.
SPACES = {1: 1 + 9 + 54 + 321, 2: 1 + 9 + 54 + 321 + 1847, 3: 1 + 9 + 54 + 321 + 1847 + 9992}
FACES = "ULFRBD"  # the order in which stickers are counted, four to a face in reading order
OPPOSITE = dict(zip(FACES, "DRBLFU", strict=True))
ENDS = ("", "2", "'")  # of a turn: a quarter clockwise, a half, a quarter anticlockwise
# The turns that may follow one of each face: two turns about the same axis in a row would be one, or none.
NEXT = {
    face: [other + end for other in FACES if other not in (face, OPPOSITE.get(face)) for end in ENDS]
    for face in ("", *FACES)
}
INVERSE = {face + end: face + back for face in FACES for end, back in zip(ENDS, ENDS[::-1], strict=True)}

Place = tuple[int, int, int]
# By face: the direction in which it looks, those of its reading (to the right, down), and what a quarter turn clockwise
# makes of the coordinates (to the right, up, towards the viewer of the front).
_FRAMES: dict[str, tuple[Place, Place, Place]] = {
    "U": ((0, 1, 0), (1, 0, 0), (0, 0, 1)),
    "L": ((-1, 0, 0), (0, 0, 1), (0, -1, 0)),
    "F": ((0, 0, 1), (1, 0, 0), (0, -1, 0)),
    "R": ((1, 0, 0), (0, 0, -1), (0, -1, 0)),
    "B": ((0, 0, -1), (-1, 0, 0), (0, -1, 0)),
    "D": ((0, -1, 0), (1, 0, 0), (0, 0, -1)),
}


def make(rng: Stream, *, turns: int) -> Problem:
    colours = rng.shuffled("WYROGB")
    solved = "".join([colour * 4 for colour in colours])
    scramble = [rng.choice(NEXT[""])]
    for _ in range(turns - 1):
        scramble.append(rng.choice(NEXT[scramble[-1][0]]))
    cube = _after(solved, scramble)
    solution = [INVERSE[turn] for turn in scramble[::-1]]
    answer = " ".join(solution)
    steps, turned = [], cube
    for at, turn in enumerate(solution, 1):
        turned = _after(turned, [turn])
        steps.append(Step("turn", {"turns": solution[:at], "cube": _told(turned)}))
    wrong_turns = {
        "scramble_repeated": scramble,
        "order_not_reversed": [INVERSE[turn] for turn in scramble],
        "directions_not_reversed": scramble[::-1],
    }
    return Problem(
        facts={**{face: cube[4 * at : 4 * at + 4] for at, face in enumerate(FACES)}, "most": turns},
        answer=answer,
        steps=(*steps, Step("solved", {"turns": solution, "count": turns})),
        mistakes=mistakes(
            answer,
            last_turn_forgotten=" ".join(solution[:-1]),
            **{name: " ".join(bad) for name, bad in wrong_turns.items() if not _is_plain(_after(cube, bad))},
        ),
    )


def _told(cube: str) -> str:
    return f"U:{cube[:4]} L:{cube[4:8]} F:{cube[8:12]} R:{cube[12:16]} B:{cube[16:20]} D:{cube[20:]}"


def _is_plain(cube: str) -> bool:
    return all(cube[at : at + 4] == cube[at] * 4 for at in range(0, 24, 4))


def _after(cube: str, turns: Sequence[str]) -> str:
    moved = _moved()
    stickers: Sequence[str] = cube
    for turn in turns:
        stickers = moved[turn](stickers)
    return "".join(stickers)


@cache
def _moved() -> dict[str, Callable[[Sequence[str]], tuple[str, ...]]]:
    """By turn, what takes the stickers of a cube to where it moves them."""
    found: dict[str, Callable[[Sequence[str]], tuple[str, ...]]] = {}
    for face, quarter in _sources().items():
        places = list(range(24))
        for end in ENDS:
            places = [places[source] for source in quarter]
            found[face + end] = itemgetter(*places)
    return found


@cache
def _sources() -> dict[str, list[int]]:
    """For a quarter turn of each face: from which place each sticker comes, reckoned in space."""
    stickers = [(_corner(face, row, column), _FRAMES[face][0]) for face in FACES for row in (0, 1) for column in (0, 1)]
    table = {}
    for face in FACES:
        axis = _FRAMES[face][0]
        places = list(range(24))
        for at, (corner, outward) in enumerate(stickers):
            if _dot(corner, axis) > 0:
                places[stickers.index((_carried(face, corner), _carried(face, outward)))] = at
        table[face] = places
    return table


def _carried(face: str, vector: Place) -> Place:
    """Clockwise, what is on the right comes down, and what is below goes to the left."""
    axis, right, down = _FRAMES[face]
    along, aside, below = (_dot(vector, way) for way in (axis, right, down))
    x, y, z = (axis[i] * along + down[i] * aside - right[i] * below for i in range(3))
    return x, y, z


def _corner(face: str, row: int, column: int) -> Place:
    axis, right, down = _FRAMES[face]
    x, y, z = (axis[i] + (2 * column - 1) * right[i] + (2 * row - 1) * down[i] for i in range(3))
    return x, y, z


def _dot(a: Sequence[int], b: Sequence[int]) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


# How the stickers of a quarter turn go round: each to the place of the next.
_CYCLES = {
    "U": ((0, 1, 3, 2), (8, 4, 16, 12), (9, 5, 17, 13)),
    "L": ((4, 5, 7, 6), (0, 8, 20, 19), (2, 10, 22, 17)),
    "F": ((8, 9, 11, 10), (2, 12, 21, 7), (3, 14, 20, 5)),
    "R": ((12, 13, 15, 14), (3, 16, 23, 11), (1, 18, 21, 9)),
    "B": ((16, 17, 19, 18), (0, 6, 23, 13), (1, 4, 22, 15)),
    "D": ((20, 21, 23, 22), (10, 14, 18, 6), (11, 15, 19, 7)),
}
# By turn, from which place each sticker comes: on a cycle, from so many places before.
_FLOWS = {
    face + end: {cycle[(at + quarters) % 4]: cycle[at] for cycle in cycles for at in range(4)}
    for face, cycles in _CYCLES.items()
    for quarters, end in enumerate(ENDS, 1)
}
_ROUND = {turn: itemgetter(*[flow.get(place, place) for place in range(24)]) for turn, flow in _FLOWS.items()}


def check(facts: Facts, reply: str) -> Verdict:
    """The turns are made on the cube by moving its stickers round; then every face must have one colour."""
    turns = (final(reply) or "").replace("\u2019", "'").replace(",", " ").split()
    if not turns or not _FLOWS.keys() >= set(turns):
        return wrong("expected turns such as R, U' and F2, separated by spaces")
    if len(turns) > facts["most"]:
        return wrong(f"expected {facts['most']} turns at most, got {len(turns)}")
    stickers = _turned(facts, turns)
    faces = [set(stickers[at : at + 4]) for at in range(0, 24, 4)]
    return RIGHT if all(len(face) == 1 for face in faces) else wrong("a face has two colours")


def _turned(facts: Facts, turns: Sequence[str]) -> Sequence[str]:
    stickers: Sequence[str] = "".join([facts[face] for face in FACES])
    for turn in turns:
        stickers = _ROUND[turn](stickers)
    return stickers


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "solved":
        return claim["count"] == len(claim["turns"]) and check(facts, " ".join(claim["turns"])).reward == 1
    stickers = "".join(_turned(facts, claim["turns"]))
    told = dict(part.split(":") for part in claim["cube"].split(" "))
    return "".join(told[face] for face in FACES) == stickers and len(claim["cube"]) == 6 * len("U:WWWW ") - 1


def canonical(facts: Facts) -> list[object]:
    """The colours renamed in the order in which they first come."""
    names: dict[str, int] = {}
    return [facts["most"], *([names.setdefault(colour, len(names)) for colour in facts[face]] for face in FACES)]
