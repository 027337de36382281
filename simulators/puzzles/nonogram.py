"""A nonogram: the picture that is given by the lengths of the runs of filled cells in its rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, groupby

from simulators.checks import fillings, grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles import _lines

VERSION = 1
SHARED = {"grids.text": "how a grid is written"}
LEVELS = ({"size": 5}, {"size": 6}, {"size": 7}, {"size": 8}, {"size": 10})
UNKNOWN = "?"

Clue = tuple[int, ...]


def make(rng: Stream, *, size: int) -> Problem:
    picture = [int(rng.chance(11, 20)) for _ in range(size * size)]
    while True:
        rows = [tuple(picture[at : at + size]) for at in range(0, size * size, size)]
        clues = [_runs(line) for line in (*rows, *zip(*rows, strict=True))]
        ways = [_placements(size, clue) for clue in clues]
        grid = _lines.Deduction(_lines.rows_and_columns(size), ways, 2, size * size)
        grid.deduce(range(2 * size))
        open_cells = [cell for cell in grid.open() if not picture[cell]]
        if not open_cells:
            break
        # Where there is doubt, fuller pictures leave less of it, and the full one none: this ends.
        for cell in rng.sample(open_cells, 1 + len(open_cells) // 6):
            picture[cell] = 1
    answer = grids.text(rows)
    return Problem(
        facts={"rows": [list(clue) for clue in clues[:size]], "columns": [list(clue) for clue in clues[size:]]},
        answer=answer,
        steps=(*_told(grid, picture, size, clues), Step("filled", {"grid": answer})),
        mistakes=mistakes(
            answer,
            columns_ignored=grids.text([sorted(row, reverse=True) for row in rows]),
            rows_upside_down=grids.text(rows[::-1]),
            filled_and_empty_confused=grids.text([[1 - cell for cell in row] for row in rows]),
        ),
    )


def _runs(line: Sequence[int]) -> Clue:
    return tuple(len(list(run)) for filled, run in groupby(line) if filled) or (0,)


@cache
def _placements(size: int, clue: Clue) -> tuple[int, ...]:
    """The ways to place runs in a line: where the gaps before them are made longer than they must be."""
    if clue == (0,):
        return _lines.packed([(0,) * size], 2)
    spare = size - sum(clue) - len(clue) + 1
    ways = []
    for starts in combinations(range(spare + len(clue)), len(clue)):
        line = [0] * size
        before = 0
        for start, length in zip(starts, clue, strict=True):
            line[start + before : start + before + length] = [1] * length
            before += length
        ways.append(line)
    return _lines.packed(ways, 2)


def _told(grid: _lines.Deduction, picture: Sequence[int], size: int, clues: Sequence[Clue]) -> list[Step]:
    """What is known of a line each time that more of it becomes known."""
    known = [UNKNOWN] * (size * size)
    steps = []
    for line, placed in groupby(grid.placed, key=lambda pair: pair[0]):
        for _, cell in placed:
            known[cell] = str(picture[cell])
        kind, number = ("row", line + 1) if line < size else ("column", line - size + 1)
        cells = "".join([known[cell] for cell in _lines.rows_and_columns(size)[line]])
        steps.append(Step("line", {"line": f"{kind} {number} ({', '.join(map(str, clues[line]))})", "cells": cells}))
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """Every row and column of the picture has the runs that it should have."""
    return grids.judge(reply, len(facts["rows"]), len(facts["columns"]), lambda grid: _is_picture(facts, grid))


def _is_picture(facts: Facts, grid: grids.Grid) -> bool:
    lines, clues = (*grid, *zip(*grid, strict=True)), (*facts["rows"], *facts["columns"])
    return all(set(row) <= {0, 1} for row in grid) and all(map(_has_runs, lines, clues))


def _has_runs(line: Sequence[int], clue: Sequence[int]) -> bool:
    runs = "".join(map(str, line)).replace("0", " ").split()
    return [len(run) for run in runs] == [length for length in clue if length]


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(rows: tuple[Clue, ...], columns: tuple[Clue, ...]) -> list[dict[int, int]]:
    lines = [range(row * len(columns), (row + 1) * len(columns)) for row in range(len(rows))]
    lines += [range(column, len(rows) * len(columns), len(columns)) for column in range(len(columns))]
    ways = [_ways(len(columns), clue) for clue in rows] + [_ways(len(rows), clue) for clue in columns]
    return fillings.fillings(lines, ways)


@cache
def _ways(size: int, clue: Clue) -> list[Clue]:
    """The lines with the runs, the first run at each place in turn."""
    if not any(clue):
        return [(0,) * size]
    first, *rest = clue
    if size < first:
        return []
    here = [(0,) * (size - first)] if not rest else [(0, *line) for line in _ways(size - first - 1, tuple(rest))]
    return [*((1,) * first + line for line in here), *((0, *line) for line in _ways(size - 1, clue))]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "filled":
        return check(facts, claim["grid"]).reward == 1
    rows, columns = (tuple(map(tuple, facts[side])) for side in ("rows", "columns"))
    names = [f"row {at} ({', '.join(map(str, clue))})" for at, clue in enumerate(rows, 1)]
    names += [f"column {at} ({', '.join(map(str, clue))})" for at, clue in enumerate(columns, 1)]
    at, solutions = names.index(claim["line"]), _solutions(rows, columns)
    cells = range(at * len(columns), (at + 1) * len(columns))
    if at >= len(rows):
        cells = range(at - len(rows), len(rows) * len(columns), len(columns))
    return len(solutions) == 1 and all(
        said in (UNKNOWN, str(solutions[0][cell])) for said, cell in zip(claim["cells"], cells, strict=True)
    )
