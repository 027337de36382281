"""The least total weight of links that still connect every place of a network."""

from __future__ import annotations

from functools import lru_cache

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import Edge, network, renamed

VERSION = 1
LEVELS = (
    {"nodes": 5, "extra": 6, "dearest": 20},
    {"nodes": 7, "extra": 9, "dearest": 30},
    {"nodes": 9, "extra": 14, "dearest": 60},
    {"nodes": 12, "extra": 22, "dearest": 99},
    {"nodes": 16, "extra": 34, "dearest": 250},
)


def make(rng: Stream, *, nodes: int, extra: int, dearest: int) -> Problem:
    pairs = network(rng, nodes, extra)
    # Different weights make the cheapest tree unique, so each step can be judged by itself.
    weights = rng.sample(range(1, dearest + 1), len(pairs))
    edges = [(a, b, weight) for (a, b), weight in zip(pairs, weights, strict=True)]
    cheapest = sorted(edges, key=lambda edge: edge[2])
    steps, total, last = _kruskal(cheapest, nodes)
    answer = str(total)
    return Problem(
        facts={"edges": edges},
        answer=answer,
        steps=(*steps, Step("total", {"links": nodes - 1, "total": total})),
        mistakes=mistakes(
            answer,
            cycles_allowed=sum(weight for _, _, weight in cheapest[: nodes - 1]),
            last_link_forgotten=total - last,
            all_links_added=sum(weights),
        ),
    )


def _kruskal(cheapest: list[Edge], nodes: int) -> tuple[list[Step], int, int]:
    """The steps, the total and the weight of the last link taken."""
    groups: dict[str, set[str]] = {}
    steps = []
    total = taken = 0
    for a, b, weight in cheapest:
        left, right = groups.setdefault(a, {a}), groups.setdefault(b, {b})
        if left is right:
            steps.append(Step("skip", {"start": a, "end": b, "weight": weight}))
            continue
        total += weight
        taken += 1
        steps.append(Step("take", {"start": a, "end": b, "weight": weight, "so_far": total}))
        if taken == nodes - 1:
            return steps, total, weight
        left |= right
        groups.update(dict.fromkeys(right, left))
    raise ValueError("expected a connected network")


def check(facts: Facts, reply: str) -> Verdict:
    total = sum(weight for _, _, weight in _prim(_edges(facts)))
    return numbers.judge(reply, lambda value: value == total, units=("euros", "euro", "€", "stones", "stone"))


def _edges(facts: Facts) -> tuple[Edge, ...]:
    return tuple(map(tuple, facts["edges"]))


@lru_cache(maxsize=16)
def _prim(edges: tuple[Edge, ...]) -> frozenset[Edge]:
    """The cheapest tree, grown from one place: always the cheapest link that leads out of it."""
    reached = {edges[0][0]}
    waiting = sorted(edges, key=lambda edge: edge[2])
    tree: list[Edge] = []
    while True:
        out = next((edge for edge in waiting if (edge[0] in reached) != (edge[1] in reached)), None)
        if out is None:
            return frozenset(tree)
        tree.append(out)
        reached.update(out[:2])
        waiting.remove(out)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    edges = _edges(facts)
    tree = _prim(edges)
    if step.rule == "total":
        return claim["links"] == len(tree) and claim["total"] == sum(weight for _, _, weight in tree)
    edge = (claim["start"], claim["end"], claim["weight"])
    if step.rule == "skip":
        return edge in edges and edge not in tree
    return edge in tree and claim["so_far"] == sum(weight for _, _, weight in tree if weight <= edge[2])


def canonical(facts: Facts) -> list[list[int]]:
    return renamed(facts["edges"])
