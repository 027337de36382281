"""The place on a map of roads from which the sum of the shortest distances to all others is least."""

from __future__ import annotations

from functools import lru_cache
from heapq import heappop, heappush

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import Edge, network, renamed

VERSION = 1
LEVELS = (
    {"nodes": 5, "extra": 3, "longest": 9},
    {"nodes": 6, "extra": 5, "longest": 12},
    {"nodes": 8, "extra": 8, "longest": 20},
    {"nodes": 10, "extra": 11, "longest": 40},
    {"nodes": 13, "extra": 15, "longest": 80},
)
TRIES = 50


def make(rng: Stream, *, nodes: int, extra: int, longest: int) -> Problem:
    for _ in range(TRIES):
        edges = [(a, b, rng.integer(1, longest)) for a, b in network(rng, nodes, extra)]
        away = {place: _distances(edges, place) for place in sorted({name for edge in edges for name in edge[:2]})}
        order = sorted(away, key=lambda place: sum(away[place].values()))
        totals = [sum(away[place].values()) for place in order]
        if totals[0] < totals[1]:
            break
    else:
        raise ValueError("expected a map with one centre")
    roads = {place: sum(place in edge[:2] for edge in edges) for place in away}
    answer = order[0]
    return Problem(
        facts={"edges": edges},
        answer=answer,
        steps=(
            *(
                Step("total", {"place": place, "distances": list(far.values()), "total": sum(far.values())})
                for place, far in away.items()
            ),
            Step("least", {"place": answer, "total": totals[0]}),
        ),
        mistakes=mistakes(
            answer,
            most_roads=max(sorted(roads), key=lambda place: roads[place]),
            next_best=order[1],
            greatest_instead=order[-1],
        ),
    )


def _distances(edges: list[Edge], start: str) -> dict[str, int]:
    """Dijkstra: the shortest distances to all other places, in their order."""
    links: dict[str, list[tuple[int, str]]] = {}
    for a, b, length in edges:
        links.setdefault(a, []).append((length, b))
        links.setdefault(b, []).append((length, a))
    found: dict[str, int] = {}
    heap = [(0, start)]
    while heap:
        distance, place = heappop(heap)
        if place not in found:
            found[place] = distance
            for length, other in links[place]:
                if other not in found:
                    heappush(heap, (distance + length, other))
    return {place: found[place] for place in sorted(found) if place != start}


def check(facts: Facts, reply: str) -> Verdict:
    totals = {place: sum(far) for place, far in _table(_edges(facts)).items()}
    return words.judge(reply, min(totals, key=lambda place: totals[place]), options=sorted(totals))


def _edges(facts: Facts) -> tuple[Edge, ...]:
    return tuple(map(tuple, facts["edges"]))


@lru_cache(maxsize=64)
def _table(edges: tuple[Edge, ...]) -> dict[str, list[int]]:
    """Floyd and Warshall: for each place the distances to the others, by allowing one place more to pass at a time."""
    places = sorted({place for edge in edges for place in edge[:2]})
    at = {place: number for number, place in enumerate(places)}
    endless = 1 + sum(length for *_, length in edges)
    table = [[0 if i == j else endless for j in range(len(places))] for i in range(len(places))]
    for a, b, length in edges:
        table[at[a]][at[b]] = table[at[b]][at[a]] = min(length, table[at[a]][at[b]])
    for middle, through in enumerate(table):
        for row in table:
            first = row[middle]
            row[:] = [min(direct, first + second) for direct, second in zip(row, through, strict=True)]
    return {place: [far for j, far in enumerate(table[i]) if i != j] for place, i in at.items()}


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    table = _table(_edges(facts))
    total = sum(table[claim["place"]])
    if step.rule == "least":
        return claim["total"] == total == min(map(sum, table.values()))
    return claim["distances"] == table[claim["place"]] and claim["total"] == total


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {"edges": rng.shuffled(facts["edges"])}


def canonical(facts: Facts) -> list[list[int]]:
    return renamed(facts["edges"])
