"""A futoshiki by a SAT solver: the only model there is must be the answer."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

from pysat.solvers import Cadical153


def right(facts: Any, answer: str) -> bool:
    size = len(facts["rows"])
    with Cadical153() as solver:
        solver.append_formula(_clauses(facts, size))
        if not solver.solve():
            return False
        model = [literal for literal in solver.get_model() if literal > 0]
        solver.add_clause([-literal for literal in model])
        unique = not solver.solve()
    numbers = [(literal - 1) % size + 1 for literal in sorted(model)]
    rows = [numbers[at : at + size] for at in range(0, size * size, size)]
    return unique and answer == " / ".join(" ".join(map(str, row)) for row in rows)


def _clauses(facts: Any, size: int) -> list[list[int]]:
    every = range(size)

    def holds(row: int, column: int, number: int) -> int:
        return (row * size + column) * size + number + 1

    clauses = []
    for a, b in product(every, every):
        for line in ([(a, b, k) for k in every], [(a, k, b) for k in every], [(k, a, b) for k in every]):
            clauses.append([holds(*cell) for cell in line])
            clauses += [[-holds(*first), -holds(*second)] for first, second in combinations(line, 2)]
    for (row, text), column in product(enumerate(facts["rows"]), every):
        if text[column] != "_":
            clauses.append([holds(row, column, int(text[column]) - 1)])
    for smaller, larger in _signs(facts):
        clauses += [
            [-holds(*smaller, low), -holds(*larger, high)] for low, high in product(every, every) if low >= high
        ]
    return clauses


def _signs(facts: Any) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    found = []
    for row, text in enumerate(facts["across"]):
        for column, sign in enumerate(text):
            if sign != " ":
                left, right_ = (row, column), (row, column + 1)
                found.append((left, right_) if sign == "<" else (right_, left))
    for row, text in enumerate(facts["down"]):
        for column, sign in enumerate(text):
            if sign != " ":
                above, below = (row, column), (row + 1, column)
                found.append((above, below) if sign == "^" else (below, above))
    return found
