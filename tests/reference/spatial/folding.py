"""By numpy: the sheet is an array of layers that is flipped and stacked, fold by fold."""

from __future__ import annotations

import re
from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    rows, columns = facts["rows"], facts["columns"]
    layers = np.arange(rows * columns).reshape(1, rows, columns)
    for edge, width in facts["folds"]:
        turns = {"left": 0, "top": 1, "right": 2, "bottom": 3}[edge]
        turned = np.rot90(layers, turns, axes=(1, 2))  # so that the part to be folded is on the left
        flap, rest = turned[:, :, :width], turned[:, :, width:]
        laid = np.full((flap.shape[0], rest.shape[1], rest.shape[2]), -1)
        laid[:, :, :width] = flap[:, :, ::-1]
        layers = np.rot90(np.concatenate((rest, laid)), -turns, axes=(1, 2))
    pierced = {int(n) for row, column in facts["punched"] for n in layers[:, row - 1, column - 1] if n >= 0}
    said = [(int(row), int(column)) for row, column in re.findall(r"\((\d+), (\d+)\)", answer)]
    return {(row - 1) * columns + column - 1 for row, column in said} == pierced and all(c <= columns for _, c in said)
