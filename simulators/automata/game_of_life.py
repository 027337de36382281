"""Conway's Game of Life on a small board: what the board looks like after some generations."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from simulators.checks import grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
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

Board = list[list[int]]


def make(rng: Stream, *, height: int, width: int, steps: int, torus: bool) -> Problem:
    joined = torus and rng.chance(1, 2)
    for _ in range(TRIES):
        boards = [[[int(rng.below(5) < 2) for _ in range(width)] for _ in range(height)]]
        for _ in range(steps):
            boards.append(_next(boards[-1], joined=joined))
        if any(map(any, boards[-1])) and boards[-1] != boards[-2]:
            break
    else:
        raise ValueError("expected a board on which something lives on")
    answer = grids.text(boards[-1])
    born = [[int(old or new) for old, new in zip(*rows, strict=True)] for rows in zip(*boards[-2:], strict=True)]
    left = [[int(old and new) for old, new in zip(*rows, strict=True)] for rows in zip(*boards[-2:], strict=True)]
    return Problem(
        facts={"board": boards[0], "steps": steps, "torus": joined},
        answer=answer,
        steps=tuple(Step("board", {"generation": at, "rows": rows}) for at, rows in enumerate(boards[1:], 1)),
        mistakes=mistakes(
            answer,
            edges_confused=grids.text(_next(boards[-2], joined=not joined)),
            one_generation_short=grids.text(boards[-2]),
            nothing_dies=grids.text(born),
            nothing_is_born=grids.text(left),
        ),
    )


def _next(board: Board, *, joined: bool) -> Board:
    """All cells at once: three sums along each row, then three of these below each other."""
    height, width = len(board), len(board[0])
    edge = [0] * width
    padded = [board[-1], *board, board[0]] if joined else [edge, *board, edge]
    sums = []
    for row in padded:
        ends = (row[-1], row[0]) if joined else (0, 0)
        wide = [ends[0], *row, ends[1]]
        sums.append([wide[at] + wide[at + 1] + wide[at + 2] for at in range(width)])
    found = []
    for at in range(height):
        threes = zip(sums[at], sums[at + 1], sums[at + 2], board[at], strict=True)
        # The sum counts the cell itself: 3 with it or without it, or 4 with it.
        found.append([int(a + b + c == 3 or (a + b + c == 4 and own == 1)) for a, b, c, own in threes])
    return found


def check(facts: Facts, reply: str) -> Verdict:
    """By the cells that live: each tells its neighbours that it is there."""
    board = facts["board"]
    right = _told(facts)[-1]
    return grids.judge(reply, len(board), len(board[0]), lambda rows: rows == right)


def _told(facts: Facts) -> list[Board]:
    return _history(tuple(map(tuple, facts["board"])), facts["steps"], facts["torus"])


@lru_cache(maxsize=64)
def _history(board: tuple[tuple[int, ...], ...], steps: int, torus: bool) -> list[Board]:
    if steps > MOST_STEPS:
        raise ValueError(f"expected at most {MOST_STEPS} steps")
    height, width = len(board), len(board[0])
    alive = {(r, c) for r, row in enumerate(board) for c, cell in enumerate(row) if cell}
    history = [[list(row) for row in board]]
    for _ in range(steps):
        near: dict[tuple[int, int], int] = {}
        for (r, c), (down, right) in product(alive, product((-1, 0, 1), repeat=2)):
            cell = ((r + down) % height, (c + right) % width) if torus else (r + down, c + right)
            if down or right:
                near[cell] = near.get(cell, 0) + 1
        alive = {
            cell
            for cell, count in near.items()
            if (count == 3 or (count == 2 and cell in alive)) and 0 <= cell[0] < height and 0 <= cell[1] < width
        }
        history.append([[int((r, c) in alive) for c in range(width)] for r in range(height)])
    return history


def check_step(facts: Facts, step: Step) -> bool:
    number = step.claim["generation"]
    return 0 < number <= facts["steps"] and [list(row) for row in step.claim["rows"]] == _told(facts)[number]


def canonical(facts: Facts) -> list[object]:
    """The least of the board's turns and mirror images."""
    views, rows = [], [list(row) for row in facts["board"]]
    for _ in range(4):
        rows = [list(column) for column in zip(*rows[::-1], strict=True)]
        views += [rows, rows[::-1]]
    return [min(views), facts["steps"], facts["torus"]]
