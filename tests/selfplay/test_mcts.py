"""The search: that it is deterministic, sees what is near, and plays well."""

from __future__ import annotations

import pytest

from simulators.core import ProvenderError, stream
from simulators.games import connect_four, core, tic_tac_toe
from synth.selfplay import mcts, play


@pytest.mark.parametrize("name", core.names())
def test_a_search_is_the_same_each_time_and_counts_every_simulation(name: str) -> None:
    """Same stream, same visits; another stream, other visits; as many visits as simulations."""
    game = core.load(name)
    first, again, other = (
        mcts.search(game, game.new(), simulations=150, rng=stream(1, "test", index)) for index in (0, 0, 1)
    )
    assert first == again != other
    assert sum(first) == sum(other) == 150
    assert len(first) == len(game.legal(game.new()))


@pytest.mark.parametrize(("name", "moves", "wins"), [("connect_four", "121212", "1"), ("tic_tac_toe", "1425", "3")])
def test_a_win_in_one_gets_every_visit(name: str, moves: str, wins: str) -> None:
    """Whatever the number of simulations."""
    game = core.load(name)
    state = game.read(moves)
    visits = dict(
        zip(game.legal(state), mcts.search(game, state, simulations=5, rng=stream(1, "test", 0)), strict=True)
    )
    assert {move for move, count in visits.items() if count} == set(core.parsed(wins, game.MOVES))
    assert sum(visits.values()) == 5


@pytest.mark.parametrize(("name", "moves", "block"), [("connect_four", "12121", 0), ("tic_tac_toe", "142", 2)])
def test_a_win_of_the_other_side_is_stopped(name: str, moves: str, block: int) -> None:
    """With 100 simulations the one defence is visited most."""
    game = core.load(name)
    state = game.read(moves)
    visits = mcts.search(game, state, simulations=100, rng=stream(2, "test", 0))
    assert game.legal(state)[visits.index(max(visits))] == block


def test_fewer_simulations_than_moves_are_enough() -> None:
    """Moves not tried have no visits."""
    visits = mcts.search(connect_four, connect_four.new(), simulations=3, rng=stream(1, "test", 0))
    assert sorted(visits) == [0, 0, 0, 0, 1, 1, 1]


def test_a_finished_game_or_no_simulation_is_refused() -> None:
    """There is nothing to search."""
    with pytest.raises(ProvenderError, match="expected a game that runs"):
        mcts.search(connect_four, connect_four.read("1212121"), simulations=9, rng=stream(1, "test", 0))
    with pytest.raises(ProvenderError, match="at least one simulation, got 0"):
        mcts.search(connect_four, connect_four.new(), simulations=0, rng=stream(1, "test", 0))


def test_it_never_loses_tic_tac_toe_to_a_random_player() -> None:
    """50 games as first player, with 200 simulations a move; it wins most."""
    results = []
    for index in range(50):
        rng = stream(7, "test/arena", index)
        state = tic_tac_toe.new()
        while legal := tic_tac_toe.legal(state):
            if tic_tac_toe.player(state) == 0:
                visits = mcts.search(tic_tac_toe, state, simulations=200, rng=rng)
                move = legal[visits.index(max(visits))]
            else:
                move = rng.choice(legal)
            state = tic_tac_toe.play(state, move)
        results.append(tic_tac_toe.result(state))
    assert -1 not in results
    assert results.count(1) >= 40


def test_more_simulations_beat_fewer_in_connect_four() -> None:
    """200 against 10, taking turns to begin: at least 16 of 20 games."""
    won = 0
    for index in range(20):
        rng = stream(8, "test/arena", index)
        state = connect_four.new()
        while legal := connect_four.legal(state):
            strong = connect_four.player(state) == index % 2
            visits = mcts.search(connect_four, state, simulations=200 if strong else 10, rng=rng)
            state = connect_four.play(state, legal[visits.index(max(visits))])
        won += connect_four.result(state) == (1 if index % 2 == 0 else -1)
    assert won >= 16


@pytest.mark.parametrize("name", core.names())
def test_a_game_depends_on_seed_and_index_alone(name: str) -> None:
    """Played again, alone, it is the same; another index or seed gives another game."""
    batch = [play.play_game(name, seed=3, index=index, simulations=20) for index in range(4)]
    assert play.play_game(name, seed=3, index=2, simulations=20) == batch[2]
    assert len({game.plies for game in batch}) == 4
    assert play.play_game(name, seed=4, index=2, simulations=20).plies != batch[2].plies


def test_moves_without_temperature_are_among_the_most_visited() -> None:
    """From the first move on, when no move is warm."""
    game = play.play_game("connect_four", seed=1, index=0, simulations=30, temperature_moves=0)
    assert all(ply.visits[ply.legal.index(ply.move)] == max(ply.visits) for ply in game.plies)
