"""By networkx."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph(facts["links"])
    graph.add_nodes_from(range(1, facts["nodes"] + 1))
    return nx.number_connected_components(graph) == int(answer)
