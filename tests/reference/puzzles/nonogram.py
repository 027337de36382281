"""A nonogram row by row: all pictures whose columns begin as their clues say, kept as a table that grows downwards."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any


def right(facts: Any, answer: str) -> bool:
    height, columns = len(facts["rows"]), facts["columns"]
    pictures: list[list[tuple[int, ...]]] = [[]]
    for number, clue in enumerate(facts["rows"], 1):
        rows = fitting(len(columns), tuple(clue))
        pictures = [
            [*picture, row]
            for picture in pictures
            for row in rows
            if all(
                may_begin(column, tuple(clue), height)
                for column, clue in zip(zip(*picture, row, strict=True), columns, strict=True)
            )
        ]
        assert len(pictures) < 100_000, number
    return [" / ".join(" ".join(map(str, row)) for row in picture) for picture in pictures] == [answer]


@cache
def fitting(width: int, clue: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [row for row in product((0, 1), repeat=width) if runs(row) == clue]


@cache
def may_begin(column: tuple[int, ...], clue: tuple[int, ...], height: int) -> bool:
    return any(whole[: len(column)] == column for whole in fitting(height, clue))


def runs(row: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(len, "".join(map(str, row)).replace("0", " ").split())) or (0,)
