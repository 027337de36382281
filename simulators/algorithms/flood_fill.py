"""Islands in a grid: how many there are, and how large the largest is."""

from __future__ import annotations

from functools import cache, lru_cache

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
# The sides of the grid, and whether cells that only share a corner may count as joined.
LEVELS = (
    {"height": 4, "width": 5, "corners": False},
    {"height": 5, "width": 6, "corners": True},
    {"height": 7, "width": 7, "corners": True},
    {"height": 8, "width": 10, "corners": True},
    {"height": 11, "width": 13, "corners": True},
)
LAND, WATER = "#", "."
DIGITS = str.maketrans({LAND: "1", WATER: "0"})

Run = tuple[int, int, int, int]  # its cells as bits, the same and those beside it, its first column, its length
Sizes = dict[tuple[int, int], int]
Islands = tuple[tuple[int, int, int], ...]  # row and column of an island's first cell, and its size


def make(rng: Stream, *, height: int, width: int, corners: bool) -> Problem:
    joined = corners and rng.chance(1, 2)
    # Land has a chance of so many sixteenths: with more of it, all grows together.
    land = _scattered(rng, height * width, 5 if joined else 7) | 1 << rng.below(height * width)
    rows = [_row(land >> at & (1 << width) - 1, width) for at in range(0, height * width, width)]
    by_side, by_corner = _united([runs for _, runs in rows])
    sizes, others = (by_corner, by_side.values()) if joined else (by_side, by_corner.values())
    count, largest = len(sizes), max(sizes.values())
    large = [size for size in sizes.values() if size > 1]
    answer = f"{count}, {largest}"
    return Problem(
        facts={"rows": [text for text, _ in rows], "corners": joined},
        answer=answer,
        steps=(
            *[Step("island", {"row": row, "column": column, "size": size}) for (row, column), size in sizes.items()],
            Step("count", {"islands": count, "largest": largest}),
        ),
        mistakes=mistakes(
            answer,
            corners_confused=f"{len(others)}, {max(others)}",
            single_cells_forgotten=f"{len(large)}, {max(large, default=0)}",
            one_island_split=f"{count + 1}, {largest}",
            all_land_counted=f"{count}, {land.bit_count()}",
        ),
    )


def _scattered(rng: Stream, cells: int, sixteenths: int) -> int:
    """Cells as bits, each of which is set with that chance: by four coins a cell, from the last digit of it on."""
    land = 0
    for digit in range(4):
        coins = rng.below(1 << cells)
        land = land | coins if sixteenths >> digit & 1 else land & coins
    return land


@cache
def _row(cells: int, width: int) -> tuple[str, list[Run]]:
    """A row of the grid, its first cell the lowest bit: as text, and the runs of land in it."""
    runs = []
    left = cells
    while left:
        start = left & -left
        run = left & ~(left + start)
        runs.append((run, run | run << 1 | run >> 1, start.bit_length(), run.bit_count()))
        left ^= run
    text = "".join([LAND if cells >> at & 1 else WATER for at in range(width)])
    return text, runs


def _united(rows: list[list[Run]]) -> tuple[Sizes, Sizes]:
    """For the first cell of each island its size, if cells must share a side and if a corner is enough: runs of land
    are united with those in the row above them.
    """
    firsts, lengths = list[tuple[int, int]](), list[int]()
    by_side, by_corner = list[int](), list[int]()
    above: list[tuple[int, int]] = []
    for row, runs in enumerate(rows, 1):
        here = []
        for run, wider, column, length in runs:
            at = len(firsts)
            firsts.append((row, column))
            lengths.append(length)
            by_side.append(at)
            by_corner.append(at)
            for other, before in above:
                if other & wider:
                    _unite(by_corner, before, at)
                    if other & run:
                        _unite(by_side, before, at)
            here.append((run, at))
        above = here
    return _totals(by_side, firsts, lengths), _totals(by_corner, firsts, lengths)


def _unite(leader: list[int], one: int, other: int) -> None:
    """Join two groups under the first of their runs; every run leads to it by smaller and smaller numbers."""
    while leader[one] != one:
        one = leader[one]
    while leader[other] != other:
        other = leader[other]
    leader[max(one, other)] = min(one, other)


def _totals(leader: list[int], firsts: list[tuple[int, int]], lengths: list[int]) -> Sizes:
    sizes: Sizes = {}
    led: list[tuple[int, int]] = []
    for at, before in enumerate(leader):
        first = firsts[at] if before == at else led[before]
        led.append(first)
        sizes[first] = sizes.get(first, 0) + lengths[at]
    return sizes


def check(facts: Facts, reply: str) -> Verdict:
    islands = _islands(tuple(facts["rows"]), facts["corners"])
    right = [len(islands), max(size for *_, size in islands)]
    return lists.judge(reply, lambda said: said == right)


@lru_cache(maxsize=64)
def _islands(rows: tuple[str, ...], corners: bool) -> Islands:
    """Each island is filled from its first cell on, until no more land is beside what is filled.

    Cells are bits, row after row, with one of water between two rows.
    """
    wide = len(rows[0]) + 1
    dry = int(WATER.join(rows)[::-1].translate(DIGITS), 2)  # backwards, for the highest digit comes first
    found = []
    while dry:
        filled, more = 0, dry & -dry
        first = more.bit_length() - 1
        while more:
            filled |= more
            across = more << 1 | more >> 1
            if corners:
                across |= more
                more = across | across << wide | across >> wide
            else:
                more = across | more << wide | more >> wide
            more &= dry & ~filled
        dry ^= filled
        found.append((first // wide + 1, first % wide + 1, filled.bit_count()))
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
