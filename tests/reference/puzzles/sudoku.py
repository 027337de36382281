"""By a SAT solver: the only model of the rules and the given digits."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from typing import Any

from pysat.solvers import Minisat22


@cache
def rules(height: int, width: int) -> list[list[int]]:
    """No digit twice in a row, column or box, and one in every cell; literals count from 1 by row, column, digit."""
    size = height * width
    groups: dict[tuple[object, ...], list[int]] = {}
    for number, (row, column, digit) in enumerate(product(range(size), repeat=3), 1):
        box = row // height, column // width
        for group in (("row", row), ("column", column), ("box", box)):
            groups.setdefault((*group, digit), []).append(number)
    cells = [list(range(first, first + size)) for first in range(1, size**3, size)]
    return [*cells, *([-a, -b] for group in (*cells, *groups.values()) for a, b in combinations(group, 2))]


@cache
def solution(height: int, width: int, given: str) -> str:
    """The cells of the solution; nothing where there is more than one or none."""
    size = height * width
    known = [[at * size + int(digit)] for at, digit in enumerate(given) if digit != "."]
    with Minisat22(bootstrap_with=rules(height, width) + known) as solver:
        if not solver.solve():
            return ""
        true = [number for number in solver.get_model() if number > 0]
        solver.add_clause([-number for number in true])
        return "" if solver.solve() else "".join(str((number - 1) % size + 1) for number in true)


def right(facts: Any, answer: str) -> bool:
    size = len(facts["rows"])
    solved = solution(*facts["box"], "".join(facts["rows"]))
    return answer == ", ".join(solved[at : at + size] for at in range(0, size * size, size))
