"""Islands in a grid: how many there are, and how large the largest is."""

from __future__ import annotations

from functools import lru_cache

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
# The sides of the grid, and whether cells that only share a corner may count as joined.
LEVELS = (
    {"height": 4, "width": 5, "corners": False},
    {"height": 5, "width": 6, "corners": True},
    {"height": 7, "width": 7, "corners": True},
    {"height": 8, "width": 10, "corners": True},
    {"height": 11, "width": 13, "corners": True},
)
LAND, WATER = "#", "."

Islands = tuple[tuple[int, int, int], ...]  # row and column of an island's first cell, and its size


def make(rng: Stream, *, height: int, width: int, corners: bool) -> Problem:
    joined = corners and rng.chance(1, 2)
    dense = 6 if joined else 9  # of twenty cells: with more land, all of it grows together
    cells = [rng.below(20) < dense for _ in range(height * width)]
    cells[rng.below(len(cells))] = True
    sizes = _united(cells, width, corners=joined)
    others = _united(cells, width, corners=not joined).values()
    rows = ["".join([LAND if cell else WATER for cell in cells[at : at + width]]) for at in range(0, len(cells), width)]
    large = [size for size in sizes.values() if size > 1]
    islands = [(at // width + 1, at % width + 1, size) for at, size in sizes.items()]
    answer = f"{len(sizes)}, {max(sizes.values())}"
    return Problem(
        facts={"rows": rows, "corners": joined},
        answer=answer,
        steps=(
            *(Step("island", {"row": row, "column": column, "size": size}) for row, column, size in islands),
            Step("count", {"islands": len(sizes), "largest": max(sizes.values())}),
        ),
        mistakes=mistakes(
            answer,
            corners_confused=f"{len(others)}, {max(others)}",
            single_cells_forgotten=f"{len(large)}, {max(large, default=0)}",
            one_island_split=f"{len(sizes) + 1}, {max(sizes.values())}",
            all_land_counted=f"{len(sizes)}, {sum(cells)}",
        ),
    )


def _united(cells: list[bool], width: int, *, corners: bool) -> dict[int, int]:
    """For the first cell of each island its size: cells are united with those before them, row by row."""
    leader = list(range(len(cells)))

    def led(at: int) -> int:
        while leader[at] != at:
            leader[at] = at = leader[leader[at]]
        return at

    for at, cell in enumerate(cells):
        column = at % width
        before = [at - 1] if column else []
        if at >= width:
            before.append(at - width)
            if corners:
                before += [at - width - 1] if column else []
                before += [at - width + 1] if column < width - 1 else []
        for other in before:
            if cell and cells[other]:
                one, two = sorted((led(at), led(other)))
                leader[two] = one
    sizes: dict[int, int] = {}
    for at, cell in enumerate(cells):
        if cell:
            first = led(at)
            sizes[first] = sizes.get(first, 0) + 1
    return sizes


def check(facts: Facts, reply: str) -> Verdict:
    islands = _islands(tuple(facts["rows"]), facts["corners"])
    right = [len(islands), max(size for *_, size in islands)]
    return lists.judge(reply, lambda said: said == right)


@lru_cache(maxsize=64)
def _islands(rows: tuple[str, ...], corners: bool) -> Islands:
    """Each island is filled from its first cell on, until no more land is beside what is filled."""
    dry = {(r, c) for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if cell == LAND}
    ways = [(0, 1), (1, 0), (0, -1), (-1, 0), *([(1, 1), (1, -1), (-1, 1), (-1, -1)] if corners else [])]
    found = []
    for first in sorted(dry):
        if first in dry:
            dry.discard(first)
            filled = [first]
            for r, c in filled:
                for down, right in ways:
                    cell = (r + down, c + right)
                    if cell in dry:
                        dry.discard(cell)
                        filled.append(cell)
            found.append((*first, len(filled)))
    return tuple(found)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    islands = _islands(tuple(facts["rows"]), facts["corners"])
    if step.rule == "count":
        return claim["islands"] == len(islands) and claim["largest"] == max(size for *_, size in islands)
    return (claim["row"], claim["column"], claim["size"]) in islands


def canonical(facts: Facts) -> list[object]:
    """The least of the grid's turns and mirror images."""
    views, rows = [], list(facts["rows"])
    for _ in range(4):
        rows = ["".join(column) for column in zip(*rows[::-1], strict=True)]
        views += [rows, rows[::-1]]
    return [min(views), facts["corners"]]
