"""By plain minimax on columns written as strings from below, as deep as the question asks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

Columns = tuple[str, ...]


def dropped(columns: Columns, at: int, mark: str) -> Columns:
    return (*columns[:at], columns[at] + mark, *columns[at + 1 :])


def wins(columns: Columns, at: int) -> bool:
    """Whether the stone on top of the column stands in a line of four."""
    height, mark = len(columns[at]) - 1, columns[at][-1]
    if columns[at].endswith(mark * 4):
        return True
    for slope in (-1, 0, 1):
        rows = (height + slope * (column - at) for column in range(7))
        line = "".join(cells[row] if 0 <= row < len(cells) else "." for cells, row in zip(columns, rows, strict=True))
        if mark * 4 in line:
            return True
    return False


@lru_cache(maxsize=100_000)
def forces(columns: Columns, at: int, me: str, within: int) -> bool:
    """Whether a stone in the column wins within so many own moves against every reply."""
    if len(columns[at]) == 6:
        return False
    columns, you = dropped(columns, at, me), "XO".replace(me, "")
    if wins(columns, at):
        return True
    replies = [(dropped(columns, reply, you), reply) for reply in range(7) if len(columns[reply]) < 6]
    if within == 1 or not replies or any(wins(after, reply) for after, reply in replies):
        return False
    return all(any(forces(after, own, me, within - 1) for own in range(7)) for after, _ in replies)


def right(facts: Any, answer: str) -> bool:
    *rows, _ = (line.split() for line in facts["board"].split("\n"))
    columns = tuple("".join(cells).rstrip(".") for cells in zip(*rows[::-1], strict=True))
    stones = "".join(columns)
    me = "X" if stones.count("X") == stones.count("O") else "O"
    return forces(columns, int(answer.removeprefix("column ")) - 1, me, facts["within"])
