"""By networkx: the lengths between all places at once, after Floyd and Warshall."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph()
    graph.add_weighted_edges_from(facts["edges"])
    return bool(nx.floyd_warshall(graph)[facts["source"]][facts["target"]] == int(answer))
