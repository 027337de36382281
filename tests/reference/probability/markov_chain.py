"""By every path from the start to the target, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import Any


def right(facts: Any, answer: str) -> bool:
    names = "ABCDE"[: len(facts["rows"])]
    chance = {
        a: {b: Fraction(w, sum(row)) for b, w in zip(names, row, strict=True)}
        for a, row in zip(names, facts["rows"], strict=True)
    }
    total = Fraction(0)
    for between in product(names, repeat=facts["steps"] - 1):
        path = Fraction(1)
        for a, b in pairwise((facts["start"], *between, facts["target"])):
            path *= chance[a][b]
        total += path
    return total == Fraction(answer)
