"""A pocket cube as 24 stickers in space, turned by rotation matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

# By face: outward, to the right and downwards as one looks at it.
FACES = {
    "U": ([0, 1, 0], [1, 0, 0], [0, 0, 1]),
    "D": ([0, -1, 0], [1, 0, 0], [0, 0, -1]),
    "F": ([0, 0, 1], [1, 0, 0], [0, -1, 0]),
    "B": ([0, 0, -1], [-1, 0, 0], [0, -1, 0]),
    "R": ([1, 0, 0], [0, 0, -1], [0, -1, 0]),
    "L": ([-1, 0, 0], [0, 0, 1], [0, -1, 0]),
}


def right(facts: Any, answer: str) -> bool:
    places, colours = [], []
    for face, vectors in FACES.items():
        out, across, down = map(np.array, vectors)
        for at, colour in enumerate(facts[face]):
            # The sticker lies a little outside its cubie, so that its face can be told from its place.
            places.append(2 * out + (1 if at % 2 else -1) * across + (1 if at > 1 else -1) * down)
            colours.append(colour)
    points = np.array(places)
    turns = answer.split(" ")
    for turn in turns:
        axis = np.array(FACES[turn[0]][0])
        x, y, z = axis
        cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
        quarter = np.outer(axis, axis) - cross  # clockwise, seen from outside
        moved = points @ axis > 0
        for _ in range({"": 1, "2": 2, "'": 3}[turn[1:]]):
            points[moved] = points[moved] @ quarter.T
    shown: dict[tuple[int, int], set[str]] = {}
    for point, colour in zip(points, colours, strict=True):
        side = int(np.argmax(np.abs(point)))
        shown.setdefault((side, int(point[side])), set()).add(colour)
    return len(turns) <= facts["most"] and all(len(some) == 1 for some in shown.values())
