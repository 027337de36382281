"""A transport plan replayed by Python's own pattern matching on its words."""

from __future__ import annotations

from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    roads = nx.Graph(facts["roads"])
    at = dict(facts["trucks"]) | {name: town for name, town, _ in facts["packages"]}
    trucks = dict(facts["trucks"])
    drives = 0
    for action in answer.split("; "):
        match action.split():
            case ["drive", truck, "to", town] if truck in trucks and roads.has_edge(at[truck], town):
                at[truck] = town
                drives += 1
            case ["load", package, "onto", truck] if at[package] == at[truck]:
                at[package] = truck
                if list(at.values()).count(truck) > facts["room"]:
                    return False
            case ["unload", package, "from", truck] if at[package] == truck:
                at[package] = at[truck]
            case _:
                return False
    return drives <= facts["most"] and all(at[name] == goal for name, _, goal in facts["packages"])
