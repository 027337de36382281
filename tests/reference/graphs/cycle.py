"""Cycles by networkx: whether the graph is acyclic, and whether a reply is one of its cycles."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.DiGraph(facts["arrows"])
    if answer == "acyclic":
        return nx.is_directed_acyclic_graph(graph)
    ring = answer.split(", ")
    if len(ring) > 1 and ring[0] == ring[-1]:  # said once more, where it closes
        ring.pop()
    return nx.is_simple_path(graph, ring) and len(ring) > 1 and graph.has_edge(ring[-1], ring[0])
