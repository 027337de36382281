"""A colouring of a graph with few colours, neighbours in different ones, or the finding that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from string import ascii_uppercase

from simulators.checks import assignments
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.graphs._networks import renamed

VERSION = 1
LEVELS = (
    {"nodes": 10, "colors": 3, "edges": 16},
    {"nodes": 12, "colors": 3, "edges": 21},
    {"nodes": 14, "colors": 3, "edges": 26},
    {"nodes": 16, "colors": 4, "edges": 42},
    {"nodes": 18, "colors": 4, "edges": 50},
)
IMPOSSIBLE = "impossible"

Pair = tuple[str, str]


def make(rng: Stream, *, nodes: int, colors: int, edges: int) -> Problem:
    names = rng.shuffled(ascii_uppercase[:nodes])
    core, hubs, cycle = set[Pair](), names[: colors - 2], [""]
    if rng.chance(1, 4):
        # Hubs joined to each other and to all of an odd cycle need a colour each, and the cycle three more.
        cycle = names[colors - 2 : colors - 2 + rng.choice((3, 5))]
        core |= {
            *combinations(hubs, 2),
            *pairwise([*cycle, cycle[0]]),
            *((hub, node) for hub in hubs for node in cycle),
        }
    colored = {name: 1 + (at % colors) for at, name in enumerate(names)}
    links = {(min(pair), max(pair)) for pair in core}
    for _ in range(20 * edges):
        if len(links) >= edges:
            break
        a, b = sorted(rng.sample(names, 2))
        if colored[a] != colored[b]:
            links.add((a, b))
    given = rng.shuffled(sorted(links))
    facts = {"nodes": sorted(names), "edges": given, "colors": colors}
    guess = ", ".join([f"{name}={colored[name]}" for name in sorted(names)])
    if core:
        a, b = sorted(rng.sample(names, 2))
        other = {name: {a: b, b: a}.get(name, name) for name in names}
        return Problem(
            facts=facts,
            answer=IMPOSSIBLE,
            steps=(*_no_way(hubs, cycle, colors), Step("none", {"reply": IMPOSSIBLE})),
            mistakes=mistakes(
                IMPOSSIBLE,
                neighbours_overlooked=guess,
                other_neighbours_overlooked=", ".join([f"{name}={colored[other[name]]}" for name in sorted(names)]),
            ),
        )
    steps = _told(rng, names, given, colored)
    a, b = rng.choice(given)
    return Problem(
        facts=facts,
        answer=guess,
        steps=(*steps, Step("colored", {"coloring": guess})),
        mistakes=mistakes(
            guess,
            neighbours_alike=guess.replace(f"{a}={colored[a]}", f"{a}={colored[b]}"),
            one_color_too_many=guess.replace(f"{a}={colored[a]}", f"{a}={colors + 1}"),
            gave_up=IMPOSSIBLE,
        ),
    )


def _no_way(hubs: Sequence[str], cycle: Sequence[str], colors: int) -> list[Step]:
    claim = {"hubs": list(hubs), "cycle": list(cycle), "left": colors - len(hubs)}
    return [Step("hubs", claim), Step("odd", {"cycle": list(cycle), "length": len(cycle)})]


def _told(rng: Stream, names: Sequence[str], edges: Sequence[Pair], colored: dict[str, int]) -> list[Step]:
    """Vertex by vertex, always one with most coloured neighbours."""
    near: dict[str, list[str]] = {name: [] for name in names}
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    steps, done = [], list[str]()
    waiting = rng.shuffled(names)
    while waiting:
        name = max(waiting, key=lambda each: sum(other in done for other in near[each]))
        waiting.remove(name)
        said = [f"{each}={colored[each]}" for each in done]
        beside = [f"{each}={colored[each]}" for each in sorted(near[name]) if each in done]
        steps.append(Step("next", {"after": ", ".join(said), "beside": beside, "next": f"{name}={colored[name]}"}))
        done.append(name)
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """Any colouring in which no edge joins two equal colours; "impossible" only where a search finds none."""
    if (final(reply) or "").lower() == IMPOSSIBLE:
        return wrong("there is such a colouring") if _can_color(facts) else RIGHT
    return assignments.judge(reply, lambda colors: _holds(facts, {key.upper(): color for key, color in colors.items()}))


def _holds(facts: Facts, colors: dict[str, str]) -> bool:
    return sorted(colors) == sorted(facts["nodes"]) and _fits(facts, colors)


def _fits(facts: Facts, colors: dict[str, str]) -> bool:
    """Whether these vertices have colours that there are, and none the same as a neighbour."""
    palette = set(map(str, range(1, facts["colors"] + 1)))
    return (
        set(colors) <= set(facts["nodes"])
        and set(colors.values()) <= palette
        and not any(a in colors and colors[a] == colors.get(b) for a, b in facts["edges"])
    )


def _can_color(facts: Facts) -> bool:
    return _colored(tuple(facts["nodes"]), tuple(map(tuple, facts["edges"])), facts["colors"])


@lru_cache(maxsize=256)
def _colored(nodes: tuple[str, ...], edges: tuple[Pair, ...], colors: int) -> bool:
    """Whether a colouring exists: the vertex with the fewest colours left first, a new colour at most once."""
    near = {node: {b if a == node else a for a, b in edges if node in (a, b)} for node in nodes}

    def extends(free: dict[str, int], used: int) -> bool:
        if not free:
            return True
        node = min(free, key=lambda each: (free[each].bit_count(), -len(near[each])))
        for color in range(min(used + 1, colors)):
            if free[node] >> color & 1:
                rest = {
                    other: left & ~(1 << color) if other in near[node] else left
                    for other, left in free.items()
                    if other != node
                }
                if all(rest.values()) and extends(rest, max(used, color + 1)):
                    return True
        return False

    return extends(dict.fromkeys(nodes, (1 << colors) - 1), 0)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule in ("colored", "none"):
        return check(facts, claim["coloring" if step.rule == "colored" else "reply"]).reward == 1
    if step.rule == "next":
        after = dict(pair.split("=") for pair in claim["after"].split(", ")) if claim["after"] else {}
        name, color = claim["next"].split("=")
        near = {b if a == name else a for a, b in facts["edges"] if name in (a, b)}
        beside = sorted(f"{each}={after[each]}" for each in after if each in near)
        return name not in after and claim["beside"] == beside and _fits(facts, {**after, name: color})
    joined = {frozenset(edge) for edge in facts["edges"]}
    cycle = claim["cycle"]
    is_cycle = all(frozenset(pair) in joined for pair in pairwise([*cycle, cycle[0]])) and len({*cycle}) == len(cycle)
    if step.rule == "odd":
        return is_cycle and claim["length"] == len(cycle) and len(cycle) % 2 == 1
    hubs = claim["hubs"]
    needed = [*combinations(hubs, 2), *((hub, node) for hub in hubs for node in cycle)]
    return (
        is_cycle
        and claim["left"] == facts["colors"] - len(hubs) == 2
        and all(frozenset(pair) in joined for pair in needed)
    )


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "edges": [rng.shuffled(edge) for edge in rng.shuffled(facts["edges"])]}


def canonical(facts: Facts) -> list[object]:
    return [len(facts["nodes"]), facts["colors"], renamed([(a, b, 1) for a, b in facts["edges"]])]
