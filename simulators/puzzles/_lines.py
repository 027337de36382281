"""Solves grids by deduction alone, line by line, so that what is deduced is the only solution.

A cell is a mask of the numbers that it may still hold. A way to fill a line is one integer: for each of its cells, from
the first on, ``width`` bits of which one is set. A line keeps the ways that its cells allow, and its cells keep the
numbers that some way has; the puzzle is solved when every cell keeps one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, reduce
from itertools import permutations
from operator import or_

from simulators.core import Step, Stream

Way = tuple[int, ...]


def packed(ways: Iterable[Sequence[int]], width: int) -> tuple[int, ...]:
    """Ways to fill a line with numbers from 1 on (or from 0, which is told as number ``width``), as integers.

    >>> [bin(way) for way in packed([(1, 3)], 3)]
    ['0b100001']
    """
    return tuple(sum(1 << (number - 1) % width + width * place for place, number in enumerate(way)) for way in ways)


@cache
def orders(size: int) -> tuple[Way, ...]:
    """All orders of the numbers from 1 to ``size``."""
    return tuple(permutations(range(1, size + 1)))


@cache
def _packed_orders(size: int) -> tuple[int, ...]:
    return packed(orders(size), size)


@cache
def rows_and_columns(size: int) -> tuple[Way, ...]:
    """The cells of each row, then of each column, of a square."""
    rows = [tuple(range(row * size, (row + 1) * size)) for row in range(size)]
    return (*rows, *zip(*rows, strict=True))


def latin_square(rng: Stream, size: int) -> list[int]:
    """The cells of a Latin square, row by row: any rows that do not clash can be completed (Hall's theorem)."""
    ways: Sequence[int] = _packed_orders(size)
    square = []
    for _ in range(size):
        row = rng.choice(ways)
        ways = [way for way in ways if not way & row]
        for _ in range(size):
            square.append((row & (1 << size) - 1).bit_length())
            row >>= size
    return square


def placements(grid: Deduction, square: Sequence[int], size: int) -> list[Step]:
    """A step for each cell of a square that was deduced, from its row or from its column."""
    return [
        Step(
            "in_row" if line < size else "in_column",
            {"row": cell // size + 1, "column": cell % size + 1, "number": square[cell]},
        )
        for line, cell in grid.placed
    ]


def damaged(rng: Stream, rows: list[list[int]]) -> dict[str, str]:
    """Wrong answers near a square's rows: two numbers confused, two cells of a row exchanged, the rows upside down."""
    size = len(rows)
    low = rng.integer(1, size - 1)
    other = {low: low + 1, low + 1: low}
    row, column = rng.below(size), rng.below(size - 1)
    exchanged = [list(line) for line in rows]
    exchanged[row][column], exchanged[row][column + 1] = rows[row][column + 1], rows[row][column]
    return {
        "numbers_confused": _text([[other.get(number, number) for number in line] for line in rows]),
        "columns_ignored": _text(exchanged),
        "rows_upside_down": _text(rows[::-1]),
    }


def _text(rows: Sequence[Sequence[int]]) -> str:
    return " / ".join([" ".join(map(str, row)) for row in rows])


class Deduction:
    """What is known of a grid, and in which line each cell became known.

    ``masks`` may be narrowed from outside; :meth:`reveal` does it for one cell.
    """

    def __init__(self, lines: Sequence[Way], ways: Sequence[Sequence[int]], width: int, cells: int) -> None:
        self.masks = [(1 << width) - 1] * cells
        self.placed: list[tuple[int, int]] = []
        self._lines, self._ways, self._width = lines, list(ways), width
        self._through: list[dict[int, None]] = [{} for _ in range(cells)]
        for at, line in enumerate(lines):
            for cell in line:
                self._through[cell][at] = None

    def reveal(self, cell: int, mask: int) -> None:
        """Give away what a cell holds, and deduce on."""
        self.masks[cell] = mask
        self.deduce(self._through[cell])

    def open(self) -> list[int]:
        """The cells that are not known."""
        return [cell for cell, mask in enumerate(self.masks) if mask & mask - 1]

    def deduce(self, waiting: Iterable[int]) -> None:
        """Look at the lines that wait, and at those that cross a cell of which more is known, until nothing changes."""
        masks, width, full = self.masks, self._width, (1 << self._width) - 1
        queue = dict.fromkeys(waiting)
        while queue:
            at = next(iter(queue))
            del queue[at]
            line = self._lines[at]
            known = 0
            for cell in reversed(line):
                known = known << width | masks[cell]
            open_numbers = known.bit_count()
            if open_numbers == len(line):
                continue  # nothing is left to be found in it
            if open_numbers < len(line) * width:
                banned = ~known
                self._ways[at] = [way for way in self._ways[at] if not way & banned]
            left = reduce(or_, self._ways[at])
            if left == known:
                continue
            for cell in line:
                mask = left & full
                left >>= width
                if mask != masks[cell]:
                    masks[cell] = mask
                    queue.update(self._through[cell])
                    if mask & mask - 1 == 0:
                        self.placed.append((at, cell))
            queue.pop(at, None)
