"""By networkx: loops, edges of the reversed graph and the transitive closure."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(1, facts["size"] + 1))
    graph.add_edges_from(map(tuple, facts["pairs"]))
    loops = nx.number_of_selfloops(graph)
    both_ways = [(a, b) for a, b in graph.edges if a != b and graph.has_edge(b, a)]
    truth = {
        "reflexive": loops == facts["size"],
        "irreflexive": loops == 0,
        "symmetric": set(graph.edges) == set(graph.reverse().edges),
        "antisymmetric": not both_ways,
        "transitive": set(nx.transitive_closure(graph, reflexive=False).edges) == set(graph.edges),
    }
    return set(answer.split(", ")) == {name for name, holds in truth.items() if holds}
