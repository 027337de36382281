"""By breadth-first search over pairs of places, as networkx finds shortest paths."""

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    first, second = facts["first"], facts["second"]
    graph = nx.DiGraph()
    for i in range(len(first) + 1):
        for j in range(len(second) + 1):
            if i < len(first):
                graph.add_edge((i, j), (i + 1, j), weight=1)
            if j < len(second):
                graph.add_edge((i, j), (i, j + 1), weight=1)
            if i < len(first) and j < len(second):
                graph.add_edge((i, j), (i + 1, j + 1), weight=int(first[i] != second[j]))
    distance = nx.dijkstra_path_length(graph, (0, 0), (len(first), len(second)))
    return int(answer) == distance
