"""What a game is: a module with an immutable state and pure functions over it.

Games are found, not registered: every file of this folder is one, but this file and those whose name
starts with ``_``. A move is a number in ``range(MOVES)``; in text it is written from 1 upwards.

>>> game = load("connect_four")
>>> game.legal(game.read("444444"))
(0, 1, 2, 4, 5, 6)
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import numpy as np
import numpy.typing as npt

from simulators.core import NotFoundError, ProvenderError

S = TypeVar("S")
Planes = npt.NDArray[np.float32]


class IllegalMoveError(ProvenderError, ValueError):
    """A move that the rules forbid, or a text that is no list of moves."""


class Game(Protocol[S]):
    """A module of this folder. Player 0 moves first; the players take turns; no chance, nothing hidden."""

    NAME: str
    ROWS: int
    COLUMNS: int
    MOVES: int

    def new(self) -> S:
        """The state before the first move."""

    def legal(self, state: S) -> tuple[int, ...]:
        """The legal moves in increasing order; none when the game is over."""

    def play(self, state: S, move: int) -> S:
        """The state after a move. Raises IllegalMoveError."""

    def result(self, state: S) -> int | None:
        """1 if player 0 has won, -1 if player 1 has, 0 for a draw; None while the game runs."""

    def player(self, state: S) -> int:
        """Who is to move, 0 or 1."""

    def show(self, state: S) -> str:
        """The board in ASCII: X for player 0, O for player 1."""

    def read(self, moves: str) -> S:
        """The state after moves written as digits from 1. Raises IllegalMoveError."""

    def planes(self, state: S) -> Planes:
        """The stones of the player to move and of the other, shape (2, ROWS, COLUMNS), 0 or 1."""


@cache
def names() -> tuple[str, ...]:
    """The names of all games, sorted; nothing is imported.

    >>> {"connect_four", "tic_tac_toe"} <= set(names())
    True
    """
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(path.stem for path in files if path.stem != "core" and not path.stem.startswith("_")))


@cache
def load(name: str) -> Game[Any]:
    """The game of that name. Raises NotFoundError, naming the games there are."""
    if name not in names():
        raise NotFoundError(f"no game {name!r}; there are: {', '.join(names())}")
    return cast(Game[Any], importlib.import_module(f"simulators.games.{name}"))


def written(moves: Iterable[int]) -> str:
    """Moves as text, one digit each, counted from 1.

    >>> written((3, 3, 0))
    '441'
    """
    return "".join([str(move + 1) for move in moves])


def parsed(moves: str, count: int) -> list[int]:
    """The moves of a text of digits from 1 to ``count``. Raises IllegalMoveError, showing where it is not.

    >>> parsed("441", 7)
    [3, 3, 0]
    """
    found = []
    for place, digit in enumerate(moves, 1):
        if not "1" <= digit <= str(count):
            raise IllegalMoveError(f"expected digits from 1 to {count}, got {digit!r} at place {place} of {moves!r}")
        found.append(int(digit) - 1)
    return found


def plies(game: Game[S]) -> Iterator[Mapping[S, int]]:
    """After 0, 1, 2 … moves: every position that can stand on the board, with the number of ways to it.

    Ends with the longest game.
    """
    ways: Mapping[S, int] = {game.new(): 1}
    while ways:
        yield ways
        following: Counter[S] = Counter()
        for state, count in ways.items():
            for move in game.legal(state):
                following[game.play(state, move)] += count
        ways = following


def perft(game: Game[S], depth: int) -> list[int]:
    """How many sequences of 1, 2 … ``depth`` legal moves there are; a game that has ended goes no further.

    >>> perft(load("tic_tac_toe"), 6)
    [9, 72, 504, 3024, 15120, 54720]
    """
    return [sum(ways.values()) for ways in islice(plies(game), 1, depth + 1)]
