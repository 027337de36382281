"""By networkx: no task comes before one that it depends on, however indirectly."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    order = answer.split(", ")
    graph = nx.DiGraph(facts["before"])
    graph.add_nodes_from(facts["tasks"])
    return sorted(order) == sorted(facts["tasks"]) and all(
        nx.ancestors(graph, task) <= {*order[:place]} for place, task in enumerate(order)
    )
