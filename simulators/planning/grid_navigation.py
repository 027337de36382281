"""A shortest way for a robot through a grid with walls, a locked door with its key, and pads that teleport."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
LEVELS = (
    {"size": 5, "walls": 6, "doors": 0, "pads": 0, "least": 5},
    {"size": 6, "walls": 11, "doors": 0, "pads": 2, "least": 6},
    {"size": 7, "walls": 16, "doors": 2, "pads": 0, "least": 9},
    {"size": 8, "walls": 22, "doors": 2, "pads": 2, "least": 11},
    {"size": 10, "walls": 36, "doors": 4, "pads": 2, "least": 15},
)
TRIES = 1000
FREE, WALL, DOOR, KEY, PAD, START, GOAL = SIGNS = ".#DKTSG"
CONFUSED = str.maketrans("UD", "DU")
# What a robot with the key can enter, and one without it, as binary digits.
OPEN_WITH_KEY, OPEN = str.maketrans(SIGNS, "1011111"), str.maketrans(SIGNS, "1001111")


class Board(NamedTuple):
    """Squares as bits of integers, a wall between two rows; so many places higher the same for a robot with the key."""

    wide: int
    plane: int
    free: int
    plain: int  # squares with nothing on them
    start: int
    key: int
    pads: tuple[int, ...]  # each of the two, if there are any, in both planes


def make(rng: Stream, *, size: int, walls: int, doors: int, pads: int, least: int) -> Problem:
    for _ in range(TRIES):
        signs, board = _drawn(rng, size, walls, doors, pads)
        layers = _layers(board)
        if far := _far(board, layers, least):
            break
    else:
        raise ValueError(f"expected a grid with a way of {least} moves")
    length, goals = rng.choice(far)
    for _ in range(rng.below(goals.bit_count())):
        goals &= goals - 1
    goal = goals & -goals
    moves, states = _way(board, layers[:length], goal)
    signs[goal.bit_length() - 1] = GOAL
    cells = [FREE] * (board.wide * (size + 1))
    for place, sign in signs.items():
        cells[place] = sign
    straight = _straight(board, goal)
    return Problem(
        facts={"rows": ["".join(cells[at : at + size]) for at in range(board.wide, len(cells), board.wide)]},
        answer=moves,
        steps=(*_told(moves, states, board), Step("least", {"way": moves, "moves": len(moves)})),
        mistakes=mistakes(
            moves,
            stopped_early=moves[:-1],
            walls_ignored=straight if len(straight) < len(moves) else moves,
            up_and_down_confused=_unless_right(moves.translate(CONFUSED), board, goal) or moves,
        ),
    )


def _drawn(rng: Stream, size: int, walls: int, doors: int, pads: int) -> tuple[dict[int, str], Board]:
    """What stands in which place of a board that still has no goal."""
    signs = WALL * walls + DOOR * doors + PAD * pads + KEY * bool(doors) + START
    every, places = _squares(size)
    drawn = rng.sample(places, len(signs))
    bits = [1 << place for place in drawn]
    closed = walls + doors
    wide = size + 1
    plane = wide * (size + 2)
    free = every - sum(bits[:closed])
    return dict(zip(drawn, signs, strict=True)), Board(
        wide,
        plane,
        free=every - sum(bits[:walls]) << plane | free if doors else free,
        plain=every - sum(bits),
        start=bits[-1],
        key=bits[-2] if doors else 0,
        pads=tuple([pad | pad << plane for pad in sorted(bits[closed : closed + pads])]),
    )


@cache
def _squares(size: int) -> tuple[int, list[int]]:
    """The squares of a board with a row of walls above it, as bits and as places."""
    places = [row * (size + 1) + column for row in range(1, size + 1) for column in range(size)]
    return sum(1 << place for place in places), places


def _layers(board: Board) -> list[int]:
    """The states that take 0, 1, 2, ... moves."""
    wide, free = board.wide, board.free
    changing = board.key or board.pads
    layer = seen = board.start
    layers = []
    while layer:
        layers.append(layer)
        entered = (layer << wide | layer >> wide | layer << 1 | layer >> 1) & free
        layer = (_landed(board, entered) if changing else entered) & ~seen
        seen |= layer
    return layers


def _far(board: Board, layers: list[int], least: int) -> list[tuple[int, int]]:
    """So many moves or more, and the plain squares that take them, with the key where there is one."""
    far, seen = [], 0
    without_key = (1 << board.plane) - 1
    for moves, layer in enumerate(layers):
        held, bare = layer >> board.plane, layer & without_key
        if moves >= least and (goals := (held & ~bare if board.key else bare) & ~seen & board.plain):
            far.append((moves, goals))
        seen |= held | bare
    return far


def _landed(board: Board, entered: int) -> int:
    """Where those are who entered squares: with the key from its square on, and from pad to pad."""
    if entered & board.key:
        entered = entered & ~board.key | board.key << board.plane
    return _across(board, entered)


def _across(board: Board, states: int) -> int:
    """The states with those on one pad put onto the other one."""
    if board.pads:
        one, other = board.pads
        apart = other.bit_length() - one.bit_length()
        states = states & ~(one | other) | (states & one) << apart | (states & other) >> apart
    return states


def _way(board: Board, layers: list[int], goal: int) -> tuple[str, list[int]]:
    """A shortest way, found from its end, through the layers before it, and the states on it."""
    wide, key = board.wide, board.key << board.plane
    state = goal << board.plane if key else goal
    moves, states = "", [state]
    for layer in reversed(layers):
        entered = _across(board, state)
        entered |= (entered & key) >> board.plane
        if came := entered << wide & layer:
            moves += "U"
        elif came := entered << 1 & layer:
            moves += "L"
        elif came := entered >> wide & layer:
            moves += "D"
        else:
            came = entered >> 1 & layer
            moves += "R"
        state = came & -came
        states.append(state)
    return moves[::-1], states[::-1]


def _straight(board: Board, goal: int) -> str:
    """First along the column, then along the row, whatever stands there."""
    row, column = divmod(board.start.bit_length() - 1, board.wide)
    goal_row, goal_column = divmod(goal.bit_length() - 1, board.wide)
    return "U" * (row - goal_row) + "D" * (goal_row - row) + "L" * (column - goal_column) + "R" * (goal_column - column)


def _unless_right(moves: str, board: Board, goal: int) -> str:
    """The moves, or nothing if they are a way to the goal."""
    state = board.start
    for move in moves:
        by = board.wide if move in "UD" else 1
        state = _landed(board, (state >> by if move in "UL" else state << by) & board.free)
        if not state:
            break
    return "" if state & (goal | goal << board.plane) else moves


def _told(moves: str, states: list[int], board: Board) -> list[Step]:
    """A step up to each place where something happens: the key, a pad, the goal; and each change of direction."""
    steps, told = [], 0
    pads = sum(board.pads)
    for at, (before, after) in enumerate(pairwise(states), 1):
        held = after >> board.plane > 0
        found = held and not before >> board.plane
        rule = "key" if found else "pad" if after & pads else "goal" if at == len(moves) else ""
        if not rule and moves[at] != moves[at - 1]:
            rule = "walk"
        if rule:
            row, column = divmod(after.bit_length() - 1 - board.plane * held, board.wide)
            claim = {"after": moves[:told], "moves": moves[told:at], "row": row, "column": column + 1}
            steps.append(Step(rule, claim))
            told = at
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """The robot is driven along; then no shorter way may exist, by the distances of all squares from the goal."""
    moves = plans.directions(reply)
    if not moves:
        return wrong("expected moves as letters U, D, L and R")
    rows = tuple(facts["rows"])
    end = _driven(rows, moves)
    if end is None or rows[end[0]][end[1]] != GOAL:
        return wrong("these moves run into something or do not end at the goal")
    return RIGHT if len(moves) == _least(rows) else wrong("there is a shorter way")


def _driven(rows: tuple[str, ...], moves: str) -> tuple[int, int] | None:
    """Row and column after the moves, or None where one is not possible."""
    cells, wide = _edged(rows)
    steps = {"U": -wide, "D": wide, "L": -1, "R": 1}
    at = cells.index(START)
    key = False
    for move in moves:
        at += steps[move]
        sign = cells[at]
        if sign == FREE:
            continue
        if sign == WALL or (sign == DOOR and not key):
            return None
        key = key or sign == KEY
        if sign == PAD:
            at = cells.index(PAD) + cells.rindex(PAD) - at
    return at // wide - 1, at % wide


@lru_cache(maxsize=64)
def _edged(rows: tuple[str, ...]) -> tuple[str, int]:
    """The squares, with one wall after each row, and a row of walls before and after all; and how many there are from
    one row to the next.
    """
    wide = len(rows[0]) + 1
    return "".join([WALL * wide, *(row + WALL for row in rows), WALL * wide]), wide


@lru_cache(maxsize=64)
def _least(rows: tuple[str, ...]) -> int:
    """The length of a shortest way: the squares that can reach the goal in so many moves, as bits, without the key and
    with it.
    """
    cells, wide = _edged(rows)
    backwards = cells[::-1]  # for the digit of the highest value comes first
    open_with_key, open_without = int(backwards.translate(OPEN_WITH_KEY), 2), int(backwards.translate(OPEN), 2)
    key = 1 << cells.index(KEY) if KEY in cells else 0
    pads = 1 << cells.index(PAD) | 1 << cells.rindex(PAD) if PAD in cells else 0
    start = 1 << cells.index(START)
    without = within = 1 << cells.index(GOAL)
    for moves in range(2 * len(cells)):
        if without & start:
            return moves
        if not key and not pads:
            without |= _beside(without, wide) & open_without
            continue
        # Who enters the key's square has the key; who enters a pad comes out on the other one.
        entered, entered_with_key = without & ~key | within & key, within
        if pads:
            entered, entered_with_key = (
                at ^ pads if 0 < at & pads < pads else at for at in (entered, entered_with_key)
            )
        without |= _beside(entered, wide) & open_without
        within |= _beside(entered_with_key, wide) & open_with_key
    raise ValueError("expected a grid with a way to the goal")


def _beside(cells: int, wide: int) -> int:
    return cells << wide | cells >> wide | cells << 1 | cells >> 1


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["moves"] == len(claim["way"]) and check(facts, claim["way"]).reward == 1
    return _driven(tuple(facts["rows"]), claim["after"] + claim["moves"]) == (claim["row"] - 1, claim["column"] - 1)
