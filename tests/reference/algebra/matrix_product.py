"""By sympy."""

from __future__ import annotations

from math import prod
from typing import Any

from sympy import ImmutableDenseMatrix


def right(facts: Any, answer: str) -> bool:
    product = prod(map(ImmutableDenseMatrix, facts["factors"][1:]), start=ImmutableDenseMatrix(facts["factors"][0]))
    claimed = [list(map(int, row.split())) for row in answer.split(" / ")]
    return product.tolist() == claimed
