"""A graph: paths in the product of the automaton and the places in the word (networkx)."""

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.DiGraph()
    graph.add_node((0, facts["start"]))
    for at, read in enumerate(facts["word"]):
        for state, letter, some in facts["moves"]:
            if letter == read:
                graph.add_edges_from(((at, state), (at + 1, to)) for to in some)
    reached = {state for at, state in nx.descendants(graph, (0, facts["start"])) if at == len(facts["word"])}
    if facts["asked"] == "states":
        return set(answer.split(", ")) == reached
    return answer == ("yes" if reached & set(facts["accepting"]) else "no")
