"""Queens by a SAT solver: the only model there is must be the answer."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from pysat.solvers import Cadical153


def right(facts: Any, answer: str) -> bool:
    size = facts["size"]
    squares = [(row, column) for row in range(1, size + 1) for column in range(1, size + 1)]
    number = {square: at for at, square in enumerate(squares, 1)}
    lines: dict[tuple[str, int], list[int]] = {}
    for (row, column), at in number.items():
        for line in (("row", row), ("column", column), ("rising", row + column), ("falling", row - column)):
            lines.setdefault(line, []).append(at)
    with Cadical153() as solver:
        for (kind, _), line in lines.items():
            for first, second in combinations(line, 2):
                solver.add_clause([-first, -second])
            if kind in ("row", "column"):
                solver.add_clause(line)
        for row, column in facts["placed"]:
            solver.add_clause([number[row, column]])
        if not solver.solve():
            return False
        model = [at for at in solver.get_model() if at > 0]
        solver.add_clause([-at for at in model])
        unique = not solver.solve()
    return unique and answer == ", ".join(str(squares[at - 1][1]) for at in sorted(model))
