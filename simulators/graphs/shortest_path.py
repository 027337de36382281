"""The length of the shortest route between two places on a map of roads."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from heapq import heappop, heappush
from itertools import pairwise

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import Edge, network, renamed

VERSION = 1
LEVELS = (
    {"nodes": 6, "extra": 6, "longest": 9},
    {"nodes": 8, "extra": 9, "longest": 12},
    {"nodes": 11, "extra": 14, "longest": 20},
    {"nodes": 15, "extra": 22, "longest": 50},
    {"nodes": 20, "extra": 34, "longest": 99},
)

Links = dict[str, list[tuple[int, str]]]
Routes = dict[str, tuple[int, int, str]]


def make(rng: Stream, *, nodes: int, extra: int, longest: int) -> Problem:
    edges = [(a, b, rng.integer(1, longest)) for a, b in network(rng, nodes, extra)]
    links: Links = defaultdict(list)
    for a, b, length in edges:
        links[a].append((length, b))
        links[b].append((length, a))
    source = rng.choice(sorted(links))
    routes = _dijkstra(links, source)
    order = list(routes)
    # A target with a direct road as its shortest route would ask for no search.
    target = rng.choice([place for place in order[nodes // 2 :] if routes[place][2] != source] or order[-1:])
    steps = []
    for place in order[1 : order.index(target) + 1]:
        distance, length, via = routes[place]
        claim = {"place": place, "via": via, "before": distance - length, "length": length, "distance": distance}
        steps.append(Step("reach", claim))
    path = [target]
    while path[-1] != source:
        path.append(routes[path[-1]][2])
    distance, last, _ = routes[target]
    answer = str(distance)
    return Problem(
        facts={"edges": edges, "source": source, "target": target},
        answer=answer,
        steps=(*steps, Step("route", {"path": path[::-1], "total": distance})),
        mistakes=mistakes(
            answer,
            fewest_roads=_fewest_roads(links, source, target),
            last_road_forgotten=distance - last,
            roads_counted=len(path) - 1,
        ),
    )


def _dijkstra(links: Links, source: str) -> Routes:
    """For each place, nearest first: its distance, the length of the last road and where that road comes from."""
    routes: Routes = {}
    heap = [(0, 0, source, source)]
    while heap:
        distance, length, via, place = heappop(heap)
        if place not in routes:
            routes[place] = (distance, length, via)
            for road, other in links[place]:
                if other not in routes:
                    heappush(heap, (distance + road, road, place, other))
    return routes


def _fewest_roads(links: Links, source: str, target: str) -> int:
    lengths = {source: 0}
    for place in (queue := [source]):
        for road, other in links[place]:
            if other not in lengths:
                lengths[other] = lengths[place] + road
                queue.append(other)
    return lengths[target]


def check(facts: Facts, reply: str) -> Verdict:
    shortest = _lengths(_edges(facts), facts["source"])[facts["target"]]
    return numbers.judge(reply, lambda length: length == shortest, units=("km", "kilometres", "minutes", "min"))


def _edges(facts: Facts) -> tuple[Edge, ...]:
    return tuple(map(tuple, facts["edges"]))


@lru_cache(maxsize=16)
def _lengths(edges: tuple[Edge, ...], source: str) -> dict[str, int]:
    """Bellman and Ford: relax every road until none shortens anything."""
    endless = 1 + sum(edge[2] for edge in edges)
    lengths = {place: endless for edge in edges for place in edge[:2]}
    lengths[source] = 0
    shorter = True
    while shorter:
        shorter = False
        for a, b, road in edges:
            if lengths[a] + road < lengths[b]:
                lengths[b] = lengths[a] + road
                shorter = True
            elif lengths[b] + road < lengths[a]:
                lengths[a] = lengths[b] + road
                shorter = True
    return lengths


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    edges = _edges(facts)
    lengths = _lengths(edges, facts["source"])
    if step.rule == "reach":
        place, via, length = claim["place"], claim["via"], claim["length"]
        road = (min(place, via), max(place, via), length)
        return (
            road in edges and lengths[via] == claim["before"] == claim["distance"] - length == lengths[place] - length
        )
    path = claim["path"]
    roads = {(a, b): road for a, b, road in edges}
    total = sum(roads[min(pair), max(pair)] for pair in pairwise(path))
    ends = [facts["source"], facts["target"]]
    return [path[0], path[-1]] == ends and total == claim["total"] == lengths[facts["target"]]


def canonical(facts: Facts) -> list[list[int]]:
    ends = (facts["source"], facts["target"])
    return renamed(facts["edges"], {place: int(place in ends) for edge in facts["edges"] for place in edge[:2]})
