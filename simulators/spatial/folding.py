"""Where the holes are in a sheet of squared paper that was folded, punched and unfolded again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import cells
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
# The longest side of the sheet, folds, cells that are punched, whether every fold is down the middle.
LEVELS = (
    {"side": 12, "folds": 1, "holes": 3, "middle": True},
    {"side": 16, "folds": 2, "holes": 2, "middle": True},
    {"side": 9, "folds": 2, "holes": 2, "middle": False},
    {"side": 12, "folds": 3, "holes": 2, "middle": False},
    {"side": 16, "folds": 4, "holes": 3, "middle": False},
)
SIDES = ("left", "right", "top", "bottom")

Cell = tuple[int, int]
Fold = tuple[str, int]


def make(rng: Stream, *, side: int, folds: int, holes: int, middle: bool) -> Problem:
    if middle:
        rows, columns = (4 * rng.integer(1, side // 4) + 2 * (folds == 1 and rng.below(2)) for _ in "rc")
    else:
        rows, columns = rng.integer(side // 2 + 1, side), rng.integer(side // 2 + 1, side)
    sizes, done = [(rows, columns)], []
    for _ in range(folds):
        high, wide = sizes[-1]
        edge = rng.choice([edge for edge in SIDES if (wide if edge in SIDES[:2] else high) >= 4 - 2 * middle])
        length = wide if edge in SIDES[:2] else high
        width = length // 2 if middle else rng.integer(max(1, length // 3), length // 2)
        done.append([edge, width])
        sizes.append((high, wide - width) if edge in SIDES[:2] else (high - width, wide))
    high, wide = sizes[-1]
    punched = sorted(
        (cell // wide + 1, cell % wide + 1) for cell in rng.sample(range(high * wide), min(holes, high * wide))
    )
    found, steps, before = punched, [], punched
    for number in range(folds, 0, -1):
        before = found
        found = _unfolded(found, done[number - 1], sizes[number - 1])
        steps.append(Step("unfold", {"fold": number, "left": number - 1, "holes": found}))
    answer = _shown(found)
    unmirrored = [(row + (rows - high), column + (columns - wide)) for row, column in punched]
    return Problem(
        facts={"rows": rows, "columns": columns, "folds": done, "punched": punched},
        answer=answer,
        steps=tuple(steps),
        mistakes=mistakes(
            answer,
            last_unfolding_forgotten=_shown(before),
            not_unfolded=_shown(punched),
            shifted_and_not_mirrored=_shown(sorted({*punched, *unmirrored})),
            rows_and_columns_exchanged=_shown(sorted((column, row) for row, column in found)),
        ),
    )


def _unfolded(holes: list[Cell], fold: list[Any], size: Cell) -> list[Cell]:
    """The holes of the larger sheet: those of its lower part, and their mirror images in the part folded over."""
    edge, width = fold
    rows, columns = size
    found: set[Cell] = set()
    for row, column in holes:
        if edge in SIDES[:2]:
            low = column + width if edge == "left" else column
            line = 2 * width + 1 if edge == "left" else 2 * (columns - width) + 1
            found.update((row, at) for at in (low, line - low) if 1 <= at <= columns)
        else:
            low = row + width if edge == "top" else row
            line = 2 * width + 1 if edge == "top" else 2 * (rows - width) + 1
            found.update((at, column) for at in (low, line - low) if 1 <= at <= rows)
    return sorted(found)


def _shown(holes: list[Cell]) -> str:
    return ", ".join(f"({row}, {column})" for row, column in holes)


def _holes(facts: Facts, fold: int) -> list[Cell]:
    """The holes before this fold (the first is 1): each cell of that sheet is followed through this and later folds."""
    sizes, folds = (facts["rows"], facts["columns"]), facts["folds"]
    across, along = _laid(sizes, tuple(map(tuple, folds[: fold - 1])), tuple(map(tuple, folds[fold - 1 :])))
    punched = set(map(tuple, facts["punched"]))
    rows, columns = {row for row, _ in punched}, {column for _, column in punched}
    within = [(c, column) for c, column in enumerate(across, 1) if column in columns]
    return [(r, c) for r, row in enumerate(along, 1) if row in rows for c, column in within if (row, column) in punched]


@lru_cache(maxsize=32)
def _laid(size: Cell, before: tuple[Fold, ...], after: tuple[Fold, ...]) -> tuple[list[int], list[int]]:
    """For the columns and the rows that some folds leave, where they lie after the others."""
    rows, columns = size
    for edge, width in before:
        rows, columns = (rows, columns - width) if edge in ("left", "right") else (rows - width, columns)
    across, along = list(range(1, columns + 1)), list(range(1, rows + 1))
    for edge, width in after:
        if edge in ("left", "right"):
            across, columns = _folded(across, edge == "left", width, columns), columns - width
        else:
            along, rows = _folded(along, edge == "top", width, rows), rows - width
    return across, along


def _folded(places: list[int], at_start: bool, width: int, length: int) -> list[int]:
    """Where the rows or columns lie after a fold, counted from the edge of what is left."""
    if at_start:
        return [place - width if place > width else width - place + 1 for place in places]
    rest = length - width
    return [place if place <= rest else 2 * rest + 1 - place for place in places]


def check(facts: Facts, reply: str) -> Verdict:
    claimed = cells.read(reply)
    if claimed is None:
        return wrong("expected a list of holes, each as (row, column)")
    return RIGHT if sorted(claimed) == _holes(facts, 1) else wrong("these holes do not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    fold, holes = claim["fold"], [tuple(cell) for cell in claim["holes"]]
    return 1 <= fold == claim["left"] + 1 <= len(facts["folds"]) and holes == _holes(facts, fold)


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "punched": rng.shuffled(facts["punched"])}


def canonical(facts: Facts) -> list[Any]:
    return [facts["rows"], facts["columns"], facts["folds"], sorted(map(list, facts["punched"]))]
