"""By a ray upwards from a place a hair to the right of the point, after a look at every edge."""

from __future__ import annotations

from fractions import Fraction
from typing import Any


def right(facts: Any, answer: str) -> bool:
    x, y = facts["point"]
    points = facts["points"]
    edges = [(points[at - 1], points[at]) for at in range(len(points))]
    for (a, b), (c, d) in edges:
        inside_box = min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d)
        if inside_box and (c - a) * (y - b) == (d - b) * (x - a):
            return answer == "on the edge"
    # No line through lattice points passes between the point and this place, but through the point itself.
    hair = x + Fraction(1, 10**9)
    above = 0
    for (a, b), (c, d) in edges:
        if min(a, c) < hair < max(a, c):
            above += b + (d - b) * (hair - a) / (c - a) > y
    return answer == ("inside" if above % 2 else "outside")
