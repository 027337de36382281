"""By linear algebra: each rule as a matrix of what its fixed numbers multiply, solved over the rationals by sympy."""

from itertools import pairwise
from typing import Any

import sympy


def continued(rows: list[list[int]], right: list[int], last: list[int]) -> Any:
    """The next term if one choice of fixed numbers explains all the others, else None."""
    matrix, wanted = sympy.Matrix(rows), sympy.Matrix(right)
    if matrix.rank() != matrix.row_join(wanted).rank():
        return None
    fixed, parameters = matrix.gauss_jordan_solve(wanted)
    fixed = fixed.subs(dict.fromkeys(parameters, 0))
    return (sympy.Matrix([last]) * fixed)[0]


def right(facts: Any, answer: str) -> bool:
    t = facts["terms"]
    n = len(t)
    found = {
        continued([[1, i] for i in range(n)], t, [1, n]),
        continued([[1, i, i * i] for i in range(n)], t, [1, n, n * n]),
    }
    for m in (-3, -2, 2, 3):
        found.add(scaled(t, m))
        for k in (-2, -1, 1, 2):
            if all(t[i] == m * t[i - 1] + k * t[i - 2] for i in range(2, n)):
                found.add(m * t[-1] + k * t[-2])
    sums = {t[i] - t[i - 1] - t[i - 2] for i in range(2, n)}
    if len(sums) == 1:
        found.add(t[-1] + t[-2] + sums.pop())
    mixed = [[(i + 1) % 2, (i + 1) % 2 * i, i % 2, i % 2 * i] for i in range(n + 1)]
    found.add(continued(mixed[:-1], t, mixed[-1]))
    return found - {None} == {int(answer)}


def scaled(t: list[int], m: int) -> int | None:
    rest = {b - m * a for a, b in pairwise(t)}
    return m * t[-1] + rest.pop() if len(rest) == 1 else None
