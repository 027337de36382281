"""The least number of moves by networkx on the graph of all positions; a plan is followed along its edges."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any

import networkx as nx


def tops(places: tuple[str, ...]) -> dict[str, int]:
    return {peg: places.index(peg) if peg in places else len(places) for peg in "ABC"}


@cache
def positions(disks: int) -> Any:
    graph = nx.Graph()
    for places in product("ABC", repeat=disks):
        top = tops(places)
        for source, target in ("AB", "AC", "BC"):
            if top[source] > top[target]:
                source, target = target, source  # noqa: PLW2901 - the smaller of two disks is the one that can move
            if top[source] < disks:
                graph.add_edge(places, (*places[: top[source]], target, *places[top[source] + 1 :]))
    return graph


def right(facts: Any, answer: str) -> bool:
    disks = sum(map(len, facts["start"]))
    start, goal = (
        tuple("ABC"[next(at for at, peg in enumerate(facts[end]) if disk in peg)] for disk in range(1, disks + 1))
        for end in ("start", "goal")
    )
    graph, places = positions(disks), start
    for move in answer.split("; "):
        source, target = move.split(" to ")
        top = tops(places)[source]
        after = (*places[:top], target, *places[top + 1 :])
        if not graph.has_edge(places, after):
            return False
        places = after
    return places == goal and len(answer.split("; ")) == nx.shortest_path_length(graph, start, goal)
