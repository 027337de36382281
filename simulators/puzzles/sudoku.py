"""A sudoku of four, six or nine rows with exactly one solution."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
SHARED = ("_units",)  # what a row, a column and a box are
# Rows and columns of a box; so many empty cells, less those that must be given for the solution to be the only one.
LEVELS = (
    {"box": (2, 2), "empty": 6},
    {"box": (2, 2), "empty": 10},
    {"box": (2, 3), "empty": 14},
    {"box": (2, 3), "empty": 18},
    {"box": (3, 3), "empty": 36},
)
EMPTY, DIGITS = ".", "123456789"

Units = tuple[tuple[int, ...], ...]


@cache
def _units(height: int, width: int) -> Units:
    """Rows, columns and boxes as the numbers of their cells."""
    size = height * width
    rows = [tuple(range(row * size, (row + 1) * size)) for row in range(size)]
    columns = [tuple(range(column, size * size, size)) for column in range(size)]
    corners = product(range(0, size, height), range(0, size, width))
    boxes = [tuple((top + r) * size + left + c for r in range(height) for c in range(width)) for top, left in corners]
    return (*rows, *columns, *boxes)


@cache
def _units_of_cells(height: int, width: int) -> Units:
    """The numbers of the row, the column and the box of each cell."""
    units = _units(height, width)
    return tuple(tuple(at for at, unit in enumerate(units) if cell in unit) for cell in range((height * width) ** 2))


@cache
def _neighbours(height: int, width: int) -> Units:
    """For each cell the others that share a row, column or box with it."""
    units = _units(height, width)
    return tuple(
        tuple(sorted({other for unit in units if cell in unit for other in unit} - {cell}))
        for cell in range((height * width) ** 2)
    )


def make(rng: Stream, *, box: tuple[int, int], empty: int) -> Problem:
    height, width = box
    size = height * width
    solution = _solution(rng, height, width)
    puzzle = list(solution)
    cells = rng.sample(range(size * size), empty)
    for cell in cells:
        puzzle[cell] = 0
    # One digit after another is given back until the solution is the only one.
    units, of_cell = _units(height, width), _units_of_cells(height, width)
    while _count(puzzle, _lacking(puzzle, units, size), of_cell) > 1:
        cell = cells.pop()
        puzzle[cell] = solution[cell]
    rows = [_text(puzzle[at : at + size]) for at in range(0, size * size, size)]
    solved = [_text(solution[at : at + size]) for at in range(0, size * size, size)]
    answer = ", ".join(solved)
    return Problem(
        facts={"box": [height, width], "rows": rows},
        answer=answer,
        steps=tuple(Step("row", {"row": row, "digits": digits}) for row, digits in enumerate(solved, 1)),
        mistakes=mistakes(
            answer, columns_ignored=", ".join(map(_filled, rows)), rows_upside_down=", ".join(solved[::-1])
        ),
    )


def _solution(rng: Stream, height: int, width: int) -> list[int]:
    """A shifted pattern with its digits renamed, and its rows and columns shuffled within and across the boxes."""
    size = height * width
    digits = rng.shuffled(range(1, size + 1))
    rows = [band * height + row for band in rng.shuffled(range(width)) for row in rng.shuffled(range(height))]
    columns = [stack * width + column for stack in rng.shuffled(range(height)) for column in rng.shuffled(range(width))]
    return [digits[(width * (r % height) + r // height + c) % size] for r in rows for c in columns]


def _count(puzzle: list[int], free: list[int], units: Units, most: int = 2) -> int:
    """How many solutions there are, up to ``most``: the cell with the fewest candidates first.

    ``units`` are those of each cell, and ``free`` holds the digits that each unit lacks, as bits.
    """
    best, options = -1, 0
    for cell, digit in enumerate(puzzle):
        if not digit:
            row, column, box = units[cell]
            left = free[row] & free[column] & free[box]
            if best < 0 or left.bit_count() < options.bit_count():
                best, options = cell, left
                if options & options - 1 == 0:
                    break
    if best < 0:
        return 1
    found = 0
    while options and found < most:
        bit = options & -options
        options ^= bit
        puzzle[best] = bit.bit_length()
        for unit in units[best]:
            free[unit] ^= bit
        found += _count(puzzle, free, units, most - found)
        for unit in units[best]:
            free[unit] ^= bit
    puzzle[best] = 0
    return found


def _lacking(puzzle: list[int], units: Units, size: int) -> list[int]:
    """The digits that each row, column and box lacks, as bits: bit 0 for digit 1."""
    return [(1 << size) - 1 ^ sum([1 << puzzle[cell] for cell in unit if puzzle[cell]]) >> 1 for unit in units]


def _text(digits: list[int]) -> str:
    return "".join(str(digit) if digit else EMPTY for digit in digits)


def _filled(row: str) -> str:
    """The row with its missing digits put in by size, as if the columns did not matter."""
    missing = iter([digit for digit in map(str, range(1, len(row) + 1)) if digit not in row])
    return "".join(next(missing) if cell == EMPTY else cell for cell in row)


def check(facts: Facts, reply: str) -> Verdict:
    """Every row, column and box holds every digit, and the given ones stand where they stood."""
    return words.judge_list(reply, lambda rows: _is_solution(facts, "".join(rows)))


def _is_solution(facts: Facts, cells: str) -> bool:
    height, width = facts["box"]
    given = "".join(facts["rows"])
    every = {*DIGITS[: height * width]}
    return (
        len(cells) == len(given)
        and all(known in (EMPTY, cell) for known, cell in zip(given, cells, strict=True))
        and all({cells[at] for at in unit} == every for unit in _units(height, width))
    )


@lru_cache(maxsize=256)  # every step asks for the same solution
def _solved(box: tuple[int, int], given: str) -> list[str]:
    """All solutions, by trying digits from the first empty cell on."""
    cell = given.find(EMPTY)
    if cell < 0:
        return [given]
    seen = {given[other] for other in _neighbours(*box)[cell]}
    return [
        whole
        for digit in DIGITS[: box[0] * box[1]]
        if digit not in seen
        for whole in _solved.__wrapped__(box, given[:cell] + digit + given[cell + 1 :])
    ]


def check_step(facts: Facts, step: Step) -> bool:
    height, width = facts["box"]
    solutions = _solved((height, width), "".join(facts["rows"]))
    size, row = height * width, step.claim["row"]
    return len(solutions) == 1 and row >= 1 and step.claim["digits"] == solutions[0][(row - 1) * size : row * size]


def canonical(facts: Facts) -> list[object]:
    """The digits renamed in the order in which they first come."""
    names: dict[str, str] = {EMPTY: EMPTY}
    rows = ["".join(names.setdefault(cell, str(len(names))) for cell in row) for row in facts["rows"]]
    return [*facts["box"], rows]
