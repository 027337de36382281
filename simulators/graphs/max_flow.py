"""The greatest flow from a source to a sink through pipes of limited capacity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from string import ascii_uppercase

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import Edge, renamed

VERSION = 1
LEVELS = (
    {"inner": 3, "extra": 3, "largest": 9},
    {"inner": 4, "extra": 5, "largest": 12},
    {"inner": 5, "extra": 8, "largest": 20},
    {"inner": 7, "extra": 12, "largest": 30},
    {"inner": 9, "extra": 18, "largest": 60},
)
SOURCE, SINK = "S", "T"

Room = dict[str, dict[str, int]]


def make(rng: Stream, *, inner: int, extra: int, largest: int) -> Problem:
    names = rng.shuffled(ascii_uppercase[:inner])
    order = [SOURCE, *names, SINK]
    # Every inner vertex lies on a way from the source to the sink; the other pipes lead anywhere but back into S.
    pairs = {(order[rng.below(at)], order[at]) for at in range(1, inner + 1)}
    pairs |= {(order[at], order[rng.integer(at + 1, inner + 1)]) for at in range(inner + 1)}
    for _ in range(extra):
        a, b = rng.sample(range(inner + 2), 2)
        if order[b] != SOURCE and order[a] != SINK and (a, b) != (0, inner + 1) and (order[b], order[a]) not in pairs:
            pairs.add((order[a], order[b]))
    edges = [(a, b, rng.integer(1, largest)) for a, b in rng.shuffled(sorted(pairs))]
    room: Room = {name: {} for name in order}
    for start, end, capacity in edges:
        room[start][end] = capacity
        room[end].setdefault(start, 0)
    widest, side = _filled(room)
    flow = {(a, b): capacity - room[a][b] for a, b, capacity in edges}
    routes = _routes(flow)
    total = sum(amount for _, amount in routes)
    answer = str(total)
    return Problem(
        facts={"edges": edges},
        answer=answer,
        steps=(
            Step("flow", {"routes": list(map(list, routes)), "total": total}),
            Step("cut", {"side": sorted(side), "capacity": total}),
        ),
        mistakes=mistakes(
            answer,
            one_way_only=widest,
            source_only=sum(capacity for a, _, capacity in edges if a == SOURCE),
            sink_only=sum(capacity for _, b, capacity in edges if b == SINK),
        ),
    )


def _filled(room: Room) -> tuple[int, list[str]]:
    """Fill shortest ways with room until there are none: what the first took, and what the source still reaches."""
    first = 0
    while True:
        came = {SOURCE: SOURCE}
        queue = [SOURCE]
        for name in queue:
            for other, left in room[name].items():
                if left and other not in came:
                    came[other] = name
                    queue.append(other)
        if SINK not in came:
            return first, queue
        way = [SINK]
        while way[-1] != SOURCE:
            way.append(came[way[-1]])
        amount = min(room[a][b] for b, a in pairwise(way))
        for b, a in pairwise(way):
            room[a][b] -= amount
            room[b][a] += amount
        first = first or amount


def _routes(flow: dict[tuple[str, str], int]) -> list[tuple[list[str], int]]:
    """Routes from the source to the sink that make up the flow; what only goes round is left out."""
    routes: list[tuple[list[str], int]] = []
    left = {pair: amount for pair, amount in flow.items() if amount > 0}
    while any(a == SOURCE for a, _ in left):
        route = [SOURCE]
        while route[-1] != SINK:
            after = next(b for a, b in left if a == route[-1])
            if after in route:  # a ring: it carries nothing
                ring = [*route[route.index(after) :], after]
                _take(left, ring)
                route = [SOURCE]
                if not any(a == SOURCE for a, _ in left):
                    return routes
            else:
                route.append(after)
        routes.append((route, _take(left, route)))
    return routes


def _take(left: dict[tuple[str, str], int], route: Sequence[str]) -> int:
    """Take from the flow as much as the whole route carries."""
    amount = min(left[pair] for pair in pairwise(route))
    for pair in pairwise(route):
        left[pair] -= amount
        if not left[pair]:
            del left[pair]
    return amount


def check(facts: Facts, reply: str) -> Verdict:
    least = _least_cut(_edges(facts))
    return numbers.judge(reply, lambda value: value == least, units=("litres", "litre", "cars", "car"))


def _edges(facts: Facts) -> tuple[Edge, ...]:
    return tuple(map(tuple, facts["edges"]))


@lru_cache(maxsize=64)
def _least_cut(edges: tuple[Edge, ...]) -> int:
    """The least capacity that separates the sink from the source: all divisions of the vertices, dearer ones cut short.

    The greatest flow equals it (Ford and Fulkerson, 1956).
    """
    inner = sorted({name for edge in edges for name in edge[:2]} - {SOURCE, SINK})
    best = sum(capacity for a, _, capacity in edges if a == SOURCE)
    pending = [(0, {SOURCE: True, SINK: False}, sum(c for a, b, c in edges if (a, b) == (SOURCE, SINK)))]
    around = [[edge for edge in edges if name in edge[:2]] for name in inner]
    while pending:
        at, near, cost = pending.pop()
        if cost >= best:
            continue
        if at == len(inner):
            best = cost
            continue
        for is_near in (False, True):
            sides = {**near, inner[at]: is_near}
            more = sum(capacity for a, b, capacity in around[at] if sides.get(a, False) and not sides.get(b, True))
            pending.append((at + 1, sides, cost + more))
    return best


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    edges = _edges(facts)
    least = _least_cut(edges)
    if step.rule == "cut":
        side = claim["side"]
        inside = set(side) <= {name for edge in edges for name in edge[:2]} and SOURCE in side and SINK not in side
        return inside and claim["capacity"] == least == sum(c for a, b, c in edges if a in side and b not in side)
    room = {(a, b): capacity for a, b, capacity in edges}
    for route, amount in claim["routes"]:
        if amount < 1 or (route[0], route[-1]) != (SOURCE, SINK):
            return False
        for pair in pairwise(route):
            room[pair] -= amount
    amounts = [amount for _, amount in claim["routes"]]
    return min(room.values()) >= 0 and sum(amounts) == claim["total"] == least


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {"edges": rng.shuffled(facts["edges"])}


def canonical(facts: Facts) -> list[list[int]]:
    names = {name for edge in facts["edges"] for name in edge[:2]}
    return renamed(facts["edges"], {name: (name == SOURCE) + 2 * (name == SINK) for name in names}, directed=True)
