"""A sliding puzzle by layers of boards around the start and the goal: the first two layers that meet give the least."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    start, goal = ("".join(str(tile) for row in facts[board] for tile in row) for board in ("start", "goal"))
    board = start
    for tile in answer.split(", "):
        if board.replace("0", tile, 1).count(tile) != 2 or board not in slides(swapped(board, tile)):
            return False
        board = swapped(board, tile)
    return board == goal and answer.count(",") + 1 == least(start, goal)


def swapped(board: str, tile: str) -> str:
    return board.translate(str.maketrans({"0": tile, tile: "0"}))


def slides(board: str) -> list[str]:
    row, column = divmod(board.index("0"), 3)
    near = ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1))
    return [swapped(board, board[3 * r + c]) for r, c in near if r in range(3) and c in range(3)]


def least(start: str, goal: str) -> int:
    near, far = [{start}], [{goal}]
    while not near[-1] & far[-1]:
        layers = near if len(near) <= len(far) else far
        before = layers[-2] if len(layers) > 1 else set()
        layers.append({moved for board in layers[-1] for moved in slides(board)} - before)
    return len(near) + len(far) - 2
