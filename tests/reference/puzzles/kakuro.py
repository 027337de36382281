"""A kakuro cell by cell: digits tried in reading order, a run judged as soon as it is full."""

from __future__ import annotations

from functools import cache
from itertools import combinations
from typing import Any


def right(facts: Any, answer: str) -> bool:
    given = [list(row) for row in facts["rows"]]
    runs = [([(row - 1, at) for at in range(first - 1, last)], total) for row, first, last, total in facts["across"]]
    runs += [
        ([(at, column - 1) for at in range(first - 1, last)], total) for column, first, last, total in facts["down"]
    ]
    white = [(row, column) for row, line in enumerate(given) for column, sign in enumerate(line) if sign != "#"]
    through = {cell: [run for run in runs if cell in run[0]] for cell in white}
    digits = {(r, c): int(sign) for r, line in enumerate(given) for c, sign in enumerate(line) if sign.isdigit()}
    cells = [cell for cell in white if cell not in digits]
    found: list[str] = []

    def fill(at: int) -> None:
        if at == len(cells):
            rows = [[digits.get((r, c), 0) for c in range(len(line))] for r, line in enumerate(given)]
            found.append(" / ".join(" ".join(map(str, row)) for row in rows))
            return
        for digit in range(1, 10):
            digits[cells[at]] = digit
            if all(may_be(run, total) for run, total in through[cells[at]]):
                fill(at + 1)
            del digits[cells[at]]

    def may_be(run: list[tuple[int, int]], total: int) -> bool:
        values = [digits[cell] for cell in run if cell in digits]
        rest = total - sum(values)
        return len(set(values)) == len(values) and can_add(frozenset(values), len(run) - len(values), rest)

    fill(0)
    return found == [answer]


@cache
def can_add(taken: frozenset[int], count: int, rest: int) -> bool:
    return any(sum(more) == rest for more in combinations(set(range(1, 10)) - taken, count))
