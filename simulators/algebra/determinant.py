"""The determinant of a square matrix of integers."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"size": 2, "largest": 20},
    {"size": 3, "largest": 6},
    {"size": 3, "largest": 20},
    {"size": 4, "largest": 6},
    {"size": 4, "largest": 15},
)
MOST = 8

Matrix = list[list[int]]


def make(rng: Stream, *, size: int, largest: int) -> Problem:
    rows = [[rng.integer(-largest, largest) for _ in range(size)] for _ in range(size)]
    minors = [_expanded(_without(rows, 0, column)) for column in range(size)]
    products = [rows[0][column] * minors[column] for column in range(size)]
    value = sum(product if column % 2 == 0 else -product for column, product in enumerate(products))
    answer = str(value)
    diagonal = 1
    for i in range(size):
        diagonal *= rows[i][i]
    return Problem(
        facts={"rows": rows},
        answer=answer,
        steps=(
            Step("minors", {"minors": minors}),
            Step("expand", {"value": value}),
        ),
        mistakes=mistakes(
            answer,
            signs_not_alternated=sum(products),
            only_main_diagonal=diagonal,
            one_minor_forgotten=value - products[0],
        ),
    )


def _without(rows: Matrix, row: int, column: int) -> Matrix:
    return [line[:column] + line[column + 1 :] for i, line in enumerate(rows) if i != row]


def _expanded(rows: Matrix) -> int:
    """By minors along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    found = 0
    for column, value in enumerate(rows[0]):
        found += (-1) ** column * value * _expanded(_without(rows, 0, column))
    return found


def _eliminated(rows: Matrix) -> int:
    """By elimination without fractions (Bareiss 1968): every division comes out even."""
    size = len(rows)
    if not 0 < size <= MOST or any(len(row) != size for row in rows):
        raise ValueError(f"expected a square matrix of at most {MOST} rows")
    left, sign, before = [list(row) for row in rows], 1, 1
    for at in range(size - 1):
        pivot = next((i for i in range(at, size) if left[i][at]), None)
        if pivot is None:
            return 0
        if pivot != at:
            left[at], left[pivot], sign = left[pivot], left[at], -sign
        for i in range(at + 1, size):
            for j in range(at + 1, size):
                left[i][j] = (left[i][j] * left[at][at] - left[i][at] * left[at][j]) // before
        before = left[at][at]
    return sign * left[-1][-1]


def check(facts: Facts, reply: str) -> Verdict:
    value = _eliminated(facts["rows"])
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    claim: Any = step.claim
    rows = facts["rows"]
    if step.rule == "expand":
        return claim["value"] == _eliminated(rows)
    below = ([[*row[:column], *row[column + 1 :]] for row in rows[1:]] for column in range(len(rows)))
    return list(claim["minors"]) == list(map(_eliminated, below))


def canonical(facts: Facts) -> list[object]:
    return [list(row) for row in facts["rows"]]
