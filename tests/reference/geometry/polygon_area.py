"""By vertical strips between neighbouring corners: each is as large as its width times its section in the middle."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any


def right(facts: Any, answer: str) -> bool:
    points = facts["points"]
    edges = [(points[at - 1], points[at]) for at in range(len(points))]
    area = Fraction(0)
    for start, end in pairwise(sorted({x for x, _ in points})):
        middle = Fraction(start + end, 2)
        heights = sorted(
            b + (d - b) * (middle - a) / (c - a) for (a, b), (c, d) in edges if min(a, c) < middle < max(a, c)
        )
        # From the first crossing to the second one is inside, from the third to the fourth again.
        area += (end - start) * (sum(heights[1::2]) - sum(heights[::2]))
    return area == Fraction(answer)
