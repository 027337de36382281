"""The tactics families beyond the contract: that maker and checker agree on everything, not only on what was asked."""

from __future__ import annotations

import importlib

import pytest

from simulators import core
from simulators.checks.lines import Board, forces
from simulators.core import stream
from simulators.games import _connect_four_threats as threats
from simulators.games import connect_four
from simulators.games.core import IllegalMoveError, written
from simulators.tactics import connect_four_win, tic_tac_toe_best
from simulators.variants import judge

FAMILIES = [name for name in core.names() if name.startswith("tactics.")]


def random_positions(count: int) -> list[str]:
    """Positions of random games of Connect Four that still run."""
    found = []
    for index in range(count):
        rng = stream(9, "test/tactics", index)
        state, moves = connect_four.new(), []
        for _ in range(rng.integer(6, 34)):
            if not connect_four.legal(state):
                break
            moves.append(rng.choice(connect_four.legal(state)))
            state = connect_four.play(state, moves[-1])
        if connect_four.legal(state):
            found.append(written(moves))
    return found


@pytest.mark.parametrize("within", [1, 2, 3])
def test_bits_and_plain_board_agree_on_every_column(within: int) -> None:
    """The exhaustive searches of maker and checker: the same verdict on each legal column of 150 positions."""
    wins = 0
    for moves in random_positions(150):
        own, taken, _ = connect_four.read(moves)
        board = Board("connect_four", moves)
        for cell in threats.cells(threats.playable(taken)):
            forced = threats.wins_after(own, taken, cell, within)
            assert forced == forces(board, threats.column(cell), within)
            wins += forced
        assert threats.wins_within(own, taken, within) or not threats.forcing_line(own, taken, within)
    assert wins > 20


def test_every_column_that_wins_is_accepted() -> None:
    """Three stones with both ends free: either end wins."""
    problem = connect_four_win.pose("334455")
    assert problem is not None
    for reply, reward in (("2", 1), ("column 6", 1), ("Column 2.", 1), ("3", 0), ("0", 0), ("8", 0), ("2.5", 0)):
        assert connect_four_win.check(problem.facts, reply).reward == reward
    assert connect_four_win.check(problem.facts, "2 or 6").reward == 0


def test_a_full_column_does_not_win() -> None:
    """Nor does it crash."""
    problem = connect_four_win.pose("444444121212")
    assert problem is not None and problem.answer == "column 1"
    assert connect_four_win.check(problem.facts, "4").reward == 0


def test_a_board_that_was_not_reached_gets_no_verdict() -> None:
    """What the question shows is part of the proof."""
    for name in FAMILIES:
        family = core.load(name)
        problem = family.make(stream(1, name, 0), **family.settings(2))
        for changed in (
            {"board": problem.facts["board"].replace("X", "O", 1)},
            {"moves": problem.facts["moves"] + "z"},
        ):
            assert judge(family, {**problem.facts, **changed}, problem.answer).reward is None


@pytest.mark.parametrize("name", ["tactics.connect_four_win"])
@pytest.mark.parametrize("within", [0, -1, 5, 40, "2", None])
def test_a_search_too_deep_is_not_begun(name: str, within: object) -> None:
    """Facts that ask for it get no verdict at once."""
    family = core.load(name)
    problem = family.make(stream(1, family.name, 0), **family.settings(3))
    assert judge(family, {**problem.facts, "within": within}, "column 1").reward is None


def test_positions_without_a_choice_pose_nothing() -> None:
    """The empty board, a finished game, nothing to win."""
    assert connect_four_win.pose("") is None
    assert connect_four_win.pose("1212121") is None
    assert tic_tac_toe_best.pose("") is None
    assert tic_tac_toe_best.pose("14253") is None
    with pytest.raises(IllegalMoveError):
        connect_four_win.pose("44444444")


@pytest.mark.parametrize("name", FAMILIES)
def test_a_problem_knows_its_level(name: str) -> None:
    """The level by which self-play files it is the level at which it is made; and posing finds it again."""
    family = core.load(name)
    module = importlib.import_module(f"simulators.{name}")
    for level in range(1, len(family.levels) + 1):
        for index in range(5):
            problem = family.make(stream(2, name, index), **family.settings(level))
            assert module.level(problem.facts) == level
            assert module.pose(problem.facts["moves"]) == problem
