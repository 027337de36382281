"""A knight's route by networkx: the graph of all jumps between free squares."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    size = facts["size"]
    squares = {f"{'abcdefghijkl'[c]}{r}": (c, r) for c in range(size) for r in range(1, size + 1)}
    for square in facts["blocked"]:
        del squares[square]
    graph = nx.Graph()
    for (a, (x, y)), (b, (u, v)) in combinations(squares.items(), 2):
        if {abs(x - u), abs(y - v)} == {1, 2}:
            graph.add_edge(a, b)
    route = answer.split(", ")
    return (
        [route[0], route[-1]] == [facts["start"], facts["goal"]]
        and all(graph.has_edge(*jump) for jump in pairwise(route))
        and len(route) - 1 == nx.shortest_path_length(graph, route[0], route[-1])
    )
