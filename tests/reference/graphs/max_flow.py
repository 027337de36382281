"""A maximum flow by networkx."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.DiGraph()
    for a, b, capacity in facts["edges"]:
        graph.add_edge(a, b, capacity=capacity)
    return answer == str(nx.maximum_flow_value(graph, "S", "T", flow_func=nx.algorithms.flow.preflow_push))
