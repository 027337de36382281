"""By networkx, after Boruvka."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph()
    graph.add_weighted_edges_from(facts["edges"])
    tree = nx.minimum_spanning_tree(graph, algorithm="boruvka")
    return bool(tree.size(weight="weight") == int(answer))
