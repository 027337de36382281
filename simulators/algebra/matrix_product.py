"""The product of two or three matrices of integers."""

from __future__ import annotations

from itertools import pairwise
from operator import mul

from simulators.checks import grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# The rows of each factor, then the columns of the last: they equal the first rows, so that the other order exists too.
SHARED = {"grids.text": "how a grid is written"}
LEVELS = (
    {"sizes": (2, 2, 2), "largest": 9},
    {"sizes": (2, 3, 2), "largest": 15},
    {"sizes": (2, 2, 2, 2), "largest": 15},
    {"sizes": (3, 3, 3), "largest": 30},
    {"sizes": (3, 3, 3, 3), "largest": 20},
)

Matrix = list[list[int]]


def make(rng: Stream, *, sizes: tuple[int, ...], largest: int) -> Problem:
    factors = [
        [[rng.integer(-largest, largest) for _ in range(columns)] for _ in range(rows)]
        for rows, columns in pairwise(sizes)
    ]
    left, product, steps = factors[0], factors[0], []
    for stage, factor in enumerate(factors[1:], 1):
        left, product, columns = product, [], list(zip(*factor, strict=True))
        for at, row in enumerate(left, 1):
            terms = [list(map(mul, row, column)) for column in columns]
            product.append(list(map(sum, terms)))
            steps.append(Step("row", {"stage": stage, "row": at, "terms": terms, "values": product[-1]}))
    backwards = factors[-1]
    for factor in factors[-2::-1]:
        backwards = _product(backwards, factor)
    answer = grids.text(product)
    return Problem(
        facts={"factors": factors},
        answer=answer,
        steps=(*steps, Step("product", {"rows": product})),
        mistakes=mistakes(
            answer,
            other_order=grids.text(backwards),
            rows_and_columns_exchanged=grids.text([list(column) for column in zip(*product, strict=True)]),
            last_terms_forgotten=grids.text(_product([row[:-1] for row in left], factors[-1][:-1])),
        ),
    )


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[sum(map(mul, row, column)) for column in columns] for row in left]


def check(facts: Facts, reply: str) -> Verdict:
    """By vectors: the claimed matrix must take each unit vector where the factors take it, the last factor first."""
    factors = facts["factors"]
    return grids.judge(
        reply, len(factors[0]), len(factors[-1][0]), lambda rows: _is_product(factors, rows), signed=True
    )


def _is_product(factors: list[Matrix], claimed: Matrix) -> bool:
    size = len(factors[-1][0])
    if len(claimed) != len(factors[0]) or any(len(row) != size for row in claimed):
        return False
    for at in range(size):
        vector = [int(place == at) for place in range(size)]
        for factor in reversed(factors):
            vector = _applied(factor, vector)
        if vector != [row[at] for row in claimed]:
            return False
    return True


def _applied(matrix: Matrix, vector: list[int]) -> list[int]:
    """The matrix times the vector, as a sum of its columns."""
    found = [0] * len(matrix)
    for at, weight in enumerate(vector):
        if weight:
            found = [value + weight * row[at] for value, row in zip(found, matrix, strict=True)]
    return found


def check_step(facts: Facts, step: Step) -> bool:
    claim, factors = step.claim, facts["factors"]
    if step.rule == "product":
        return _is_product(factors, claim["rows"])
    stage, row = claim["stage"], claim["row"] - 1
    if not 0 < stage < len(factors) or not 0 <= row < len(factors[0]):
        return False
    left = factors[0][row]
    for factor in factors[1:stage]:
        left = _applied([list(column) for column in zip(*factor, strict=True)], left)
    columns = list(zip(*factors[stage], strict=True))
    if list(map(sum, claim["terms"])) != claim["values"]:
        return False
    return all(
        len(terms) == len(left) and all(term == a * b for term, a, b in zip(terms, left, column, strict=True))
        for terms, column in zip(claim["terms"], columns, strict=True)
    )


def canonical(facts: Facts) -> list[object]:
    return [[list(row) for row in factor] for factor in facts["factors"]]
