"""Plays whole games of the search against itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from simulators.core import Stream, stream
from simulators.games import core
from synth.selfplay import mcts

VERSION = 1


class Ply(NamedTuple):
    """One decision: the moves so far as text, the board they led to, who is to move, and what was chosen."""

    moves: str
    board: str
    player: int
    legal: tuple[int, ...]
    visits: tuple[int, ...]
    move: int


@dataclass(frozen=True, slots=True)
class GameRecord:
    """One game. ``outcome`` is 1 where player 0 won, -1 where player 1 did, 0 for a draw."""

    game: str
    index: int
    plies: tuple[Ply, ...]
    outcome: int


def play_game(
    name: str, *, seed: int, index: int, simulations: int, temperature_moves: int | None = None
) -> GameRecord:
    """Game ``index`` of a seed; it depends on nothing else.

    The first ``temperature_moves`` moves (left out: as many as a quarter of the cells) are drawn in proportion to their
    visits, later ones are among the most visited. Raises NotFoundError for an unknown game.
    """
    game = core.load(name)
    warm = game.ROWS * game.COLUMNS // 4 if temperature_moves is None else temperature_moves
    rng = stream(seed, f"selfplay.{name}", index)
    state, moves = game.new(), ""
    plies: list[Ply] = []
    while legal := game.legal(state):
        visits = mcts.search(game, state, simulations=simulations, rng=rng)
        move = legal[_chosen(visits, rng, warm=len(plies) < warm)]
        plies.append(Ply(moves, game.show(state), game.player(state), legal, tuple(visits), move))
        state = game.play(state, move)
        moves += core.written([move])
    return GameRecord(name, index, tuple(plies), game.result(state) or 0)


def _chosen(visits: list[int], rng: Stream, *, warm: bool) -> int:
    if warm:
        return rng.weighted(dict(enumerate(visits)))
    most = max(visits)
    return rng.choice([at for at, count in enumerate(visits) if count == most])
