"""Conway's Game of Life on a small board: what the board looks like after some generations."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import chain, product
from typing import NamedTuple

from simulators.checks import grids
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
# Whether the board may be a torus, whose opposite edges are joined.
LEVELS = (
    {"height": 4, "width": 4, "steps": 1, "torus": False},
    {"height": 5, "width": 5, "steps": 1, "torus": True},
    {"height": 5, "width": 6, "steps": 2, "torus": True},
    {"height": 6, "width": 7, "steps": 3, "torus": True},
    {"height": 8, "width": 8, "steps": 4, "torus": True},
)
SPACES = {1: 8548}  # boards of 16 cells, their turns and mirror images aside
TRIES = 200
MOST_STEPS = 50


class Shape(NamedTuple):
    """A board's cells as bits, row after row; its first and last columns; whether opposite edges are joined."""

    width: int
    cells: int
    every: int
    first: int
    last: int
    joined: bool


def make(rng: Stream, *, height: int, width: int, steps: int, torus: bool) -> Problem:
    joined = torus and rng.chance(1, 2)
    shape = _shape(height, width, joined)
    for _ in range(TRIES):
        boards = [_scattered(rng, height * width)]
        for _ in range(steps):
            boards.append(_next(boards[-1], shape))
        if boards[-1] not in (0, boards[-2]):
            break
    else:
        raise ValueError("expected a board on which something lives on")
    before, after = boards[-2:]
    told = [_text(board, shape) for board in boards]
    answer = told[-1]
    return Problem(
        facts={"board": [[*row] for row in _rows(boards[0], shape)], "steps": steps, "torus": joined},
        answer=answer,
        steps=tuple([Step("board", {"generation": at, "rows": rows}) for at, rows in enumerate(told[1:], 1)]),
        mistakes=mistakes(
            answer,
            edges_confused=_text(_next(before, _shape(height, width, not joined)), shape),
            one_generation_short=told[-2],
            nothing_dies=_text(before | after, shape),
            nothing_is_born=_text(before & after, shape),
        ),
    )


def _scattered(rng: Stream, cells: int) -> int:
    """Cells that live with a chance of 13 in 32, by five coins each, from the last binary digit of it on."""
    alive = 0
    for digit in range(5):
        coins = rng.below(1 << cells)
        alive = alive | coins if 13 >> digit & 1 else alive & coins
    return alive


@cache
def _shape(height: int, width: int, joined: bool) -> Shape:
    first = sum(1 << at for at in range(0, height * width, width))
    return Shape(width, height * width, (1 << height * width) - 1, first, first << width - 1, joined)


def _next(board: int, shape: Shape) -> int:
    """All cells at once, with the sums of three cells of a row, then of three of these below each other, in binary."""
    last = shape.width - 1
    left, right = (board & ~shape.last) << 1, (board & ~shape.first) >> 1
    if shape.joined:
        left |= (board & shape.last) >> last
        right |= (board & shape.first) << last
    ones, twos = board ^ left ^ right, board & left | board & right | left & right
    above, below = _beside(ones, shape)
    odd, carried = ones ^ above ^ below, ones & above | ones & below | above & below
    a, b, c, d = twos, carried, *_beside(twos, shape)
    # Of the four twos, one or two. The sum counts the cell itself: 3 with it or without it, or 4 with it.
    one = (a ^ b ^ c ^ d) & ~(a & b | c & d)
    two = (a ^ b) & (c ^ d) | a & b & ~(c | d) | c & d & ~(a | b)
    return odd & one | board & two & ~odd


def _beside(cells: int, shape: Shape) -> tuple[int, int]:
    """What stands above each cell and what below it."""
    above, below = cells << shape.width & shape.every, cells >> shape.width
    if shape.joined:
        above |= cells >> shape.cells - shape.width
        below |= cells << shape.cells - shape.width & shape.every
    return above, below


@cache
def _row(cells: int, width: int) -> tuple[tuple[int, ...], str]:
    """A row from its bits, the first cell the lowest: as numbers and as text."""
    row = tuple([cells >> at & 1 for at in range(width)])
    return row, " ".join(map(str, row))


def _rows(board: int, shape: Shape) -> list[tuple[int, ...]]:
    width, row = shape.width, (1 << shape.width) - 1
    return [_row(board >> at & row, width)[0] for at in range(0, shape.cells, width)]


def _text(board: int, shape: Shape) -> str:
    width, row = shape.width, (1 << shape.width) - 1
    return " / ".join([_row(board >> at & row, width)[1] for at in range(0, shape.cells, width)])


def check(facts: Facts, reply: str) -> Verdict:
    """By the cells that live: each tells its neighbours that it is there."""
    board = facts["board"]
    right = _told(facts, facts["steps"])
    if reply == right:
        return RIGHT
    return grids.judge(reply, len(board), len(board[0]), lambda rows: grids.text(rows) == right)


def _told(facts: Facts, generation: int) -> str:
    """The board of a generation as text."""
    board = facts["board"]
    height, width = len(board), len(board[0])
    cells = tuple(chain.from_iterable(board))
    alive = _history(cells, height, width, facts["steps"], facts["torus"])[generation]
    shown = ["1" if cell in alive else "0" for cell in range(len(cells))]
    return " / ".join([" ".join(shown[at : at + width]) for at in range(0, len(shown), width)])


@lru_cache(maxsize=64)
def _history(cells: tuple[int, ...], height: int, width: int, steps: int, torus: bool) -> list[set[int]]:
    """The cells that live in each generation, counted along the rows."""
    if steps > MOST_STEPS:
        raise ValueError(f"expected at most {MOST_STEPS} steps")
    near = _neighbours(height, width, torus)
    alive = {at for at, cell in enumerate(cells) if cell}
    history = [alive]
    for _ in range(steps):
        told = Counter(chain.from_iterable([near[cell] for cell in alive]))
        alive = {cell for cell, count in told.items() if count == 3 or (count == 2 and cell in alive)}
        history.append(alive)
    return history


@lru_cache(maxsize=64)
def _neighbours(height: int, width: int, torus: bool) -> list[list[int]]:
    around = [way for way in product((-1, 0, 1), repeat=2) if way != (0, 0)]
    near = []
    for row, column in product(range(height), range(width)):
        places = [(row + down, column + right) for down, right in around]
        if torus:
            places = [(r % height, c % width) for r, c in places]
        near.append([r * width + c for r, c in places if 0 <= r < height and 0 <= c < width])
    return near


def check_step(facts: Facts, step: Step) -> bool:
    number = step.claim["generation"]
    return 0 < number <= facts["steps"] and step.claim["rows"] == _told(facts, number)


def canonical(facts: Facts) -> list[object]:
    """The least of the board's turns and mirror images."""
    views, rows = [], [list(row) for row in facts["board"]]
    for _ in range(4):
        rows = [list(column) for column in zip(*rows[::-1], strict=True)]
        views += [rows, rows[::-1]]
    return [min(views), facts["steps"], facts["torus"]]
