"""A word ladder by networkx: the graph of all pairs of words that differ in one letter."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph()
    for a, b in combinations(facts["words"], 2):
        if [x == y for x, y in zip(a, b, strict=True)].count(False) == 1:
            graph.add_edge(a, b)
    ladder = answer.split(", ")
    return (
        [ladder[0], ladder[-1]] == [facts["start"], facts["goal"]]
        and all(graph.has_edge(*rungs) for rungs in pairwise(ladder))
        and len(ladder) - 1 == nx.shortest_path_length(graph, ladder[0], ladder[-1])
    )
