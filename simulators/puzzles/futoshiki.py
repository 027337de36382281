"""A futoshiki: a Latin square with signs between neighbouring cells, and exactly one solution."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise, permutations

from simulators.checks import fillings, grids
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.puzzles import _lines

VERSION = 1
# So many signs and given numbers at first; more numbers are given until the solution can be deduced.
SHARED = {"grids.text": "how a grid is written"}
LEVELS = (
    {"size": 4, "signs": 6, "given": 5},
    {"size": 4, "signs": 8, "given": 1},
    {"size": 5, "signs": 12, "given": 4},
    {"size": 5, "signs": 15, "given": 0},
    {"size": 6, "signs": 22, "given": 2},
)
EMPTY, NO_SIGN = "_", " "


def make(rng: Stream, *, size: int, signs: int, given: int) -> Problem:
    square = _lines.latin_square(rng, size)
    across = [[NO_SIGN] * (size - 1) for _ in range(size)]
    down = [[NO_SIGN] * size for _ in range(size - 1)]
    for place in rng.sample(range(2 * size * (size - 1)), signs):
        if place < size * (size - 1):
            row, column = divmod(place, size - 1)
            first, second = square[row * size + column : row * size + column + 2]
            across[row][column] = "<" if first < second else ">"
        else:
            row, column = divmod(place - size * (size - 1), size)
            down[row][column] = "^" if square[row * size + column] < square[row * size + size + column] else "v"
    patterns = ["".join(row) for row in across]
    patterns += ["".join(column).replace("^", "<").replace("v", ">") for column in zip(*down, strict=True)]
    grid = _lines.Deduction(_lines.rows_and_columns(size), [_orders(size, p) for p in patterns], size, size * size)
    shown = rng.sample(range(size * size), given)
    for cell in shown:
        grid.masks[cell] = 1 << square[cell] - 1
    grid.deduce(range(2 * size))
    while unknown := grid.open():
        shown.append(rng.choice(unknown))
        grid.reveal(shown[-1], 1 << square[shown[-1]] - 1)
    rows = [square[at : at + size] for at in range(0, size * size, size)]
    cells = [str(number) if cell in shown else EMPTY for cell, number in enumerate(square)]
    answer = grids.text(rows)
    return Problem(
        facts={
            "rows": ["".join(cells[at : at + size]) for at in range(0, size * size, size)],
            "across": ["".join(row) for row in across],
            "down": ["".join(row) for row in down],
        },
        answer=answer,
        steps=(*_lines.placements(grid, square, size), Step("filled", {"grid": answer})),
        mistakes=mistakes(answer, **_lines.damaged(rng, rows)),
    )


@cache
def _orders(size: int, pattern: str) -> tuple[int, ...]:
    """The orders of a line that fit its signs."""
    at, sign = _last_sign(pattern)
    if at < 0:
        return _lines.packed(_lines.orders(size), size)
    # A number is one of so many bits: the larger the number, the larger the bits.
    some, place, full = _orders(size, pattern[:at] + NO_SIGN + pattern[at + 1 :]), at * size, (1 << size) - 1
    if sign == "<":
        return tuple([way for way in some if way >> place & full < way >> place + size & full])
    return tuple([way for way in some if way >> place & full > way >> place + size & full])


def _last_sign(pattern: str) -> tuple[int, str]:
    at = max(pattern.rfind("<"), pattern.rfind(">"))
    return at, pattern[at:][:1]


def check(facts: Facts, reply: str) -> Verdict:
    """Every row and column holds every number, the given ones stand where they stood, and every sign holds."""
    size = len(facts["rows"])
    return grids.judge(reply, size, size, lambda grid: _holds(facts, grid))


def _holds(facts: Facts, grid: grids.Grid) -> bool:
    every = set(range(1, len(grid) + 1))
    columns = list(zip(*grid, strict=True))
    return (
        all(set(line) == every for line in (*grid, *columns))
        and all(
            given in (EMPTY, str(number))
            for row, line in zip(facts["rows"], grid, strict=True)
            for given, number in zip(row, line, strict=True)
        )
        and all(_ordered(line, signs) for line, signs in zip(grid, facts["across"], strict=True))
        and all(_ordered(line, signs) for line, signs in zip(columns, zip(*facts["down"], strict=True), strict=True))
    )


def _ordered(line: Sequence[int], signs: Sequence[str]) -> bool:
    return all(
        first < second if sign in "<^" else first > second
        for (first, second), sign in zip(pairwise(line), signs, strict=True)
        if sign != NO_SIGN
    )


@lru_cache(maxsize=64)  # every step asks for the same solution
def _solutions(rows: tuple[str, ...], across: tuple[str, ...], down: tuple[str, ...]) -> list[dict[int, int]]:
    size = len(rows)
    lines = [range(row * size, (row + 1) * size) for row in range(size)]
    lines += [range(column, size * size, size) for column in range(size)]
    given = [*rows, *map("".join, zip(*rows, strict=True))]
    signs = [*across, *("".join(column).replace("^", "<").replace("v", ">") for column in zip(*down, strict=True))]
    ways = list(map(_ways, given, signs))
    return fillings.fillings(lines, ways)


@lru_cache(maxsize=4096)
def _ways(given: str, signs: str) -> list[tuple[int, ...]]:
    """The orders of a line that have the given numbers and fit the signs: one of these after the other is put in."""
    for place, number in enumerate(given):
        if number != EMPTY:
            without = given[:place] + EMPTY + given[place + 1 :]
            return [way for way in _ways(without, signs) if way[place] == int(number)]
    for at, sign in enumerate(signs):
        if sign != NO_SIGN:
            less = _ways(given, signs[:at] + NO_SIGN + signs[at + 1 :])
            return [way for way in less if (way[at] < way[at + 1]) == (sign == "<")]
    return [*permutations(range(1, len(given) + 1))]


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "filled":
        return check(facts, claim["grid"]).reward == 1
    size, row, column = len(facts["rows"]), claim["row"], claim["column"]
    solutions = _solutions(tuple(facts["rows"]), tuple(facts["across"]), tuple(facts["down"]))
    inside = 1 <= row <= size and 1 <= column <= size
    return inside and len(solutions) == 1 and solutions[0][(row - 1) * size + column - 1] == claim["number"]
