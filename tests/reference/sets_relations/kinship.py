"""By networkx: from persons to the couples they come from and on to those in these; distances to couples in common."""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

UP_DOWN = (
    ("great-grandparents", 3, 0), ("grandparents", 2, 0), ("grand", 0, 2), ("second cousins", 3, 3),
    ("cousins", 2, 2), ("great-(aunt|uncle)", 3, 1), ("great-(niece|nephew)", 1, 3), ("aunt|uncle", 2, 1),
    ("niece|nephew", 1, 2), ("brother|sister", 1, 1),
)  # fmt: skip
FEMALE = r"\b(sisters|granddaughters|aunts|nieces|female)\b"
MALE = r"\b(brothers|grandsons|uncles|nephews|male)\b"


def family(statements: Any) -> Any:
    """Persons lead to the couple they come from, couples to those in them."""
    graph, same, union = nx.DiGraph(), nx.Graph(), {}
    for kind, one, other in statements:
        same.add_nodes_from((one, other))
        if kind in ("wife", "husband"):
            union[one] = union[other] = f"{one}+{other}"
            graph.add_edges_from([(union[one], one), (union[one], other)])
        elif kind in ("brother", "sister"):
            same.add_edge(one, other)
    for kind, one, other in statements:
        if kind in ("mother", "father", "son", "daughter"):
            child, parent = (one, other) if kind in ("son", "daughter") else (other, one)
            graph.add_edges_from([(twin, union[parent]) for twin in nx.node_connected_component(same, child)])
    graph.add_nodes_from(same)
    return graph


def related(mine: Any, theirs: Any, who: str, person: str, up: int, down: int) -> bool:
    if not up:
        return theirs.get(who) == 2 * down
    if not down:
        return mine.get(person) == 2 * up
    shared = [(mine[node], theirs[node]) for node in set(mine) & set(theirs) if "+" in node]
    return who not in theirs and person not in mine and min(shared, default=None) == (2 * up - 1, 2 * down - 1)


def right(facts: Any, answer: str) -> bool:
    graph, who, asked = family(facts["statements"]), facts["who"], facts["asked"]
    up, down = next((up, down) for word, up, down in UP_DOWN if re.search(word, asked))
    away = {node: nx.single_source_shortest_path_length(graph, node) for node in graph}
    people = {node for node in graph if "+" not in node}
    found = {one for one in people if related(away[who], away[one], who, one, up, down)}
    women = {one for kind, one, _ in facts["statements"] if kind in ("wife", "sister", "daughter", "mother")}
    women |= {other for kind, _, other in facts["statements"] if kind == "husband"}
    if re.search(FEMALE, asked):
        found &= women
    elif re.search(MALE, asked):
        found -= women
    return sorted(answer.split(", ")) == sorted(found)
