"""Connect Four: stones fall to the lowest free place of a column; four in a line win.

A move is a column from the left. The stones of a player are the bits of an integer: bit ``7 * column +
row``, rows from the bottom. The seventh bit of each column stays empty, so no line runs from the top of
one column into the next.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulators.games.core import IllegalMoveError, Planes, parsed

NAME = "connect_four"
ROWS, COLUMNS, MOVES = 6, 7, 7

_BOTTOM = tuple(1 << 7 * column for column in range(7))
_TOP = tuple(1 << 7 * column + 5 for column in range(7))
_TOP_ROW = sum(_TOP)
_ANYWHERE = tuple(range(7))


class State(NamedTuple):
    """``own``: stones of the player to move; ``taken``: of both; ``won``: the last move made four."""

    own: int = 0
    taken: int = 0
    won: bool = False


def new() -> State:
    return State()


def legal(state: State) -> tuple[int, ...]:
    _, taken, won = state
    if won:
        return ()
    if not taken & _TOP_ROW:
        return _ANYWHERE
    return tuple([column for column in _ANYWHERE if not taken & _TOP[column]])


def play(state: State, move: int) -> State:
    own, taken, won = state
    if won or not 0 <= move < 7 or taken & _TOP[move]:
        raise IllegalMoveError(_refusal(state, move))
    # Adding one to the foot of a column carries up to its first free place.
    after = taken | taken + _BOTTOM[move]
    return State(taken ^ own, after, four(own | after ^ taken))


def four(stones: int) -> bool:
    """Whether four of the stones stand in a line.

    >>> four(0b1111), four(0b11101)
    (True, False)
    """
    upright = stones & stones >> 1
    level = stones & stones >> 7
    falling = stones & stones >> 6
    rising = stones & stones >> 8
    return bool(upright & upright >> 2 | level & level >> 14 | falling & falling >> 12 | rising & rising >> 16)


def _refusal(state: State, move: int) -> str:
    if result(state) is not None:
        return f"the game is over: no move in column {move + 1}\n{show(state)}"
    free = ", ".join(str(column + 1) for column in legal(state))
    return f"column {move + 1} is not free; the free columns are: {free}\n{show(state)}"


def result(state: State) -> int | None:
    _, taken, won = state
    if won:
        return -1 if player(state) == 0 else 1
    return 0 if taken & _TOP_ROW == _TOP_ROW else None


def player(state: State) -> int:
    return state.taken.bit_count() & 1


def show(state: State) -> str:
    """Six lines of seven, the top row first, and the numbers of the columns.

    >>> print(show(read("4453")))
    . . . . . . .
    . . . . . . .
    . . . . . . .
    . . . . . . .
    . . . O . . .
    . . O X X . .
    1 2 3 4 5 6 7
    """
    own, taken, _ = state
    first = own if player(state) == 0 else own ^ taken
    signs = ["X" if first >> at & 1 else "O" if taken >> at & 1 else "." for at in range(49)]
    rows = [" ".join(signs[row::7]) for row in reversed(range(ROWS))]
    return "\n".join([*rows, "1 2 3 4 5 6 7"])


def read(moves: str) -> State:
    state = new()
    for move in parsed(moves, MOVES):
        state = play(state, move)
    return state


def planes(state: State) -> Planes:
    """Shape (2, 6, 7): the stones of the player to move, then of the other; the top row first."""
    own, taken, _ = state
    bits = [
        [[stones >> 7 * column + row & 1 for column in range(COLUMNS)] for row in reversed(range(ROWS))]
        for stones in (own, own ^ taken)
    ]
    return np.array(bits, np.float32)
