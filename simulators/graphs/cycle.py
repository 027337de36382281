"""A cycle of a directed graph, any one of them, or the finding that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from string import ascii_uppercase

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import Pair, renamed

VERSION = 1
LEVELS = (
    {"nodes": 8, "arrows": 11},
    {"nodes": 10, "arrows": 16},
    {"nodes": 13, "arrows": 23},
    {"nodes": 17, "arrows": 33},
    {"nodes": 23, "arrows": 50},
)
NONE = "acyclic"  # "none" is what a reply without an answer may say too


def make(rng: Stream, *, nodes: int, arrows: int) -> Problem:
    order = rng.shuffled(ascii_uppercase[:nodes])
    pairs = {(order[rng.below(at)], order[at]) for at in range(1, nodes)}
    for _ in range(20 * arrows):
        if len(pairs) >= arrows:
            break
        i, j = sorted(rng.sample(range(nodes), 2))
        pairs.add((order[i], order[j]))
    back = _closing(rng, order, pairs) if rng.chance(2, 3) else None
    pairs |= {back} if back else set()
    given = rng.shuffled(sorted(pairs))
    rounds, left = _peeled(sorted(order), given)
    cycle = _ring(left, given)
    answer = ", ".join(cycle) or NONE
    steps = [Step("round", {"round": at, "vertices": layer}) for at, layer in enumerate(rounds, 1)]
    way = next([a, b, d] for a, b in given for c, d in given if b == c and d != a)
    return Problem(
        facts={"vertices": sorted(order), "arrows": given},
        answer=answer,
        steps=(
            *steps,
            Step("cycle", {"left": left, "cycle": cycle}) if cycle else Step("acyclic", {"vertices": sorted(order)}),
        ),
        mistakes=mistakes(
            answer,
            cycle_overlooked=NONE,
            direction_ignored=", ".join(cycle[::-1]) or ", ".join(way),
            way_not_closed=answer if cycle else ", ".join(way[:2]),
        ),
    )


def _closing(rng: Stream, order: Sequence[str], pairs: set[Pair]) -> Pair | None:
    """An arrow from the end of some way back to its beginning, where no arrow leads from this to the end at once."""
    after: dict[str, list[str]] = {name: sorted(b for a, b in pairs if a == name) for name in order}
    ends = [(c, a) for a in order for b in after[a] for c in after[b] if c not in after[a]]
    ends += [(d, a) for c, a in ends for d in after[c] if d not in after[a]]
    return rng.choice(ends) if ends else None


def _peeled(names: Sequence[str], arrows: Sequence[Pair]) -> tuple[list[list[str]], list[str]]:
    """Again and again all vertices that no arrow of the rest leads to; and what is left in the end."""
    into = dict.fromkeys(names, 0)
    for _, b in arrows:
        into[b] += 1
    rounds = []
    layer = [name for name in names if not into[name]]
    while layer:
        rounds.append(layer)
        after = []
        for a, b in arrows:
            if a in layer:
                into[b] -= 1
                if not into[b]:
                    after.append(b)
        layer = sorted(after)
    return rounds, [name for name in names if into[name]]


def _ring(left: Sequence[str], arrows: Sequence[Pair]) -> list[str]:
    """Backwards along arrows that come from what is left, until a vertex comes again."""
    if not left:
        return []
    before = {b: a for a, b in reversed(arrows) if a in left and b in left}
    way = [left[0]]
    while before[way[-1]] not in way:
        way.append(before[way[-1]])
    ring = way[way.index(before[way[-1]]) :][::-1]
    first = ring.index(min(ring))
    return ring[first:] + ring[:first]


def check(facts: Facts, reply: str) -> Verdict:
    """Arrow by arrow round the cycle; "acyclic" only where every way ends."""
    return words.judge_list(reply, lambda items: _holds(facts, [item.upper() for item in items]))


def _holds(facts: Facts, items: Sequence[str]) -> bool:
    if items == [NONE.upper()]:
        return None not in _depths(facts).values()
    if len(items) > 2 and items[0] == items[-1]:
        items = items[:-1]
    return len(items) > 1 and _is_cycle(facts, items)


def _is_cycle(facts: Facts, ring: Sequence[str]) -> bool:
    arrows = set(map(tuple, facts["arrows"]))
    return len(set(ring)) == len(ring) and all(arrow in arrows for arrow in pairwise([*ring, ring[0]]))


def _depths(facts: Facts) -> dict[str, int | None]:
    return _longest(tuple(facts["vertices"]), tuple(map(tuple, facts["arrows"])))


@lru_cache(maxsize=64)
def _longest(vertices: tuple[str, ...], arrows: tuple[Pair, ...]) -> dict[str, int | None]:
    """For each vertex how many the longest way that ends there has; None behind a cycle, where none is the longest."""
    before: dict[str, list[str]] = {vertex: [] for vertex in vertices}
    for a, b in arrows:
        before[b].append(a)
    known: dict[str, int | None] = {}

    def depth(vertex: str, way: frozenset[str]) -> int | None:
        if vertex in way:
            return None
        if vertex not in known:
            depths = [depth(other, way | {vertex}) for other in before[vertex]]
            known[vertex] = None if None in depths else 1 + max((each for each in depths if each), default=0)
        return known[vertex]

    return {vertex: depth(vertex, frozenset()) for vertex in vertices}


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    depths = _depths(facts)
    if step.rule == "acyclic":
        return claim["vertices"] == sorted(vertex for vertex, depth in depths.items() if depth)
    if step.rule == "round":
        return claim["vertices"] == sorted(vertex for vertex, depth in depths.items() if depth == claim["round"])
    left = sorted(vertex for vertex, depth in depths.items() if depth is None)
    return claim["left"] == left and _is_cycle(facts, claim["cycle"])


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "arrows": rng.shuffled(facts["arrows"])}


def canonical(facts: Facts) -> list[list[int]]:
    return renamed([(a, b, 1) for a, b in facts["arrows"]], directed=True)
