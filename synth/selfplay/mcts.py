"""Monte Carlo tree search: UCT with random playouts, over any game of two players who take turns.

Kocsis and Szepesvári, "Bandit based Monte-Carlo planning", 2006. One addition: a position in which the
player to move can win at once counts as won, without a playout.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from simulators.core import ProvenderError, Stream
from simulators.games.core import Game

EXPLORATION = 1.4


class _Node:
    """A position of the tree.

    ``sure`` is its value for the player to move where it is known: the game is over, or won at once.
    ``total`` adds up the values of its visits for the player who moved into it.
    """

    __slots__ = ("after", "children", "state", "sure", "total", "visits")

    def __init__(self, game: Game[Any], state: Any) -> None:
        self.state = state
        self.visits = 0
        self.total = 0
        self.children: list[_Node] = []
        result = game.result(state)
        if result is not None:
            self.sure: int | None = result if game.player(state) == 0 else -result
            self.after: list[Any] = []
            return
        self.after = [game.play(state, move) for move in game.legal(state)]
        self.sure = 1 if any(game.result(after) for after in self.after) else None


def search(game: Game[Any], state: Any, *, simulations: int, rng: Stream) -> list[int]:
    """How often each legal move was tried, in the order of ``game.legal``; a win at once gets every visit.

    Raises ProvenderError where there is nothing to search.
    """
    if simulations < 1 or game.result(state) is not None:
        raise ProvenderError(f"expected a game that runs and at least one simulation, got {simulations} for:\n{state}")
    root = _Node(game, state)
    if root.sure:
        wins = [bool(game.result(after)) for after in root.after]
        return [simulations * (at == wins.index(True)) for at in range(len(wins))]
    order = rng.shuffled(range(len(root.after)))
    root.after = [root.after[at] for at in order]
    for _ in range(simulations):
        _simulate(game, root, rng)
    visits = [0] * len(order)
    for at, child in zip(order, root.children, strict=False):
        visits[at] = child.visits
    return visits


def _simulate(game: Game[Any], root: _Node, rng: Stream) -> None:
    """Go down the tree, add a leaf, play it out and tell every node on the way."""
    node, path = root, [root]
    while node.sure is None and len(node.children) == len(node.after):
        node = _most_promising(node)
        path.append(node)
    if node.sure is None:
        leaf = _Node(game, node.after[len(node.children)])
        node.children.append(leaf)
        path.append(leaf)
        node = leaf
    value = _playout(game, node.state, rng) if node.sure is None else node.sure
    for visited in reversed(path):
        value = -value
        visited.total += value
        visited.visits += 1


def _most_promising(node: _Node) -> _Node:
    width = _width(node.visits)
    best, highest = node.children[0], -math.inf
    for child in node.children:
        visits = child.visits
        score = child.total / visits + math.sqrt(width / visits)
        if score > highest:
            best, highest = child, score
    return best


@cache
def _width(visits: int) -> float:
    # Rounded, since the last bit of a logarithm differs between machines; roots and quotients do not.
    return round(EXPLORATION**2 * math.log(visits), 9)


def _playout(game: Game[Any], state: Any, rng: Stream) -> int:
    """The result of random moves to the end, for the player to move."""
    legal, play, below = game.legal, game.play, rng.below
    player = game.player(state)
    moves = legal(state)
    while moves:
        state = play(state, moves[below(len(moves))])
        moves = legal(state)
    result = game.result(state) or 0
    return result if player == 0 else -result
