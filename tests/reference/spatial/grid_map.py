"""By numpy's rot90, flip and roll on the whole map."""

from __future__ import annotations

import re
from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    board = np.zeros((facts["rows"], facts["columns"]), dtype=bool)
    for row, column in facts["marked"]:
        board[row - 1, column - 1] = True
    for kind, amount in facts["path"]:
        if kind == "turn":
            board = np.rot90(board, -amount // 90)
        elif kind == "mirror":
            board = np.fliplr(board) if amount == "left and right" else np.flipud(board)
        else:
            board = np.roll(board, amount, axis=0 if kind == "down" else 1)
    said = {(int(row), int(column)) for row, column in re.findall(r"\((\d+), (\d+)\)", answer)}
    return said == {(int(row) + 1, int(column) + 1) for row, column in zip(*np.nonzero(board), strict=True)}
