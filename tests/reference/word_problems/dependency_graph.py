"""By one system of linear equations, solved by numpy."""

from __future__ import annotations

from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    place = {name: i for i, (name, *_) in enumerate(facts["statements"])}
    matrix, values = np.eye(len(place)), np.zeros(len(place))
    for row, (_, kind, n, refs) in enumerate(facts["statements"]):
        values[row] = {"is": n, "more": n, "fewer": -n}.get(kind, 0)
        for sign, ref in zip((1, -1 if kind == "difference" else 1), refs, strict=False):
            matrix[row, place[ref]] -= n if kind == "times" else sign
    return abs(np.linalg.solve(matrix, values)[place[facts["asked"]]] - int(answer)) < 1e-6
