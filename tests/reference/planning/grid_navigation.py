"""A way through a grid by networkx: one floor without the key and one with it, pads and the key being links."""

from __future__ import annotations

from itertools import product
from typing import Any

import networkx as nx

MOVES = {"U": (-1, 0), "D": (1, 0), "L": (0, -1), "R": (0, 1)}


def right(facts: Any, answer: str) -> bool:
    rows = facts["rows"]
    signs = {(r, c): sign for r, row in enumerate(rows) for c, sign in enumerate(row)}
    pads = [square for square, sign in signs.items() if sign == "T"]
    graph = nx.DiGraph()
    for (square, sign), key, (letter, (down, across)) in product(signs.items(), (False, True), MOVES.items()):
        entered = (square[0] + down, square[1] + across)
        other = signs.get(entered, "#")
        if "#" not in (sign, other) and (key or "D" not in (sign, other)):
            after = (pads[0] if entered == pads[1] else pads[1]) if other == "T" else entered
            graph.add_edge((square, key), (after, key or other == "K"), letter=letter)
            graph.nodes[square, key].setdefault("ways", {})[letter] = (after, key or other == "K")
    start = (next(square for square, sign in signs.items() if sign == "S"), False)
    goal = next(square for square, sign in signs.items() if sign == "G")
    distances = nx.single_source_shortest_path_length(graph, start)
    state = start
    for letter in answer:
        ways = graph.nodes[state].get("ways", {})
        if letter not in ways:
            return False
        state = ways[letter]
    least = min(distances[goal, key] for key in (False, True) if (goal, key) in distances)
    return state[0] == goal and len(answer) == least
