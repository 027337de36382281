"""Sokoban in a small store: moves by which all boxes are pushed onto the goals; any that do so are right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
LEVELS = (
    {"height": 4, "width": 4, "walls": 2, "boxes": 1, "pushes": 3},
    {"height": 4, "width": 5, "walls": 3, "boxes": 1, "pushes": 5},
    {"height": 4, "width": 5, "walls": 2, "boxes": 2, "pushes": 8},
    {"height": 5, "width": 5, "walls": 3, "boxes": 2, "pushes": 12},
    {"height": 5, "width": 6, "walls": 4, "boxes": 3, "pushes": 16},
)
TRIES = 200
TURNS = 4  # so many times the pulls wanted are made or taken back, and then another store is drawn
WALL, FLOOR, GOAL, BOX, BOX_ON_GOAL, PLAYER, PLAYER_ON_GOAL = "#_.$*@+"
DIRECTIONS = "UDLR"
_BOXES = re.compile(r"[$*]")
TOGETHER = 8  # moves that the checker plays in one go

# Sets of squares are integers, one bit a square, and so is a single square. A direction is two shifts, to the left and
# then to the right, of which one is 0.
Direction = tuple[int, int]
Push = tuple[int, int]  # the square on which the player stands before it, and the number of the direction

Pull = tuple[int, int, Push]  # a box, where it stands after the pull, and the push that takes it back


def make(rng: Stream, *, height: int, width: int, walls: int, boxes: int, pushes: int) -> Problem:
    wide = width + 2
    ways = ((0, wide), (wide, 0), (0, 1), (1, 0))
    inside = [1 << row * wide + column for row in range(1, height + 1) for column in range(1, width + 1)]
    for _ in range(TRIES):
        walled = sum(rng.sample(inside, walls))
        floor = [square for square in inside if not square & walled]
        *ends, player = rng.sample(floor, boxes + 1)
        goals, free = sum(ends), sum(floor)
        boxed, played = _pulled(rng, free, ways, goals, player, pushes)
        if len(played) == pushes and (boxed & goals).bit_count() <= boxes // 2:
            break
    else:
        raise ValueError(f"expected a store in which {pushes} pulls can be made")
    reach = _reach(free & ~boxed, wide, played[0][0])
    start = rng.choice([square for square in floor if square & reach])
    moves, steps = _told(free, ways, start, boxed, played)
    wrong_moves = {
        "left_and_right_confused": moves.translate(str.maketrans("LR", "RL")),
        "up_and_down_confused": moves.translate(str.maketrans("UD", "DU")),
        "walks_left_out": "".join([DIRECTIONS[direction] for _, direction in played]),
    }
    return Problem(
        facts={"rows": _picture(height, wide, free, goals, boxed, start)},
        answer=moves,
        steps=(*steps, Step("solved", {"moves": moves, "pushes": len(played)})),
        mistakes=mistakes(
            moves,
            stopped_early=moves[:-1],  # never right, for the boxes were all on goals at no time before
            **{name: bad for name, bad in wrong_moves.items() if _ends(free, ways, start, boxed, bad) != goals},
        ),
    )


def _picture(height: int, wide: int, free: int, goals: int, boxed: int, start: int) -> list[str]:
    cells = [*f"{free:0{(height + 2) * wide}b}"[::-1].translate({48: WALL, 49: FLOOR})]
    for squares, sign, on_goal in ((goals, GOAL, GOAL), (boxed, BOX, BOX_ON_GOAL), (start, PLAYER, PLAYER_ON_GOAL)):
        for square in _singly(squares):
            cells[square.bit_length() - 1] = on_goal if square & goals else sign
    whole = "".join(cells)
    return [whole[at : at + wide] for at in range(0, len(whole), wide)]


def _singly(squares: int) -> Iterable[int]:
    while squares:
        square = squares & -squares
        yield square
        squares ^= square


def _pulled(
    rng: Stream, free: int, ways: Sequence[Direction], boxes: int, player: int, pulls: int
) -> tuple[int, list[Push]]:
    """Boxes pulled off the goals, never to where they all were before, and the pushes that take them back.

    Where no pull is left the last one is taken back.
    """
    seen = {boxes}
    trail: list[tuple[int, int, Push, list[Pull]]] = []  # each pull made, and all that could be chosen there
    options = _pulls(free & ~boxes, ways, boxes, player)
    for _ in range(TURNS * pulls):
        options = [option for option in options if boxes ^ option[0] ^ option[1] not in seen]
        if options:
            # Mostly the box that was pulled last is pulled on, so that the way back is not a zigzag.
            same = [option for option in options if option[0] == trail[-1][1]] if trail and rng.below(5) else []
            box, pulled, push = rng.choice(same or options)
            trail.append((box, pulled, push, options))
            boxes ^= box ^ pulled
            seen.add(boxes)
            if len(trail) == pulls:
                break
            options = _pulls(free & ~boxes, ways, boxes, push[0])
        elif trail:
            box, pulled, _, options = trail.pop()
            boxes ^= box ^ pulled
        else:
            break
    return boxes, [push for _, _, push, _ in reversed(trail)]


def _pulls(empty: int, ways: Sequence[Direction], boxes: int, player: int) -> list[Pull]:
    """All that the player can pull."""
    reach = _reach(empty, ways[1][0], player)
    found = []
    for direction, (left, right) in enumerate(ways):
        movable = boxes & (reach & empty << left >> right) << left >> right
        while movable:
            box = movable & -movable
            movable ^= box
            to = box << right >> left
            found.append((box, to, (to << right >> left, direction)))
    return found


def _reach(free: int, wide: int, start: int) -> int:
    """The squares that the player can reach, all at once grown up and down, left and right until there are no more."""
    before, reach = 0, start
    while reach != before:
        before = reach
        reach |= (reach << wide | reach >> wide) & free
        reach |= (reach << 1 | reach >> 1) & free
    return reach


def _walk(free: int, ways: Sequence[Direction], start: int, goal: int) -> str:
    """A shortest walk from one square to another, towards squares that are ever nearer."""
    wide, reach, nearer = ways[1][0], goal, []
    while not reach & start:
        nearer.append(reach)
        reach = (reach | reach << wide | reach >> wide | reach << 1 | reach >> 1) & free
        if reach == nearer[-1]:
            raise ValueError("expected a square that the player can reach")
    walk = ""
    for squares in reversed(nearer):
        for direction, (left, right) in enumerate(ways):
            if step := start << left >> right & squares:
                start = step
                walk += DIRECTIONS[direction]
                break
    return walk


def _told(free: int, ways: Sequence[Direction], player: int, boxes: int, played: list[Push]) -> tuple[str, list[Step]]:
    """All moves, walks included, and a step for each box that is pushed in one go."""
    moves, told, steps, wide = "", 0, [], ways[1][0]
    for at, (stand, direction) in enumerate(played):
        left, right = ways[direction]
        walk = "" if player == stand else _walk(free & ~boxes, ways, player, stand)
        moves += walk + DIRECTIONS[direction]
        player = stand << left >> right
        boxes ^= player | player << left >> right
        if at + 1 == len(played) or played[at + 1] != (player, direction):
            names = [_name(box, wide) for box in _singly(boxes)]
            steps.append(Step("push", {"after": moves[:told], "moves": moves[told:], "boxes": names}))
            told = len(moves)
    return moves, steps


@cache
def _name(square: int, wide: int) -> str:
    row, column = divmod(square.bit_length() - 1, wide)
    return f"r{row + 1}c{column + 1}"


def _ends(free: int, ways: Sequence[Direction], player: int, boxes: int, moves: str) -> int | None:
    """Where the boxes stand after the moves, or None where one of these is not possible."""
    by_letter = dict(zip(DIRECTIONS, ways, strict=True))
    for move in moves:
        left, right = by_letter[move]
        player = player << left >> right
        if player & boxes:
            pushed = player << left >> right
            if pushed & boxes or not pushed & free:
                return None
            boxes ^= player | pushed
        elif not player & free:
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
