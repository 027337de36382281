"""By complex numbers: north is i, and a turn multiplies by a power of a root of it."""

from __future__ import annotations

import cmath
import re
from typing import Any

NAMES = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


def right(facts: Any, answer: str) -> bool:
    ahead = cmath.rect(1, cmath.pi / 4 * NAMES.index(facts["start"]))
    place = 0j
    for kind, amount in facts["path"]:
        if kind == "turn":
            ahead *= cmath.rect(1, -cmath.pi * amount / 180)
        else:
            place += ahead * (amount if kind == "walk" else -amount)
    if facts["asked"] == "facing":
        return answer == NAMES[round(cmath.phase(ahead) / (cmath.pi / 4)) % 8]
    x, y = map(int, re.findall(r"-?\d+", answer))
    return abs(place - complex(x, y)) < 1e-6
