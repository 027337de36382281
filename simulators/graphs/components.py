"""How many separate groups a set of links leaves: the connected components of a graph."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import renamed

VERSION = 1
LEVELS = (
    {"nodes": 18, "groups": 4, "extra": 5},
    {"nodes": 22, "groups": 5, "extra": 7},
    {"nodes": 28, "groups": 7, "extra": 9},
    {"nodes": 36, "groups": 9, "extra": 12},
    {"nodes": 50, "groups": 12, "extra": 16},
)

Pair = tuple[int, int]


def make(rng: Stream, *, nodes: int, groups: int, extra: int) -> Problem:
    numbered = rng.shuffled(range(1, nodes + 1))
    count = rng.integer(groups - 1, groups + 1)
    members = [[node] for node in numbered[:count]]
    links = set()
    for node in numbered[count:]:
        group = rng.choice(members)
        other = rng.choice(group)
        links.add((min(node, other), max(node, other)))
        group.append(node)
    joined = [group for group in members if len(group) > 1]
    for _ in range(extra):
        a, b = rng.sample(rng.choice(joined), 2)
        links.add((min(a, b), max(a, b)))
    pairs = rng.shuffled(sorted(links))
    ordered = sorted(sorted(group) for group in members)
    alone = sum(len(group) == 1 for group in members)
    answer = str(count)
    return Problem(
        facts={"nodes": nodes, "links": pairs},
        answer=answer,
        steps=(
            *(Step("group" if len(group) > 1 else "alone", {"members": group}) for group in ordered),
            Step("count", {"groups": count}),
        ),
        mistakes=mistakes(
            answer,
            loners_forgotten=count - alone,
            cycles_forgotten=nodes - len(pairs),
            groups_never_merged=_never_merged(pairs) + alone,
            links_counted=len(pairs),
        ),
    )


def _never_merged(pairs: Sequence[Pair]) -> int:
    """The count of one who puts each link into the first group that fits and never joins two groups."""
    group_of: dict[int, int] = {}
    groups = 0
    for a, b in pairs:
        if a not in group_of and b not in group_of:
            groups += 1
        group = group_of.get(a, group_of.get(b, groups))
        group_of.setdefault(a, group)
        group_of.setdefault(b, group)
    return groups


def check(facts: Facts, reply: str) -> Verdict:
    groups = len(_groups(facts))
    return numbers.judge(reply, lambda count: count == groups, units=("groups", "components", "networks"))


def _groups(facts: Facts) -> list[list[int]]:
    return _flooded(facts["nodes"], tuple(map(tuple, facts["links"])))


@lru_cache(maxsize=16)
def _flooded(nodes: int, links: tuple[Pair, ...]) -> list[list[int]]:
    """The groups, each sorted, by spreading out from every node not yet reached."""
    around: list[list[int]] = [[] for _ in range(nodes + 1)]
    for a, b in links:
        around[a].append(b)
        around[b].append(a)
    reached = [False] * (nodes + 1)
    groups = []
    for start in range(1, nodes + 1):
        if not reached[start]:
            reached[start] = True
            group = [start]
            for node in group:
                for other in around[node]:
                    if not reached[other]:
                        reached[other] = True
                        group.append(other)
            groups.append(sorted(group))
    return groups


def check_step(facts: Facts, step: Step) -> bool:
    groups = _groups(facts)
    if step.rule == "count":
        return step.claim["groups"] == len(groups)
    members = step.claim["members"]
    return (len(members) == 1) == (step.rule == "alone") and members in groups


def canonical(facts: Facts) -> list[int | list[list[int]]]:
    size = {node: len(group) for group in _groups(facts) for node in group}
    return [facts["nodes"], renamed([(a, b, 1) for a, b in facts["links"]], size)]
