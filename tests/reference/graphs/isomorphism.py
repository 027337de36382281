"""Isomorphism by networkx (VF2)."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    first, second = nx.DiGraph(facts["first"]), nx.DiGraph(facts["second"])
    if answer == "no":
        return not nx.is_isomorphic(first, second)
    image = dict(pair.split("=") for pair in answer.split(", "))
    return set(image) == set(first) and nx.utils.graphs_equal(nx.relabel_nodes(first, image), second)
