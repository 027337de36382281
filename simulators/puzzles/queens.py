"""Queens on a chessboard, some of them placed: the only way to place the others so that none attacks another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, reduce
from itertools import islice
from operator import and_, or_

from simulators.checks import words
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
# So many queens are placed at first; more are placed until the others can be deduced.
LEVELS = (
    {"size": 8, "placed": 5},
    {"size": 9, "placed": 4},
    {"size": 10, "placed": 3},
    {"size": 11, "placed": 2},
    {"size": 12, "placed": 2},
)
LISTED = 10  # the largest board of which all placements are listed, 724 of them
SPACES = {1: 92 * (56 + 28 + 8)}  # solutions of eight queens, of which five, six or seven are shown


def make(rng: Stream, *, size: int, placed: int) -> Problem:
    columns = _placement(rng, size)
    free = [(1 << size) - 1] * size
    shown = rng.sample(range(size), placed)
    for row in shown:
        free = _without_attacked(free, row, columns[row])
    steps: list[Step] = []
    waiting = [row for row in range(size) if row not in shown]
    while waiting:
        found = next(_deduced(free, waiting), None)
        if found is None:
            row = rng.choice(waiting)
            shown.append(row)
        else:
            rule, row = found
            steps.append(Step(rule, {"row": row + 1, "column": columns[row] + 1}))
        free = _without_attacked(free, row, columns[row])
        waiting.remove(row)
    answer = _text(columns)
    row, other = rng.sample(range(size), 2)
    exchanged = columns.copy()
    exchanged[row], exchanged[other] = columns[other], columns[row]
    left = iter(sorted({*range(size)} - {columns[row] for row in shown}))
    return Problem(
        facts={"size": size, "placed": [[row + 1, columns[row] + 1] for row in sorted(shown)]},
        answer=answer,
        steps=(*steps, Step("all", {"columns": [column + 1 for column in columns]})),
        mistakes=mistakes(
            answer,
            diagonals_ignored=_text([columns[row] if row in shown else next(left) for row in range(size)]),
            two_exchanged=_text(exchanged),
            board_mirrored=_text([size - 1 - column for column in columns]),
        ),
    )


def _text(columns: Sequence[int]) -> str:
    return ", ".join([str(column + 1) for column in columns])


def _placement(rng: Stream, size: int) -> list[int]:
    """Queens that do not attack each other, row by row."""
    if size <= LISTED:
        return rng.choice(_placements(size))
    return next(_placed([rng.shuffled(range(size)) for _ in range(size)]))


@cache
def _placements(size: int) -> list[list[int]]:
    """All of them: a quick draw, where they are few."""
    return [*_placed([range(size)] * size)]


def _placed(
    orders: Sequence[Sequence[int]], columns: tuple[int, ...] = (), taken: int = 0, left: int = 0, right: int = 0
) -> Iterator[list[int]]:
    """The placements that begin with these columns; each row tries the columns in an order of its own."""
    if len(columns) == len(orders):
        yield [*columns]
        return
    for column in orders[len(columns)]:
        bit = 1 << column
        if not bit & (taken | left | right):
            yield from _placed(orders, (*columns, column), taken | bit, (left | bit) << 1, (right | bit) >> 1)


@cache
def _safe(size: int) -> list[list[list[int]]]:
    """By row and column of a queen: for each row the squares, as bits, that it does not attack."""
    return [
        [[_unattacked(size, row, column, other) for other in range(size)] for column in range(size)]
        for row in range(size)
    ]


def _unattacked(size: int, row: int, column: int, other: int) -> int:
    apart = abs(row - other)
    attacked = {column, column - apart, column + apart} if apart else {*range(size)} - {column}
    return sum(1 << square for square in range(size) if square not in attacked)


def _without_attacked(free: list[int], row: int, column: int) -> list[int]:
    return [*map(and_, free, _safe(len(free))[row][column])]


def _deduced(free: list[int], waiting: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Rows whose queen is certain, and why."""
    size = len(free)
    for row in waiting:
        if free[row] & free[row] - 1 == 0:
            yield "last_in_row", row
    once = twice = 0
    for squares in free:
        twice |= once & squares
        once |= squares
    alone = once & ~twice
    for row in waiting:
        if free[row] & alone:
            yield "last_in_column", row
    for row in sorted(waiting, key=lambda row: free[row].bit_count()):
        columns = (column for column in range(size) if free[row] >> column & 1)
        possible = (column for column in columns if _leaves_room(_without_attacked(free, row, column)))
        if len([*islice(possible, 2)]) == 1:
            yield "others_block", row


def _leaves_room(free: list[int]) -> bool:
    """Whether every row and every column still has a square."""
    return 0 not in free and reduce(or_, free) == (1 << len(free)) - 1


def check(facts: Facts, reply: str) -> Verdict:
    """One queen a row, no two in a column or on a diagonal, and the placed ones where they are."""
    columns = words.read_integers(reply)
    if columns is None:
        return wrong("expected the column of the queen in each row")
    return RIGHT if _is_placement(facts, columns) else wrong("these queens attack each other or leave out a given one")


def _is_placement(facts: Facts, columns: Sequence[int]) -> bool:
    size = facts["size"]
    rising = {row + column for row, column in enumerate(columns)}
    falling = {row - column for row, column in enumerate(columns)}
    return (
        len(columns) == size == len(rising) == len(falling)
        and sorted(columns) == list(range(1, size + 1))
        and all(columns[row - 1] == column for row, column in facts["placed"])
    )


@lru_cache(maxsize=64)  # every step asks for the same solution
def _completions(size: int, placed: tuple[tuple[int, int], ...]) -> list[list[int]]:
    """All ways to place the other queens, column by column from the left."""
    given = {column: row for row, column in placed}
    boards: list[list[int]] = [[]]
    for column in range(1, size + 1):
        # What a given queen attacks, before or behind this column, is out for all boards alike.
        attacked = {
            other + away for at, other in given.items() if at != column for away in (0, at - column, column - at)
        }
        rows = [row for row in range(1, size + 1) if row not in attacked and given.get(column, row) == row]
        boards = [
            [*board, row]
            for board in boards
            for row in rows
            if all(row != other and abs(row - other) != column - at for at, other in enumerate(board, 1))
        ]
    return boards


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "all":
        return _is_placement(facts, step.claim["columns"])
    boards = _completions(facts["size"], tuple(sorted(map(tuple, facts["placed"]))))
    row, column = step.claim["row"], step.claim["column"]
    return len(boards) == 1 and column >= 1 and boards[0][column - 1] == row


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "placed": rng.shuffled(facts["placed"])}


def canonical(facts: Facts) -> list[object]:
    return [facts["size"], sorted(facts["placed"])]
