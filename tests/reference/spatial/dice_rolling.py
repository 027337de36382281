"""By rotation matrices of numpy that turn the normals of the six faces."""

from __future__ import annotations

from typing import Any

import numpy as np

SIDES = {
    "top": (0, 0, 1), "bottom": (0, 0, -1), "north": (0, 1, 0), "south": (0, -1, 0), "east": (1, 0, 0),
    "west": (-1, 0, 0),
}  # fmt: skip
# Columns: where what points east, north and up points after the roll.
EAST = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]])
NORTH = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
ROLLS = {"east": EAST, "west": EAST.T, "north": NORTH, "south": NORTH.T}


def right(facts: Any, answer: str) -> bool:
    normals = {facts[side]: np.array(SIDES[side]) for side in ("top", "north", "east")}
    normals |= {7 - number: -normal for number, normal in normals.items()}

    def at(side: str) -> int:
        return next(number for number, normal in normals.items() if tuple(normal) == SIDES[side])

    tops = [at("top")]
    for way in facts["path"]:
        normals = {number: ROLLS[way] @ normal for number, normal in normals.items()}
        tops.append(at("top"))
    return int(answer) == (sum(tops) if facts["asked"] == "sum" else at(facts["asked"]))
