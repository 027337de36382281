"""By trying every choice of members, or of places that only matter as a set; large choices by generating functions."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import factorial
from typing import Any


def right(facts: Any, answer: str) -> bool:
    kind, sizes = facts["kind"], facts["sizes"]
    if kind in ("together", "separate", "ends"):
        people, some = sizes
        # Which places the special ones take decides; in them they stand in any order, and so do the others.
        good = sum(allowed(kind, people, places) for places in combinations(range(people), some))
        return good * factorial(some) * factorial(people - some) == int(answer)
    if kind == "apart":
        return coefficients([1, 2], sizes[0] - 2)[sizes[1]] == int(answer)
    size = sizes[2] + sizes[3] if kind == "mixed" else sizes[3]
    women, men = coefficients([1], sizes[0]), coefficients([1], sizes[1])
    by_women = [women[i] * men[size - i] for i in range(size + 1)]
    return (by_women[sizes[2]] if kind == "mixed" else sum(by_women[sizes[2] :])) == int(answer)


def allowed(kind: str, people: int, places: tuple[int, ...]) -> bool:
    if kind == "ends":
        return places[0] == 0 and places[-1] == people - 1
    if kind == "together":
        return places[-1] - places[0] == len(places) - 1
    return all(b - a > 1 for a, b in pairwise(places))


def coefficients(start: list[int], times: int) -> list[int]:
    """Of the polynomial times (1 + x) so many times; padded, as a committee may ask for more than there are."""
    found = [*start, *[0] * 60]
    for _ in range(times):
        found = [found[0], *(a + b for a, b in pairwise(found))]
    return found
