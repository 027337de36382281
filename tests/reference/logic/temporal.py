"""Difference bounds: Floyd and Warshall on the least distances between all points in time."""

from itertools import product
from typing import Any

NEVER = -(10**6)


def furthest(facts: Any, extra: list[tuple[int, int, int]]) -> list[list[int]]:
    number = {event: at for at, event in enumerate(facts["events"])}
    size = 2 * len(number)
    least = [[0 if a == b else NEVER for b in range(size)] for a in range(size)]
    orders = [(2 * at, 2 * at + 1, 1) for at in number.values()] + extra
    for shape, a, b in facts["statements"]:
        i, j = 2 * number[a], 2 * number[b]
        if shape == "before":
            orders.append((i + 1, j, 1))
        elif shape == "after":
            orders.append((j + 1, i, 1))
        elif shape == "meets":
            orders += [(i + 1, j, 0), (j, i + 1, 0)]
        else:
            orders += [(j, i, 1), (i + 1, j + 1, 1)]
    for a, b, least_time in orders:
        least[a][b] = max(least[a][b], least_time)
    for k, a, b in product(range(size), repeat=3):
        least[a][b] = max(least[a][b], least[a][k] + least[k][b])
    return least


def right(facts: Any, answer: str) -> bool:
    first, second = (2 * facts["events"].index(event) for event in facts["asked"])
    least = furthest(facts, [])
    before, after = least[first + 1][second] >= 0, least[second + 1][first] >= 0
    # Neither event must start before the other ends: then both may be first.
    free = least[first][second + 1] < 0 and least[second][first + 1] < 0
    return {"before": before, "after": after, "cannot be determined": not before and not after and free}[answer]
