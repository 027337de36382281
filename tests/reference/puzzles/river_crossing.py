"""A river crossing by networkx: the graph of all allowed states, a trip being an edge."""

from __future__ import annotations

from itertools import product
from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    names = [name for name, _ in facts["animals"]]
    weights = [weight for _, weight in facts["animals"]]
    fights = [(names.index(a), names.index(b)) for a, b in facts["fights"]]
    # A state says for the ferryman and for each animal whether they are across.
    states = [
        state
        for state in product((0, 1), repeat=len(names) + 1)
        if not any(state[a + 1] == state[b + 1] != state[0] for a, b in fights)
    ]
    graph = nx.Graph()
    for before, after in product(states, states):
        moved = [at for at in range(len(names)) if before[at + 1] != after[at + 1]]
        light = sum(weights[at] for at in moved) <= facts["boat"]
        if light and before[0] == 0 and after[0] == 1 and all(before[at + 1] == 0 for at in moved):
            graph.add_edge(before, after)
    state = (0,) * (len(names) + 1)
    trips = answer.split("; ")
    for trip in trips:
        load = [] if trip == "nothing" else [names.index(name) for name in trip.split(" and ")]
        if any(state[at + 1] != state[0] for at in load):
            return False
        after = tuple(1 - side if at == 0 or at - 1 in load else side for at, side in enumerate(state))
        if not graph.has_edge(state, after):
            return False
        state = after
    least = nx.shortest_path_length(graph, (0,) * len(state), (1,) * len(state))
    return all(state) and len(trips) == least
