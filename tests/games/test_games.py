"""Every game against the plain referee, and what its functions promise."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from simulators.checks import lines
from simulators.checks.lines import Board
from simulators.core import NotFoundError, stream
from simulators.games import connect_four, core, tic_tac_toe
from simulators.games.core import IllegalMoveError
from simulators.games.tic_tac_toe import State

each_game = pytest.mark.parametrize("name", core.names())


@each_game
def test_random_games_agree_with_the_referee_at_every_ply(name: str) -> None:
    """Legal moves, whose turn it is, the board and the result, in 300 whole games."""
    game = core.load(name)
    ends = set()
    for index in range(300):
        rng = stream(3, f"test/{name}", index)
        state, board = game.new(), Board(name)
        while True:
            assert list(game.legal(state)) == board.legal()
            assert game.result(state) == board.outcome()
            assert game.show(state) == board.show()
            assert game.player(state) == "XO".index(board.turn)
            if not game.legal(state):
                break
            move = rng.choice(game.legal(state))
            state = game.play(state, move)
            board.play(move)
        ends.add(game.result(state))
    assert ends >= {1, -1}


def test_the_referee_finds_every_line() -> None:
    """A stone wins exactly where it completes one of the lines, in all 69 + 8 of them."""
    for name, count in (("connect_four", 69), ("tic_tac_toe", 8)):
        every = lines.lines(lines.RULES[name])
        assert len(set(every)) == count
        for line in every:
            for last in line:
                board = Board(name)
                for cell in line:
                    board.cells[cell] = "." if cell == last else "X"
                move = last % 7 if name == "connect_four" else last
                board.free[move] = [last]
                assert board.wins(move)
                assert not board.wins(move, "O")


@each_game
def test_a_whole_game_shows_in_the_planes(name: str) -> None:
    """The planes hold the stones of the player to move and of the other, as on the board shown."""
    game = core.load(name)
    rng = stream(4, "test/planes", 0)
    state = game.new()
    while game.legal(state):
        state = game.play(state, rng.choice(game.legal(state)))
        planes = game.planes(state)
        assert planes.shape == (2, game.ROWS, game.COLUMNS)
        assert planes.dtype == np.float32
        rows = [line.split() for line in game.show(state).split("\n")[: game.ROWS]]
        for plane, mark in zip(planes, "XO" if game.player(state) == 0 else "OX", strict=True):
            assert plane.tolist() == [[float(sign == mark) for sign in row] for row in rows]


@each_game
def test_moves_written_are_read_back(name: str) -> None:
    """The text of the moves leads to the same state."""
    game = core.load(name)
    rng = stream(5, "test/read", 0)
    state, moves = game.new(), []
    while game.legal(state):
        moves.append(rng.choice(game.legal(state)))
        state = game.play(state, moves[-1])
        assert game.read(core.written(moves)) == state


@pytest.mark.parametrize(
    ("name", "moves", "says"),
    [
        ("connect_four", "4444444", "column 4 is not free; the free columns are: 1, 2, 3, 5, 6, 7"),
        ("connect_four", "12121217", "the game is over: no move in column 7"),
        ("connect_four", "448", "expected digits from 1 to 7, got '8' at place 3 of '448'"),
        ("connect_four", "4٣", "got '٣' at place 2"),
        ("tic_tac_toe", "55", "cell 5 is not empty; the empty cells are: 1, 2, 3, 4, 6, 7, 8, 9"),
        ("tic_tac_toe", "142536", "the game is over: no move in cell 6"),
        ("tic_tac_toe", "5 1", "got ' ' at place 2 of '5 1'"),
    ],
)
def test_an_illegal_move_is_refused_with_a_sentence(name: str, moves: str, says: str) -> None:
    """It says what is wrong and what could have been played."""
    with pytest.raises(IllegalMoveError, match=says.replace("(", r"\(")):
        core.load(name).read(moves)
    with pytest.raises(ValueError, match="no legal move"):
        Board(name, moves)


@pytest.mark.parametrize("move", [-1, 7, 9, 100])
def test_a_move_off_the_board_is_refused(move: int) -> None:
    """Also one that Python would take as an index from the end."""
    with pytest.raises(IllegalMoveError):
        connect_four.play(connect_four.new(), move)
    if move != 7:
        with pytest.raises(IllegalMoveError):
            tic_tac_toe.play(tic_tac_toe.new(), move)


def test_an_unknown_game_is_named_with_those_there_are() -> None:
    """The error lists the games."""
    with pytest.raises(NotFoundError, match="no game 'ludo'; there are: connect_four, tic_tac_toe"):
        core.load("ludo")


def test_tic_tac_toe_is_a_draw_of_5478_positions_and_765_up_to_symmetry() -> None:
    """By exhaustive search."""

    @cache
    def value(state: State) -> int:
        result = tic_tac_toe.result(state)
        if result is not None:
            return result
        values = [value(tic_tac_toe.play(state, move)) for move in tic_tac_toe.legal(state)]
        return max(values) if tic_tac_toe.player(state) == 0 else min(values)

    assert value(tic_tac_toe.new()) == 0
    boards = [tic_tac_toe.planes(state) for ways in core.plies(tic_tac_toe) for state in ways]
    assert len(boards) == 5478
    forms = {
        min(np.rot90(side, turns, (1, 2)).tobytes() for turns in range(4) for side in (board, board[:, ::-1]))
        for board in boards
    }
    assert len(forms) == 765
