"""Skyscrapers: a Latin square of heights, with how many buildings can be seen from its edges, and one solution."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, permutations

from simulators.checks import fillings, grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles import _lines

VERSION = 1
# So many of the clues around the square and given heights at first; more are given until the solution can be deduced.
SHARED = {"grids.text": "how a grid is written"}
LEVELS = (
    {"size": 4, "clues": 12, "given": 4},
    {"size": 4, "clues": 10, "given": 0},
    {"size": 5, "clues": 16, "given": 3},
    {"size": 5, "clues": 14, "given": 0},
    {"size": 6, "clues": 18, "given": 0},
)
EMPTY = "_"
NO_CLUE = 0


def make(rng: Stream, *, size: int, clues: int, given: int) -> Problem:
    square = _lines.latin_square(rng, size)
    rows = [square[at : at + size] for at in range(0, size * size, size)]
    lines = [*rows, *map(list, zip(*rows, strict=True))]
    # The first ends of all lines (left, top), then their last ends (right, bottom).
    told = [_visible(line) for line in lines] + [_visible(line[::-1]) for line in lines]
    for silent in rng.sample(range(4 * size), 4 * size - clues):
        told[silent] = NO_CLUE
    ways = [_seen_from(size, told[at], told[at + 2 * size]) for at in range(2 * size)]
    grid = _lines.Deduction(_lines.rows_and_columns(size), ways, size, size * size)
    shown = rng.sample(range(size * size), given)
    for cell in shown:
        grid.masks[cell] = 1 << square[cell] - 1
    grid.deduce(range(2 * size))
    while unknown := grid.open():
        shown.append(rng.choice(unknown))
        grid.reveal(shown[-1], 1 << square[shown[-1]] - 1)
    cells = [str(height) if cell in shown else EMPTY for cell, height in enumerate(square)]
    answer = grids.text(rows)
    left, top, right, bottom = (told[at : at + size] for at in range(0, 4 * size, size))
    return Problem(
        facts={
            "rows": ["".join(cells[at : at + size]) for at in range(0, size * size, size)],
            "left": left,
            "top": top,
            "right": right,
            "bottom": bottom,
        },
        answer=answer,
        steps=(*_lines.placements(grid, square, size), Step("filled", {"grid": answer})),
        mistakes=mistakes(answer, **_lines.damaged(rng, rows)),
    )


def _visible(line: Sequence[int]) -> int:
    """How many buildings stand higher than all before them."""
    return len(set(accumulate(line, max)))


@cache
def _seen_from(size: int, first: int, last: int) -> tuple[int, ...]:
    """The orders of a line that look right from both ends."""
    fit = (
        way
        for way in _lines.orders(size)
        if first in (NO_CLUE, _visible(way)) and last in (NO_CLUE, _visible(way[::-1]))
    )
    return _lines.packed(fit, size)


def check(facts: Facts, reply: str) -> Verdict:
    """Every row and column holds every height, the given ones stand where they stood, and every clue fits."""
    size = len(facts["rows"])
    return grids.judge(reply, size, size, lambda grid: _holds(facts, grid))


def _holds(facts: Facts, grid: grids.Grid) -> bool:
    every = list(range(1, len(grid) + 1))
    columns = list(zip(*grid, strict=True))
    given = "".join(facts["rows"])
    return (
        all(sorted(line) == every for line in (*grid, *columns))
        and all(a in (EMPTY, str(b)) for a, b in zip(given, [b for row in grid for b in row], strict=True))
        and all(map(_fits, grid, facts["left"], facts["right"]))
        and all(map(_fits, columns, facts["top"], facts["bottom"]))
    )


def _fits(line: Sequence[int], first: int, last: int) -> bool:
    return (not first or _counted(line) == first) and (not last or _counted(line[::-1]) == last)


def _counted(line: Sequence[int]) -> int:
    count = highest = 0
    for height in line:
        if height > highest:
            highest = height
            count += 1
    return count


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(rows: tuple[str, ...], clues: tuple[tuple[int, ...], ...]) -> list[dict[int, int]]:
    size = len(rows)
    left, top, right, bottom = clues
    lines = [range(row * size, (row + 1) * size) for row in range(size)]
    lines += [range(column, size * size, size) for column in range(size)]
    given = [*rows, *map("".join, zip(*rows, strict=True))]
    return fillings.fillings(lines, list(map(_ways, given, (*left, *top), (*right, *bottom))))


def _ways(given: str, first: int, last: int) -> list[tuple[int, ...]]:
    ways = _fitting(len(given), first, last)
    for place, height in enumerate(given):
        if height != EMPTY:
            ways = [way for way in ways if way[place] == int(height)]
    return ways


@cache
def _fitting(size: int, first: int, last: int) -> list[tuple[int, ...]]:
    return [way for way in permutations(range(1, size + 1)) if _fits(way, first, last)]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "filled":
        return check(facts, claim["grid"]).reward == 1
    size, row, column = len(facts["rows"]), claim["row"], claim["column"]
    clues = tuple(tuple(facts[side]) for side in ("left", "top", "right", "bottom"))
    solutions = _solutions(tuple(facts["rows"]), clues)
    inside = 1 <= row <= size and 1 <= column <= size
    return inside and len(solutions) == 1 and solutions[0][(row - 1) * size + column - 1] == claim["number"]
