"""A kakuro: digits in crossing runs of which the sums are known, with exactly one solution."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby, permutations

from simulators.checks import fillings, grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles import _lines

VERSION = 1
# Rows and columns, and so many attempts to blacken a cell; digits are given until the solution can be deduced.
SHARED = {"grids.text": "how a grid is written"}
LEVELS = (
    {"rows": 2, "columns": 3, "black": 0},
    {"rows": 3, "columns": 3, "black": 1},
    {"rows": 3, "columns": 4, "black": 2},
    {"rows": 4, "columns": 4, "black": 5},
    {"rows": 5, "columns": 5, "black": 10},
)
EMPTY, BLACK = "_", "#"
NINE_DIGITS = 0b1111111110

Way = tuple[int, ...]


def make(rng: Stream, *, rows: int, columns: int, black: int) -> Problem:
    white = _layout(rng, rows, columns, black)
    runs = _runs(white, rows, columns)
    digits = _digits(rng, runs, rows * columns)
    ways = [_summing(len(run), sum(digits[cell] for cell in run)) for run in runs]
    grid = _lines.Deduction(runs, ways, 9, rows * columns)
    for cell in range(rows * columns):
        grid.masks[cell] = (1 << 9) - 1 if white[cell] else 0
    grid.deduce(range(len(runs)))
    shown = []
    while unknown := grid.open():
        shown.append(rng.choice(unknown))
        grid.reveal(shown[-1], 1 << digits[shown[-1]] - 1)
    cells = [str(digits[at]) if at in shown else EMPTY if white[at] else BLACK for at in range(rows * columns)]
    lines = [digits[at : at + columns] for at in range(0, rows * columns, columns)]
    answer = grids.text(lines)
    sums = [[*_ends(run, columns), sum(digits[cell] for cell in run)] for run in runs]
    a, b = rng.sample([cell for cell in range(rows * columns) if white[cell]], 2)
    return Problem(
        facts={
            "rows": ["".join(cells[at : at + columns]) for at in range(0, rows * columns, columns)],
            "across": [told[1:] for told in sums if told[0] == "row"],
            "down": [told[1:] for told in sums if told[0] == "column"],
        },
        answer=answer,
        steps=(*_told(grid, runs, digits, columns), Step("filled", {"grid": answer})),
        mistakes=mistakes(
            answer,
            down_ignored=grids.text([_exchanged(line, rng.below(columns - 1)) for line in lines]),
            one_too_many=_changed(digits, columns, a, digits[a] % 9 + 1),
            digit_repeated=_changed(digits, columns, a, digits[b]),
        ),
    )


def _exchanged(line: list[int], at: int) -> list[int]:
    """Two neighbours change places, unless one is black."""
    return [*line[:at], line[at + 1], line[at], *line[at + 2 :]] if line[at] and line[at + 1] else line


def _changed(digits: list[int], columns: int, cell: int, digit: int) -> str:
    digits = [*digits[:cell], digit, *digits[cell + 1 :]]
    return grids.text([digits[at : at + columns] for at in range(0, len(digits), columns)])


def _layout(rng: Stream, rows: int, columns: int, black: int) -> list[bool]:
    """Which cells are white: a cell is blackened where no run of a single cell comes of it."""
    white = [True] * (rows * columns)
    for cell in rng.sample(range(rows * columns), black):
        white[cell] = False
        covered = [other for run in _runs(white, rows, columns) for other in run]
        if len(covered) < 2 * sum(white):
            white[cell] = True
    return white


def _runs(white: Sequence[bool], rows: int, columns: int) -> list[Way]:
    """The runs of two or more white cells, across and then down."""
    across = [range(at, at + columns) for at in range(0, rows * columns, columns)]
    down = [range(at, rows * columns, columns) for at in range(columns)]
    runs = (tuple(run) for line in (*across, *down) for is_white, run in groupby(line, white.__getitem__) if is_white)
    return [run for run in runs if len(run) > 1]


def _digits(rng: Stream, runs: Sequence[Way], cells: int) -> list[int]:
    """Random digits, small and large ones above all: their sums leave the fewest possibilities."""
    digits = [0] * cells
    for cell in sorted({cell for run in runs for cell in run}):
        taken = {digits[other] for run in runs if cell in run for other in run}
        free = [digit for digit in range(1, 10) if digit not in taken]
        digits[cell] = rng.choice(free[:2] + free[-2:])
    return digits


@cache
def _summing(length: int, total: int) -> tuple[int, ...]:
    return _lines.packed(_by_sum(length).get(total, ()), 9)


@cache
def _by_sum(length: int) -> dict[int, list[Way]]:
    found: dict[int, list[Way]] = {}
    for way in permutations(range(1, 10), length):
        found.setdefault(sum(way), []).append(way)
    return found


def _ends(run: Way, columns: int) -> tuple[str, int, int, int]:
    """Whether the run lies in a row or in a column, in which, and where it begins and ends."""
    (row, column), (last_row, last_column) = divmod(run[0], columns), divmod(run[-1], columns)
    if row == last_row:
        return "row", row + 1, column + 1, last_column + 1
    return "column", column + 1, row + 1, last_row + 1


def _told(grid: _lines.Deduction, runs: Sequence[Way], digits: list[int], columns: int) -> list[Step]:
    steps = []
    for line, cell in grid.placed:
        kind = _ends(runs[line], columns)[0]
        claim = {"square": f"r{cell // columns + 1}c{cell % columns + 1}", "digit": digits[cell]}
        steps.append(Step(f"in_{kind}", {**claim, "sum": sum(digits[other] for other in runs[line])}))
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """Digits from 1 to 9 in the white cells and 0 in the black ones; no run repeats a digit or misses its sum."""
    rows = facts["rows"]
    return grids.judge(reply, len(rows), len(rows[0]), lambda grid: _holds(facts, grid))


def _holds(facts: Facts, grid: grids.Grid) -> bool:
    for row, line in zip(facts["rows"], grid, strict=True):
        for given, digit in zip(row, line, strict=True):
            fits = digit == 0 if given == BLACK else 1 <= digit <= 9 and given in (EMPTY, str(digit))
            if not fits:
                return False
    columns = list(zip(*grid, strict=True))
    runs = [(grid[row - 1][first - 1 : last], total) for row, first, last, total in facts["across"]]
    runs += [(list(columns[column - 1][first - 1 : last]), total) for column, first, last, total in facts["down"]]
    return all(sum(run) == total and len(set(run)) == len(run) for run, total in runs)


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(rows: tuple[str, ...], across: tuple[Way, ...], down: tuple[Way, ...]) -> list[dict[int, int]]:
    width = len(rows[0])
    lines = [tuple((row - 1) * width + at for at in range(first - 1, last)) for row, first, last, _ in across]
    lines += [tuple(at * width + column - 1 for at in range(first - 1, last)) for column, first, last, _ in down]
    given = "".join(rows)
    ways = []
    for line, (*_, total) in zip(lines, (*across, *down), strict=True):
        fits = _fitting(len(line), total, NINE_DIGITS)
        for place, cell in enumerate(line):
            if given[cell] != EMPTY:
                fits = [way for way in fits if way[place] == int(given[cell])]
        ways.append(fits)
    return fillings.fillings(lines, ways)


@cache
def _fitting(length: int, total: int, free: int) -> list[Way]:
    """The runs with that sum from the free digits (as bits), digit by digit."""
    if not length:
        return [()] if not total else []
    return [
        (digit, *rest)
        for digit in range(1, min(9, total) + 1)
        if free >> digit & 1
        for rest in _fitting(length - 1, total - digit, free & ~(1 << digit))
    ]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "filled":
        return check(facts, claim["grid"]).reward == 1
    across, down = (tuple(map(tuple, facts[side])) for side in ("across", "down"))
    row, column = map(int, claim["square"][1:].split("c"))
    line, place, runs = (row, column, across) if step.rule == "in_row" else (column, row, down)
    solutions = _solutions(tuple(facts["rows"]), across, down)
    return (
        len(solutions) == 1
        and solutions[0][(row - 1) * len(facts["rows"][0]) + column - 1] == claim["digit"]
        and any(
            number == line and first <= place <= last and total == claim["sum"] for number, first, last, total in runs
        )
    )
