"""Closeness by networkx, in which the farthest are the least close."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph()
    graph.add_weighted_edges_from(facts["edges"], weight="length")
    closeness = nx.closeness_centrality(graph, distance="length")
    return answer == max(closeness, key=closeness.__getitem__)
