"""With numpy: every transformation is applied to whole arrays, and kept if it explains all examples."""

from itertools import combinations, product
from typing import Any

import numpy as np

MOVES = {
    "turn left": np.rot90,
    "turn right": lambda g: np.rot90(g, 3),
    "turn around": lambda g: np.rot90(g, 2),
    "mirror left-right": np.fliplr,
    "mirror top-bottom": np.flipud,
    "transpose": np.transpose,
    "shift right": lambda g: np.roll(g, 1, axis=1),
    "shift down": lambda g: np.roll(g, 1, axis=0),
}


def right(facts: Any, answer: str) -> bool:
    befores = [np.array(before) for before, _ in facts["examples"]]
    afters = [np.array(after) for _, after in facts["examples"]]
    pairs = list(combinations(range(10), 2)) if facts["swap"] else [(0, 0)]
    found = set()
    for names in product(MOVES, repeat=facts["moves"]):
        moved = [*befores, np.array(facts["input"])]
        for name in names:
            moved = [MOVES[name](grid) for grid in moved]
        for a, b in pairs:
            table = np.arange(10)
            table[[a, b]] = table[[b, a]]
            if all(np.array_equal(table[grid], after) for grid, after in zip(moved, afters, strict=False)):
                found.add(str(table[moved[-1]].tolist()))
    said = [[int(cell) for cell in row.split()] for row in answer.split(" / ")]
    return found == {str(said)}
