"""Which cells of a map are marked after it was turned, mirrored and shifted around."""

from __future__ import annotations

from typing import Any

from simulators.checks import cells
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
# The longest side of the map, marked cells, moves, kinds of moves.
LEVELS = (
    {"side": 6, "marks": 2, "moves": 2, "kinds": ("turn", "mirror")},
    {"side": 7, "marks": 2, "moves": 3, "kinds": ("turn", "mirror")},
    {"side": 8, "marks": 3, "moves": 4, "kinds": ("turn", "mirror", "down", "right")},
    {"side": 10, "marks": 4, "moves": 6, "kinds": ("turn", "mirror", "down", "right")},
    {"side": 12, "marks": 5, "moves": 10, "kinds": ("turn", "mirror", "down", "right")},
)
MIRRORED = ("left and right", "top and bottom")

Cell = tuple[int, int]
# Kind and amount: degrees clockwise, places, or which sides change places.
Move = tuple[str, int | str]


def make(rng: Stream, *, side: int, marks: int, moves: int, kinds: tuple[str, ...]) -> Problem:
    rows, columns = rng.integer(3, side), rng.integer(3, side)
    marked = [(place // columns + 1, place % columns + 1) for place in rng.sample(range(rows * columns), marks)]
    path: list[Move] = []
    for _ in range(moves):
        kind = rng.choice([kind for kind in kinds if not path or kind != path[-1][0]])
        amount = rng.choice((90, 180, 270)) if kind == "turn" else rng.integer(1, 2)
        path.append((kind, rng.choice(MIRRORED) if kind == "mirror" else amount))
    found, before, size = marked, [], (rows, columns)
    steps = []
    for number, move in enumerate(path, 1):
        before = found
        found, size = _moved(found, size, move)
        steps.append(Step("move", {"done": number, "left": moves - number, "cells": sorted(found)}))
    other_way: list[Move] = [
        (kind, 360 - amount) if isinstance(amount, int) and kind == "turn" else (kind, amount) for kind, amount in path
    ]
    answer = _shown(found)
    return Problem(
        facts={"rows": rows, "columns": columns, "marked": marked, "path": path},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            last_move_forgotten=_shown(before),
            turned_the_other_way=_shown(_all_moved(marked, (rows, columns), other_way)),
            moves_in_reverse_order=_shown(_all_moved(marked, (rows, columns), path[::-1])),
            rows_and_columns_exchanged=_shown([(column, row) for row, column in found]),
        ),
    )


def _moved(marked: list[Cell], size: Cell, move: Move) -> tuple[list[Cell], Cell]:
    """The marked cells and the rows and columns of the map after a move."""
    rows, columns = size
    kind, amount = move
    if kind == "turn":
        if amount == 180:
            return [(rows + 1 - row, columns + 1 - column) for row, column in marked], size
        if amount == 90:
            return [(column, rows + 1 - row) for row, column in marked], (columns, rows)
        return [(columns + 1 - column, row) for row, column in marked], (columns, rows)
    if kind == "mirror":
        if amount == MIRRORED[0]:
            return [(row, columns + 1 - column) for row, column in marked], size
        return [(rows + 1 - row, column) for row, column in marked], size
    places = int(amount)
    if kind == "down":
        return [((row - 1 + places) % rows + 1, column) for row, column in marked], size
    return [(row, (column - 1 + places) % columns + 1) for row, column in marked], size


def _all_moved(marked: list[Cell], size: Cell, path: list[Move]) -> list[Cell]:
    for move in path:
        marked, size = _moved(marked, size, move)
    return marked


def _shown(marked: list[Cell]) -> str:
    return ", ".join([f"({row}, {column})" for row, column in sorted(marked)])


def _origins(facts: Facts, claimed: list[Cell], done: int) -> list[Cell]:
    """Where cells of the map after so many moves were at first, from the last move back; empty where one is outside."""
    path = facts["path"][:done]
    quarters = sum([amount // 90 for kind, amount in path if kind == "turn"])
    rows, columns = (facts["rows"], facts["columns"])[:: -1 if quarters % 2 else 1]
    if not all(1 <= row <= rows and 1 <= column <= columns for row, column in claimed):
        return []
    for kind, amount in reversed(path):
        if kind == "turn":
            for _ in range(4 - amount // 90):  # on in the same sense until the turn is complete
                claimed, rows, columns = [(column, rows + 1 - row) for row, column in claimed], columns, rows
        elif kind == "down":
            claimed = [((row - amount - 1) % rows + 1, column) for row, column in claimed]
        elif kind == "right":
            claimed = [(row, (column - amount - 1) % columns + 1) for row, column in claimed]
        elif amount == "left and right":
            claimed = [(row, columns + 1 - column) for row, column in claimed]
        else:
            claimed = [(rows + 1 - row, column) for row, column in claimed]
    return claimed


def _are_marked(facts: Facts, claimed: list[Cell], done: int) -> bool:
    """Whether these cells come from just those that were marked."""
    marked = facts["marked"]
    return len(claimed) == len(marked) and sorted(_origins(facts, claimed, done)) == sorted(map(tuple, marked))


def check(facts: Facts, reply: str) -> Verdict:
    claimed = cells.read(reply)
    if claimed is None:
        return wrong("expected a list of cells, each as (row, column)")
    return RIGHT if _are_marked(facts, claimed, len(facts["path"])) else wrong("these cells do not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    done, every = step.claim["done"], len(facts["path"])
    fits = 0 < done <= every and done + step.claim["left"] == every
    return fits and _are_marked(facts, [(row, column) for row, column in step.claim["cells"]], done)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "marked": rng.shuffled(facts["marked"])}


def canonical(facts: Facts) -> list[Any]:
    return [facts["rows"], facts["columns"], facts["path"], sorted(map(list, facts["marked"]))]
