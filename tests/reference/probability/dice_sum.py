"""By throwing the dice in two halves, every outcome of each, and putting the sums of both together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from operator import eq, ge, le
from typing import Any

RELATIONS = {"exactly": eq, "at least": ge, "at most": le}


def sums(sides: Sequence[int]) -> Counter[int]:
    return Counter(map(sum, product(*(range(1, each + 1) for each in sides))))


def right(facts: Any, answer: str) -> bool:
    sides, fits = facts["sides"], RELATIONS[facts["relation"]]
    half = len(sides) // 2
    first, last = sums(sides[:half]), sums(sides[half:])
    ways = sum(first[a] * last[b] for a, b in product(first, last) if fits(a + b, facts["target"]))
    return Fraction(ways, prod(sides)) == Fraction(answer)
