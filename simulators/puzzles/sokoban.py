"""Sokoban in a small store: moves by which all boxes are pushed onto the goals; any that do so are right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"height": 4, "width": 4, "walls": 2, "boxes": 1, "pushes": 3},
    {"height": 4, "width": 5, "walls": 3, "boxes": 1, "pushes": 5},
    {"height": 4, "width": 5, "walls": 2, "boxes": 2, "pushes": 8},
    {"height": 5, "width": 5, "walls": 3, "boxes": 2, "pushes": 12},
    {"height": 5, "width": 6, "walls": 4, "boxes": 3, "pushes": 16},
)
TRIES = 200
WALL, FLOOR, GOAL, BOX, BOX_ON_GOAL, PLAYER, PLAYER_ON_GOAL = "#_.$*@+"
DIRECTIONS = "UDLR"
_BOXES = re.compile(r"[$*]")
TOGETHER = 8  # moves that the checker plays in one go

Cells = AbstractSet[int]
Push = tuple[int, int]  # the square on which the player stands before it, and the direction


def make(rng: Stream, *, height: int, width: int, walls: int, boxes: int, pushes: int) -> Problem:
    wide = width + 2
    shifts = (-wide, wide, -1, 1)
    inside = [row * wide + column for row in range(1, height + 1) for column in range(1, width + 1)]
    for _ in range(TRIES):
        floor = sorted(rng.sample(inside, len(inside) - walls))
        goals = set(rng.sample(floor, boxes))
        boxed, played = _pulled(rng, floor, shifts, goals, pushes)
        if len(played) == pushes and len(boxed & goals) <= boxes // 2:
            break
    else:
        raise ValueError(f"expected a store in which {pushes} pulls can be made")
    reach = _reach(_bits(floor) & ~_bits(boxed), shifts, played[0][0])
    start = rng.choice([cell for cell in floor if reach >> cell & 1])
    moves, steps = _told(set(floor), shifts, start, boxed, played)
    signs = dict.fromkeys(floor, FLOOR) | dict.fromkeys(goals, GOAL)
    signs |= {box: BOX_ON_GOAL if box in goals else BOX for box in boxed}
    signs[start] = PLAYER_ON_GOAL if start in goals else PLAYER
    cells = "".join([signs.get(cell, WALL) for cell in range((height + 2) * wide)])
    wrong_moves = {
        "stopped_early": moves[:-1],
        "left_and_right_confused": moves.translate(str.maketrans("LR", "RL")),
        "up_and_down_confused": moves.translate(str.maketrans("UD", "DU")),
        "walks_left_out": "".join([DIRECTIONS[direction] for _, direction in played]),
    }
    return Problem(
        facts={"rows": [cells[at : at + wide] for at in range(0, len(cells), wide)]},
        answer=moves,
        steps=(*steps, Step("solved", {"moves": moves, "pushes": len(played)})),
        mistakes=mistakes(
            moves,
            **{name: bad for name, bad in wrong_moves.items() if _ends(set(floor), shifts, start, boxed, bad) != goals},
        ),
    )


def _pulled(
    rng: Stream, floor: Sequence[int], shifts: tuple[int, ...], goals: Cells, pulls: int
) -> tuple[set[int], list[Push]]:
    """Boxes pulled off the goals, never to where they all were before, and the pushes that take them back.

    Sets of squares are integers here, one bit a square.
    """
    free, boxes = _bits(floor), _bits(goals)
    boxed = set(goals)
    player = rng.choice([cell for cell in floor if cell not in goals])
    seen, played, last = {boxes}, [], -1
    for _ in range(pulls):
        empty = free & ~boxes
        reach = _reach(empty, shifts, player)
        options = [
            (box, box - shift, (box - 2 * shift, direction))
            for box in sorted(boxed)
            for direction, shift in enumerate(shifts)
            if reach >> box - shift & 1
            and empty >> box - 2 * shift & 1
            and boxes ^ 1 << box ^ 1 << box - shift not in seen
        ]
        if not options:
            break
        # Mostly the box that was pulled last is pulled on, so that the way back is not a zigzag.
        same = [option for option in options if option[0] == last]
        box, pulled, push = rng.choice(same if same and rng.chance(4, 5) else options)
        boxed = boxed - {box} | {pulled}
        boxes ^= 1 << box ^ 1 << pulled
        seen.add(boxes)
        played.append(push)
        player, last = push[0], pulled
    return boxed, played[::-1]


def _bits(cells: Iterable[int]) -> int:
    return sum([1 << cell for cell in cells])


def _reach(free: int, shifts: tuple[int, ...], start: int) -> int:
    """The squares that the player can reach, all at once grown by one square until there are no more."""
    wide = shifts[1]
    before, reach = 0, 1 << start
    while reach != before:
        before = reach
        reach = (reach | reach << wide | reach >> wide | reach << 1 | reach >> 1) & free
    return reach


def _walk(free: Cells, shifts: tuple[int, ...], start: int, goal: int) -> str:
    """A shortest walk from one square to another."""
    walks = {start: ""}
    queue = [start]
    for cell in queue:
        walk = walks[cell]
        if cell == goal:
            return walk
        for direction, shift in enumerate(shifts):
            other = cell + shift
            if other in free and other not in walks:
                walks[other] = walk + DIRECTIONS[direction]
                queue.append(other)
    raise ValueError("expected a square that the player can reach")


def _told(
    free: Cells, shifts: tuple[int, ...], player: int, boxed: Cells, played: list[Push]
) -> tuple[str, list[Step]]:
    """All moves, walks included, and a step for each box that is pushed in one go."""
    moves, told, steps, boxes = "", 0, [], set(boxed)
    for at, (stand, direction) in enumerate(played):
        moves += _walk(free - boxes, shifts, player, stand) + DIRECTIONS[direction]
        player = stand + shifts[direction]
        boxes = boxes - {player} | {player + shifts[direction]}
        if at + 1 == len(played) or played[at + 1] != (player, direction):
            names = [f"r{box // shifts[1] + 1}c{box % shifts[1] + 1}" for box in sorted(boxes)]
            steps.append(Step("push", {"after": moves[:told], "moves": moves[told:], "boxes": names}))
            told = len(moves)
    return moves, steps


def _ends(free: Cells, shifts: tuple[int, ...], player: int, boxed: Cells, moves: str) -> set[int] | None:
    """Where the boxes stand after the moves, or None where one of these is not possible."""
    boxes = set(boxed)
    for move in moves:
        shift = shifts[DIRECTIONS.index(move)]
        player += shift
        if player in boxes:
            boxes = boxes - {player} | {player + shift}
        if player not in free or not boxes <= free or len(boxes) < len(boxed):
            return None
    return boxes


def check(facts: Facts, reply: str) -> Verdict:
    """The moves are played on the picture: each must be possible, and all boxes stand on goals at the end."""
    moves = plans.directions(reply)
    if not moves:
        return wrong("expected moves as letters U, D, L and R")
    played = _played(tuple(facts["rows"]), moves)
    if played is None:
        return wrong("one of these moves runs into a wall or pushes what cannot be pushed")
    return wrong("a box is not on a goal") if BOX in played[0] else RIGHT


def _played(picture: tuple[str, ...], moves: str) -> tuple[str, int] | None:
    """The squares of the picture after the moves, and how many of these were pushes; None where one is not possible."""
    whole = len(moves) - len(moves) % TOGETHER
    return _moved(picture, _begun(picture, moves[:whole]), moves[whole:])


@lru_cache(maxsize=64)  # so that of a trace each step is played from shortly before its own moves
def _begun(picture: tuple[str, ...], moves: str) -> tuple[str, int] | None:
    if not moves:
        return "".join(picture), 0
    return _moved(picture, _begun(picture, moves[:-TOGETHER]), moves[-TOGETHER:])


def _moved(picture: tuple[str, ...], begun: tuple[str, int] | None, moves: str) -> tuple[str, int] | None:
    if begun is None:
        return None
    cells, pushes = [*begun[0]], begun[1]
    steps = {"U": -len(picture[0]), "D": len(picture[0]), "L": -1, "R": 1}
    at = cells.index(PLAYER if PLAYER in cells else PLAYER_ON_GOAL)
    for move in moves:
        to = at + steps[move]
        ahead = cells[to]
        if ahead in (BOX, BOX_ON_GOAL):
            behind = cells[to + steps[move]]
            if behind not in (FLOOR, GOAL):
                return None
            cells[to + steps[move]] = BOX if behind == FLOOR else BOX_ON_GOAL
            ahead = FLOOR if ahead == BOX else GOAL
            pushes += 1
        if ahead == WALL:
            return None
        cells[at] = FLOOR if cells[at] == PLAYER else GOAL
        cells[to] = PLAYER if ahead == FLOOR else PLAYER_ON_GOAL
        at = to
    return "".join(cells), pushes


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    played = _played(tuple(facts["rows"]), claim.get("after", "") + claim["moves"])
    if played is None:
        return False
    cells, pushes = played
    if step.rule == "solved":
        return pushes == claim["pushes"] and BOX not in cells
    wide = len(facts["rows"][0])
    boxes = [box.start() for box in _BOXES.finditer(cells)]
    return claim["boxes"] == [f"r{at // wide + 1}c{at % wide + 1}" for at in boxes]
