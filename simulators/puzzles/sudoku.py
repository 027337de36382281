"""A sudoku of four, six or nine rows with exactly one solution."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import permutations, product
from operator import itemgetter

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 2
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
Reader = Callable[[str], tuple[str, ...]]  # of some cells out of all


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
def _readers(height: int, width: int) -> list[Reader]:
    """What reads each row, column and box."""
    return [itemgetter(*unit) for unit in _units(height, width)]


@cache
def _around(height: int, width: int) -> list[Reader]:
    """For each cell what reads the others that share a row, column or box with it."""
    units = _units(height, width)
    return [
        itemgetter(*{other for unit in units if cell in unit for other in unit} - {cell})
        for cell in range((height * width) ** 2)
    ]


def make(rng: Stream, *, box: tuple[int, int], empty: int) -> Problem:
    height, width = box
    size = height * width
    solution = _solution(rng, height, width)
    cells = rng.sample(range(size * size), empty)
    of_cell = _units_of_cells(height, width)
    lacking = [0] * (3 * size)  # the digits that each unit lacks, as bits
    for cell in cells:
        for unit in of_cell[cell]:
            lacking[unit] |= 1 << int(solution[cell])
    # One digit after another is given back until the solution is the only one.
    while _count([of_cell[cell] for cell in cells], lacking.copy()) > 1:
        cell = cells.pop()
        for unit in of_cell[cell]:
            lacking[unit] ^= 1 << int(solution[cell])
    puzzle = [*solution]
    for cell in cells:
        puzzle[cell] = EMPTY
    rows = ["".join(puzzle[at : at + size]) for at in range(0, size * size, size)]
    solved = [solution[at : at + size] for at in range(0, size * size, size)]
    answer = ", ".join(solved)
    return Problem(
        facts={"box": [height, width], "rows": rows},
        answer=answer,
        steps=tuple([Step("row", {"row": row, "digits": digits}) for row, digits in enumerate(solved, 1)]),
        mistakes=mistakes(
            answer, columns_ignored=", ".join(map(_filled, rows)), rows_upside_down=", ".join(solved[::-1])
        ),
    )


def _solution(rng: Stream, height: int, width: int) -> str:
    """A shifted pattern with its digits renamed, and its rows and columns shuffled within and across the boxes."""
    size = height * width
    digits = rng.shuffled(DIGITS[:size]) * 2
    rows, columns = rng.choice(_orders(width, height)), rng.choice(_orders(height, width))
    shifts = [width * (row % height) + row // height for row in rows]
    return "".join([digits[shift + column] for shift in shifts for column in columns])


@cache
def _orders(boxes: int, size: int) -> list[tuple[int, ...]]:
    """All orders of so many boxes' rows, or columns, that leave together what is in one box."""
    return [
        tuple(box * size + at for box, order in zip(across, within, strict=True) for at in order)
        for across in permutations(range(boxes))
        for within in product([*permutations(range(size))], repeat=boxes)
    ]


def _count(cells: Sequence[tuple[int, ...]], lacking: list[int], most: int = 2) -> int:
    """How many solutions there are, up to ``most``: cells with one candidate first, then that with the fewest.

    ``cells`` are the empty ones, each as its units, and ``lacking`` holds the digits that each unit lacks, as bits.
    """
    waiting: Sequence[tuple[int, ...]] = ()
    while len(waiting) != len(cells):
        waiting, cells = cells, []
        for units in waiting:
            row, column, box = units
            options = lacking[row] & lacking[column] & lacking[box]
            if options & options - 1:
                cells.append(units)
            elif options:
                lacking[row] ^= options
                lacking[column] ^= options
                lacking[box] ^= options
            else:
                return 0
    if not cells:
        return 1
    options, least = min(
        [(lacking[row] & lacking[column] & lacking[box], (row, column, box)) for row, column, box in cells],
        key=lambda pair: pair[0].bit_count(),
    )
    found = 0
    others = [units for units in cells if units != least]
    while options and found < most:
        bit = options & -options
        options ^= bit
        after = lacking.copy()
        for unit in least:
            after[unit] ^= bit
        found += _count(others, after, most - found)
    return found


def _filled(row: str) -> str:
    """The row with its missing digits put in by size, as if the columns did not matter."""
    for digit in DIGITS[: len(row)]:
        if digit not in row:
            row = row.replace(EMPTY, digit, 1)
    return row


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
        and all(set(unit(cells)) == every for unit in _readers(height, width))
    )


@lru_cache(maxsize=256)  # every step asks for the same solution
def _solved(box: tuple[int, int], given: str) -> list[str]:
    """All solutions, by trying digits from the first empty cell on."""
    cell = given.find(EMPTY)
    if cell < 0:
        return [given]
    seen = set(_around(*box)[cell](given))
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
