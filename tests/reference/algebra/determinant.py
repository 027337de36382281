"""By Leibniz's sum over all permutations."""

from itertools import combinations, permutations
from math import prod
from typing import Any


def right(facts: Any, answer: str) -> bool:
    rows = facts["rows"]
    value = 0
    for order in permutations(range(len(rows))):
        turns = sum(a > b for a, b in combinations(order, 2))
        value += (-1) ** turns * prod(rows[i][j] for i, j in enumerate(order))
    return int(answer) == value
