"""Tic-tac-toe: three in a row, column or diagonal wins.

A move is a cell, counted by rows from the top left. The stones of a player are the bits of an integer,
bit ``cell`` for each.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulators.games.core import IllegalMoveError, Planes, parsed

NAME = "tic_tac_toe"
ROWS, COLUMNS, MOVES = 3, 3, 9

_FULL = 0b111_111_111
_LINES = (0b111, 0b111_000, 0b111_000_000, 0b001_001_001, 0b010_010_010, 0b100_100_100, 0b100_010_001, 0b001_010_100)
_WON = tuple(any(stones & line == line for line in _LINES) for stones in range(_FULL + 1))
_EMPTY = tuple(tuple(cell for cell in range(9) if not taken >> cell & 1) for taken in range(_FULL + 1))


class State(NamedTuple):
    """``own``: stones of the player to move; ``other``: of the one who moved last."""

    own: int = 0
    other: int = 0


def new() -> State:
    return State()


def legal(state: State) -> tuple[int, ...]:
    own, other = state
    return () if _WON[other] else _EMPTY[own | other]


def play(state: State, move: int) -> State:
    own, other = state
    if _WON[other] or not 0 <= move < 9 or (own | other) >> move & 1:
        raise IllegalMoveError(_refusal(state, move))
    return State(other, own | 1 << move)


def _refusal(state: State, move: int) -> str:
    if result(state) is not None:
        return f"the game is over: no move in cell {move + 1}\n{show(state)}"
    empty = ", ".join(str(cell + 1) for cell in legal(state))
    return f"cell {move + 1} is not empty; the empty cells are: {empty}\n{show(state)}"


def result(state: State) -> int | None:
    own, other = state
    if _WON[other]:
        return -1 if player(state) == 0 else 1
    return 0 if own | other == _FULL else None


def player(state: State) -> int:
    return (state.own | state.other).bit_count() & 1


def show(state: State) -> str:
    """Three lines of three.

    >>> print(show(read("519")))
    O . .
    . X .
    . . X
    """
    first, second = state if player(state) == 0 else (state.other, state.own)
    signs = ["X" if first >> cell & 1 else "O" if second >> cell & 1 else "." for cell in range(9)]
    return "\n".join(" ".join(signs[row : row + 3]) for row in (0, 3, 6))


def read(moves: str) -> State:
    state = new()
    for move in parsed(moves, MOVES):
        state = play(state, move)
    return state


def planes(state: State) -> Planes:
    """Shape (2, 3, 3): the stones of the player to move, then of the other; the top row first."""
    bits = [[stones >> cell & 1 for cell in range(9)] for stones in state]
    return np.array(bits, np.float32).reshape(2, ROWS, COLUMNS)
