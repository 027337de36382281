"""Jugs by networkx: the graph of all states that can be reached, an action being an edge."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from typing import Any

import networkx as nx


def right(facts: Any, answer: str) -> bool:
    names, sizes, start = zip(*facts["jugs"], strict=True)
    state = dict(zip(names, start, strict=True))
    room = dict(zip(names, sizes, strict=True))
    actions = answer.split("; ")
    for action in actions:
        verb, *jugs = action.replace(" into", "").split()
        if verb == "pour":
            source, target = jugs
            moved = min(state[source], room[target] - state[target])
            state[source] -= moved
            state[target] += moved
        else:
            state[jugs[0]] = room[jugs[0]] if verb == "fill" else 0
    return facts["target"] in state.values() and len(actions) == least(sizes, start, facts["target"])


@cache
def least(sizes: tuple[int, ...], start: tuple[int, ...], target: int) -> int:
    for depth in range(1, 20):
        around = nx.Graph()
        around.add_node(start)
        edge = {start}
        for _ in range(depth):
            after = {(state, moved) for state in edge for moved in moves(sizes, state) if moved not in around}
            around.add_edges_from(after)
            edge = {moved for _, moved in after}
        distances = nx.single_source_shortest_path_length(around, start)
        found = [distance for state, distance in distances.items() if target in state]
        if found:
            return min(found)
    raise AssertionError("the amount cannot be measured")


def moves(sizes: tuple[int, ...], state: tuple[int, ...]) -> set[tuple[int, ...]]:
    found = set()
    for i, size in enumerate(sizes):
        for amount in (0, size):
            found.add((*state[:i], amount, *state[i + 1 :]))
    for i, j in permutations(range(len(sizes)), 2):
        moved = min(state[i], sizes[j] - state[j])
        found.add(tuple(amount - moved * (at == i) + moved * (at == j) for at, amount in enumerate(state)))
    return found
