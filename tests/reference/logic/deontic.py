"""Elimination: the rules that apply, thinned criterion by criterion to those that are best by it."""

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    graph = nx.DiGraph()  # what is needed for a title points to it
    graph.add_nodes_from(facts["holding"])
    for needed, title in facts["definitions"]:
        graph.add_edges_from((one, title) for one in needed)
    known = set(facts["holding"])
    for one in nx.topological_sort(graph):
        if graph.in_degree(one) and set(graph.predecessors(one)) <= known:
            known.add(one)
    left = [rule for rule in facts["rules"] if rule["action"] == facts["asked"] and set(rule["if"]) <= known]
    marks = {
        "source": lambda rule: {"state": 3, "county": 2, "park": 1}[rule["source"]],
        "conditions": lambda rule: len(rule["if"]),
        "year": lambda rule: rule["year"],
    }
    for criterion in facts["criteria"]:
        best = max(map(marks[criterion], left), default=0)
        left = [rule for rule in left if marks[criterion](rule) == best]
    return answer == (left[0]["status"] if left else facts["default"])
