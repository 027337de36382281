"""Skyscrapers by a SAT solver, with a variable for each order of a line: the only model there is must be the answer."""

from __future__ import annotations

from functools import cache
from itertools import combinations, permutations
from typing import Any

from pysat.solvers import Cadical153


def right(facts: Any, answer: str) -> bool:
    size = len(facts["rows"])
    ends = [*zip(facts["left"], facts["right"], strict=True), *zip(facts["top"], facts["bottom"], strict=True)]
    with Cadical153() as solver:
        last = size**3
        for line, (first_clue, last_clue) in enumerate(ends):
            fitting = looking(size, first_clue, last_clue)
            chosen = range(last + 1, last + 1 + len(fitting))
            last += len(fitting)
            solver.add_clause(list(chosen))
            for variable, way in zip(chosen, fitting, strict=True):
                for place, height in enumerate(way):
                    row, column = (line, place) if line < size else (place, line - size)
                    solver.add_clause([-variable, holds(size, row, column, height)])
        for row in range(size):
            for column in range(size):
                cell = [holds(size, row, column, height) for height in range(1, size + 1)]
                for a, b in combinations(cell, 2):
                    solver.add_clause([-a, -b])
                if facts["rows"][row][column] != "_":
                    solver.add_clause([cell[int(facts["rows"][row][column]) - 1]])
        if not solver.solve():
            return False
        model = [literal for literal in solver.get_model()[: size**3] if literal > 0]
        solver.add_clause([-literal for literal in model])
        unique = not solver.solve()
    heights = [(literal - 1) % size + 1 for literal in model]
    rows = [heights[at : at + size] for at in range(0, size * size, size)]
    return unique and answer == " / ".join(" ".join(map(str, row)) for row in rows)


def holds(size: int, row: int, column: int, height: int) -> int:
    return (row * size + column) * size + height


@cache
def looking(size: int, first: int, last: int) -> list[tuple[int, ...]]:
    orders = permutations(range(1, size + 1))
    return [way for way in orders if first in (0, seen(way)) and last in (0, seen(way[::-1]))]


def seen(way: tuple[int, ...]) -> int:
    return sum(all(other < height for other in way[:at]) for at, height in enumerate(way))
