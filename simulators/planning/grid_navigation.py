"""A shortest way for a robot through a grid with walls, a locked door with its key, and pads that teleport."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

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
FREE, WALL, DOOR, KEY, PAD, START, GOAL = SIGNS = ".#DKTSG"
DIRECTIONS = "UDLR"
# What a robot with the key can enter, and one without it, as binary digits.
ENTERED = str.maketrans(SIGNS, "1011111")
ENTERED_WITHOUT_KEY = str.maketrans(SIGNS, "1001111")


class Board(NamedTuple):
    """Squares as bits of integers, a wall between two rows; so many places higher the same for a robot with the key."""

    wide: int
    plane: int
    free: int
    start: int
    goal: int
    key: int
    pads: tuple[int, ...]  # each of the two, if there are any, in both planes


def make(rng: Stream, *, size: int, walls: int, doors: int, pads: int, least: int) -> Problem:
    signs = START + GOAL + WALL * walls + DOOR * doors + KEY * bool(doors) + PAD * pads
    for _ in range(TRIES):
        cells = [FREE] * (size * size)
        for cell, sign in zip(rng.sample(range(size * size), len(signs)), signs, strict=True):
            cells[cell] = sign
        rows = ["".join(cells[at : at + size]) for at in range(0, size * size, size)]
        board = _board(rows)
        layers = _layers(board)
        if len(layers) > least:
            moves, states = _way(board, layers)
            if not doors or states[-1] >> board.plane:
                break
    else:
        raise ValueError(f"expected a grid with a way of {least} moves")
    unwalled = _board(["".join([FREE if cell in (WALL, DOOR) else cell for cell in row]) for row in rows])
    fewer = _layers(unwalled)
    return Problem(
        facts={"rows": rows},
        answer=moves,
        steps=(*_told(moves, states, board), Step("least", {"way": moves, "moves": len(moves)})),
        mistakes=mistakes(
            moves,
            stopped_early=moves[:-1],
            walls_ignored=_way(unwalled, fewer)[0] if len(fewer) <= len(moves) else moves,
            up_and_down_confused=_unless_right(moves.translate(str.maketrans("UD", "DU")), board) or moves,
        ),
    )


def _board(rows: Sequence[str]) -> Board:
    wide = len(rows) + 1
    edge = WALL * wide
    text = f"{edge}{WALL.join(rows)}{edge}"
    plane = len(text)
    backwards = text[::-1]  # for the digit of the highest value comes first
    free = int(backwards.translate(ENTERED), 2) << plane | int(backwards.translate(ENTERED_WITHOUT_KEY), 2)
    start, goal = 1 << text.index(START), 1 << text.index(GOAL)
    key = 1 << text.index(KEY) if KEY in text else 0
    pads = (text.index(PAD), text.rindex(PAD)) if PAD in text else ()
    return Board(
        wide, plane, free, start, goal | goal << plane, key, tuple([1 << pad | 1 << pad + plane for pad in pads])
    )


def _layers(board: Board) -> list[int]:
    """The states that take 0, 1, 2, ... moves, up to those at the goal; empty where there is no way."""
    wide, free, goal = board.wide, board.free, board.goal
    changing = board.key or board.pads
    layer = seen = board.start
    layers = [layer]
    while not layer & goal:
        entered = (layer << wide | layer >> wide | layer << 1 | layer >> 1) & free
        layer = (_landed(board, entered) if changing else entered) & ~seen
        if not layer:
            return []
        seen |= layer
        layers.append(layer)
    return layers


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


def _way(board: Board, layers: list[int]) -> tuple[str, list[int]]:
    """The first of the shortest ways, in the order of the directions, and the states on it."""
    wide, key = board.wide, board.key << board.plane
    leading = layers[-1] & board.goal  # of each layer the states from which the goal comes next in time
    enterings = []  # and the squares that are entered to get there
    for layer in layers[-2::-1]:
        entered = _across(board, leading)
        entered |= (entered & key) >> board.plane
        enterings.append(entered)
        leading = (entered << wide | entered >> wide | entered << 1 | entered >> 1) & layer
    ahead = {"U": 0, "D": 2 * wide, "L": wide - 1, "R": wide + 1}  # places from the square above
    moves, states = "", [board.start]
    for entered in reversed(enterings):
        above = states[-1] >> wide
        move = next(move for move, places in ahead.items() if above << places & entered)
        states.append(_landed(board, above << ahead[move] & entered))
        moves += move
    return moves, states


def _moved(board: Board, state: int, direction: str) -> int:
    """The state after a move, 0 against a wall or a closed door."""
    by = board.wide if direction in "UD" else 1
    return _landed(board, (state >> by if direction in "UL" else state << by) & board.free)


def _unless_right(moves: str, board: Board) -> str:
    """The moves, or nothing if they are a way to the goal."""
    state = board.start
    for move in moves:
        state = _moved(board, state, move)
    return "" if state & board.goal else moves


def _told(moves: str, states: list[int], board: Board) -> list[Step]:
    """A step up to each place where something happens: the key, a pad, the goal; and each change of direction."""
    steps, told = [], 0
    pads = sum(board.pads)
    for at, (before, after) in enumerate(pairwise(states), 1):
        held = after >= 1 << board.plane
        found = held and before < 1 << board.plane
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
    signs: dict[str, int] = {}
    for cell, sign in enumerate(cells):
        signs[sign] = signs.get(sign, 0) | 1 << cell
    open_with_key = (1 << len(cells)) - 1 ^ signs[WALL]
    open_without = open_with_key & ~signs.get(DOOR, 0)
    key, pads = signs.get(KEY, 0), signs.get(PAD, 0)
    without = within = signs[GOAL]
    for moves in range(2 * len(cells)):
        if without & signs[START]:
            return moves
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
