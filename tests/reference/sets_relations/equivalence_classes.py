"""By networkx's connected components."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.Graph()
    graph.add_nodes_from(range(1, facts["size"] + 1))
    graph.add_edges_from(map(tuple, facts["pairs"]))
    classes = list(nx.connected_components(graph))
    if facts["asked"] == "class":
        return {int(n) for n in answer.split(", ") if n} == nx.node_connected_component(graph, facts["element"])
    return int(answer) == (len(classes) if facts["asked"] == "count" else sum(len(each) ** 2 for each in classes))
