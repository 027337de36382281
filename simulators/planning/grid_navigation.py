"""A shortest way for a robot through a grid with walls, a locked door with its key, and pads that teleport."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"size": 5, "walls": 6, "doors": 0, "pads": 0, "least": 5},
    {"size": 6, "walls": 11, "doors": 0, "pads": 2, "least": 6},
    {"size": 7, "walls": 16, "doors": 2, "pads": 0, "least": 9},
    {"size": 8, "walls": 22, "doors": 2, "pads": 2, "least": 11},
    {"size": 10, "walls": 36, "doors": 4, "pads": 2, "least": 15},
)
TRIES = 1000
FREE, WALL, DOOR, KEY, PAD, START, GOAL = ".#DKTSG"
PLAIN = FREE + START + GOAL  # where nothing happens to who enters
DIRECTIONS = "UDLR"

# The number of the square, and whether the robot has the key.
State = tuple[int, bool]


def make(rng: Stream, *, size: int, walls: int, doors: int, pads: int, least: int) -> Problem:
    signs = START + GOAL + WALL * walls + DOOR * doors + KEY * bool(doors) + PAD * pads
    for _ in range(TRIES):
        cells = [FREE] * (size * size)
        for cell, sign in zip(rng.sample(range(size * size), len(signs)), signs, strict=True):
            cells[cell] = sign
        moves, states = _shortest(cells, size)
        needs_key = not doors or (moves and states[-1][1])
        if len(moves) >= least and needs_key:
            break
    else:
        raise ValueError(f"expected a grid with a way of {least} moves")
    ignoring, _ = _shortest([FREE if cell in (WALL, DOOR) else cell for cell in cells], size)
    return Problem(
        facts={"rows": ["".join(cells[at : at + size]) for at in range(0, size * size, size)]},
        answer=moves,
        steps=(*_told(moves, states, cells, size), Step("least", {"way": moves, "moves": len(moves)})),
        mistakes=mistakes(
            moves,
            stopped_early=moves[:-1],
            walls_ignored=ignoring if len(ignoring) < len(moves) else moves,
            up_and_down_confused=_unless_right(moves.translate(str.maketrans("UD", "DU")), cells, size) or moves,
        ),
    )


@cache
def _around(size: int) -> list[list[int | None]]:
    """The squares beside each one in the four directions, None beyond the edge."""
    places = [divmod(cell, size) for cell in range(size * size)]
    return [
        [
            cell - size if row else None,
            cell + size if row + 1 < size else None,
            cell - 1 if column else None,
            cell + 1 if column + 1 < size else None,
        ]
        for cell, (row, column) in enumerate(places)
    ]


def _entered(cells: list[str], state: State, cell: int | None) -> State | None:
    """Where a move onto a square leads: through an open door, onto a key or from pad to pad; None against a wall."""
    sign = WALL if cell is None else cells[cell]
    if cell is None or sign == WALL or (sign == DOOR and not state[1]):
        return None
    if sign == PAD:
        cell = next((other for other, pad in enumerate(cells) if pad == PAD and other != cell), cell)
    return cell, state[1] or sign == KEY


def _shortest(cells: list[str], size: int) -> tuple[str, list[State]]:
    """The moves of a shortest way and the states on it; both empty where there is no way."""
    start, goal = (cells.index(START), False), cells.index(GOAL)
    came: dict[State, tuple[State, int]] = {start: (start, 0)}
    queue, around = [start], _around(size)
    for state in queue:
        if state[0] == goal:
            moves, states = "", [state]
            while states[-1] != start:
                before, direction = came[states[-1]]
                moves = DIRECTIONS[direction] + moves
                states.append(before)
            return moves, states[::-1]
        for direction, cell in enumerate(around[state[0]]):
            if cell is None or cells[cell] == WALL:
                continue
            after = (cell, state[1]) if cells[cell] in PLAIN else _entered(cells, state, cell)
            if after and after not in came:
                came[after] = (state, direction)
                queue.append(after)
    return "", []


def _unless_right(moves: str, cells: list[str], size: int) -> str:
    """The moves, or nothing if they are a way to the goal."""
    state: State | None = (cells.index(START), False)
    for move in moves:
        state = state and _entered(cells, state, _around(size)[state[0]][DIRECTIONS.index(move)])
    return "" if state and state[0] == cells.index(GOAL) else moves


def _told(moves: str, states: list[State], cells: list[str], size: int) -> list[Step]:
    """A step up to each place where something happens: the key, a pad, the goal; and each change of direction."""
    steps, told = [], 0
    for at, (before, after) in enumerate(pairwise(states), 1):
        sign = cells[after[0]]
        rule = "key" if after[1] != before[1] else "pad" if sign == PAD else "goal" if at == len(moves) else ""
        if not rule and moves[at] != moves[at - 1]:
            rule = "walk"
        if rule:
            place = {"row": after[0] // size + 1, "column": after[0] % size + 1}
            steps.append(Step(rule, {"after": moves[:told], "moves": moves[told:at], **place}))
            told = at
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """The robot is driven along; then no shorter way may exist, by the distances of all squares from the goal."""
    moves = plans.directions(reply)
    if not moves:
        return wrong("expected moves as letters U, D, L and R")
    end = _driven(facts["rows"], moves)
    if end is None or facts["rows"][end[0]][end[1]] != GOAL:
        return wrong("these moves run into something or do not end at the goal")
    return RIGHT if len(moves) == _least(tuple(facts["rows"])) else wrong("there is a shorter way")


_STEPS = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}


def _driven(rows: list[str], moves: str) -> tuple[int, int, bool] | None:
    """Row, column and whether the key is held after the moves, or None where one is not possible."""
    r, c = _places(rows, START)[0]
    key = False
    for move in moves:
        r, c = r + _STEPS[move][0], c + _STEPS[move][1]
        sign = rows[r][c] if 0 <= r < len(rows) and 0 <= c < len(rows[r]) else WALL
        if sign == WALL or (sign == DOOR and not key):
            return None
        key = key or sign == KEY
        if sign == PAD:
            r, c = next(place for place in _places(rows, PAD) if place != (r, c))
    return r, c, key


def _places(rows: list[str], sign: str) -> list[tuple[int, int]]:
    return [(r, c) for r, row in enumerate(rows) if sign in row for c, other in enumerate(row) if other == sign]


@lru_cache(maxsize=64)
def _least(rows: tuple[str, ...]) -> int:
    """The length of a shortest way: the squares that can reach the goal in so many moves, with and without the key."""
    wide = len(rows[0]) + 1
    # One wall after each row, and a row of walls before and after all, are the edge. Twice its number is a square
    # without the key, and one more the same with it.
    cells = "".join([WALL * wide, *(row + WALL for row in rows), WALL * wide])
    pads = [cell for cell, sign in enumerate(cells) if sign == PAD]
    into: list[list[int]] = [[] for _ in range(2 * len(cells))]
    for cell, sign in enumerate(cells):
        for entered in (cell - wide, cell + wide, cell - 1, cell + 1) if sign != WALL else ():
            other = cells[entered]
            if other != WALL:
                end = 2 * (pads[1 - pads.index(entered)] if other == PAD else entered)
                into[end + 1].append(2 * cell + 1)
                if DOOR not in (sign, other):
                    into[end + (other == KEY)].append(2 * cell)
    start, goal = 2 * cells.index(START), 2 * cells.index(GOAL)
    layer, reached = {goal, goal + 1}, {goal, goal + 1}
    for moves in range(2 * len(cells)):
        if start in layer:
            return moves
        layer = {before for after in layer for before in into[after]} - reached
        reached |= layer
    raise ValueError("expected a grid with a way to the goal")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["moves"] == len(claim["way"]) and check(facts, claim["way"]).reward == 1
    end = _driven(facts["rows"], claim["after"] + claim["moves"])
    return end is not None and end[:2] == (claim["row"] - 1, claim["column"] - 1)
