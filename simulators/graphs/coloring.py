"""A colouring of a graph with few colours, neighbours in different ones, or the finding that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, pairwise
from string import ascii_uppercase

from simulators.checks import assignments
from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong
from simulators.graphs._networks import renamed

VERSION = 2
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
    """Edges between places of different colours, which are dealt out in turn; the names come in random order."""
    names = rng.shuffled(ascii_uppercase[:nodes])
    length = rng.choice((3, 5)) if rng.chance(1, 4) else 0
    core, others = _pairs(nodes, colors, length)
    links = [(names[a], names[b]) for a, b in (*core, *rng.sample(others, edges - len(core)))]
    given = [(a, b) if a < b else (b, a) for a, b in links]
    if core:
        given = rng.shuffled(given)
    nodes_sorted = sorted(names)
    colored = {name: 1 + (at % colors) for at, name in enumerate(names)}
    said = {name: f"{name}={colored[name]}" for name in nodes_sorted}
    guess = ", ".join(said.values())
    facts = {"nodes": nodes_sorted, "edges": given, "colors": colors}
    if core:
        a, b = sorted(rng.sample(names, 2))
        swapped = {**colored, a: colored[b], b: colored[a]}
        return Problem(
            facts=facts,
            answer=IMPOSSIBLE,
            steps=(*_no_way(names, colors, length), Step("none", {"reply": IMPOSSIBLE})),
            mistakes=mistakes(
                IMPOSSIBLE,
                neighbours_overlooked=guess,
                other_neighbours_overlooked=", ".join([f"{name}={swapped[name]}" for name in nodes_sorted]),
            ),
        )
    steps = _told(rng, names, given, said)
    a, b = rng.choice(given)
    return Problem(
        facts=facts,
        answer=guess,
        steps=(*steps, Step("colored", {"coloring": guess})),
        mistakes=mistakes(
            guess,
            neighbours_alike=guess.replace(said[a], f"{a}={colored[b]}"),
            one_color_too_many=guess.replace(said[a], f"{a}={colors + 1}"),
            gave_up=IMPOSSIBLE,
        ),
    )


@cache
def _pairs(nodes: int, colors: int, length: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The places to be joined in any case, and others of different colours.

    Hubs joined to each other and to all of an odd cycle need a colour each, and the cycle three more.
    """
    hubs, cycle = range(colors - 2), range(colors - 2, colors - 2 + length)
    core: list[tuple[int, int]] = []
    if length:
        core += combinations(hubs, 2)
        core += [*pairwise(cycle), (cycle[0], cycle[-1]), *((hub, node) for hub in hubs for node in cycle)]
    others = [(a, b) for a, b in combinations(range(nodes), 2) if (b - a) % colors and (a, b) not in core]
    return core, others


def _no_way(names: list[str], colors: int, length: int) -> list[Step]:
    hubs, cycle = names[: colors - 2], names[colors - 2 : colors - 2 + length]
    return [Step("hubs", {"hubs": hubs, "cycle": cycle, "left": 2}), Step("odd", {"cycle": cycle, "length": length})]


def _told(rng: Stream, names: Sequence[str], edges: Sequence[Pair], said: dict[str, str]) -> list[Step]:
    """Vertex by vertex, always one with most coloured neighbours."""
    near: dict[str, list[str]] = {name: [] for name in names}
    for a, b in sorted(edges):  # so that neighbours, too, are in the order of their names
        near[a].append(b)
        near[b].append(a)
    steps, after = [], ""
    colored = dict.fromkeys(names, 0)  # how many neighbours are; -1 for a vertex that is itself
    waiting = rng.shuffled(names)
    while waiting:
        name = max(waiting, key=colored.__getitem__)
        waiting.remove(name)
        colored[name] = -1
        beside = []
        for other in near[name]:
            if colored[other] < 0:
                beside.append(said[other])
            else:
                colored[other] += 1
        steps.append(Step("next", {"after": after, "beside": beside, "next": said[name]}))
        after = f"{after}, {said[name]}" if after else said[name]
    return steps


def check(facts: Facts, reply: str) -> Verdict:
    """Any colouring in which no edge joins two equal colours; "impossible" only where a search finds none."""
    if IMPOSSIBLE in reply.lower() and (final(reply) or "").lower() == IMPOSSIBLE:
        return wrong("there is such a colouring") if _can_color(facts) else RIGHT
    return assignments.judge(reply, lambda colors: _holds(facts, {key.upper(): color for key, color in colors.items()}))


def _holds(facts: Facts, colors: dict[str, str]) -> bool:
    return len(colors) == len(facts["nodes"]) and _fits(facts, colors)


def _fits(facts: Facts, colors: dict[str, str]) -> bool:
    """Whether these vertices have colours that there are, and none the same as a neighbour."""
    palette = map(str, range(1, facts["colors"] + 1))
    if not colors.keys() <= set(facts["nodes"]) or not set(colors.values()).issubset(palette):
        return False
    of = colors.get
    return colors.keys().isdisjoint([a for a, b in facts["edges"] if of(a) == of(b)])


def _can_color(facts: Facts) -> bool:
    return _colored(tuple(facts["nodes"]), tuple(map(tuple, facts["edges"])), facts["colors"])


@lru_cache(maxsize=256)
def _colored(nodes: tuple[str, ...], edges: tuple[Pair, ...], colors: int) -> bool:
    """Whether a colouring exists: the vertex with the fewest colours left first, a new colour at most once."""
    place = {node: at for at, node in enumerate(nodes)}
    near = [0] * len(nodes)
    for a, b in edges:
        near[place[a]] |= 1 << place[b]
        near[place[b]] |= 1 << place[a]

    def extends(bare: int, free: tuple[int, ...], used: int) -> bool:
        """Whether the vertices without a colour can have one, each of those for which it is free."""
        if not bare:
            return True
        once = twice = thrice = 0  # vertices with at least so many colours left
        for left in free:
            once, twice, thrice = once | left, twice | once & left, thrice | twice & left
        if bare & ~once:
            return False
        fewest = bare & ~twice or bare & ~thrice or bare
        node = fewest & -fewest
        taken = ~near[node.bit_length() - 1]
        return any(
            free[color] & node
            and extends(bare ^ node, (*free[:color], free[color] & taken, *free[color + 1 :]), max(used, color + 1))
            for color in range(min(used + 1, colors))
        )

    everyone = (1 << len(nodes)) - 1
    return extends(everyone, (everyone,) * colors, 0)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule in ("colored", "none"):
        return check(facts, claim["coloring" if step.rule == "colored" else "reply"]).reward == 1
    if step.rule == "next":
        after = dict([pair.split("=") for pair in claim["after"].split(", ")]) if claim["after"] else {}
        name, color = claim["next"].split("=")
        near = {b if a == name else a for a, b in facts["edges"] if name in (a, b)}
        beside = sorted([f"{each}={after[each]}" for each in near if each in after])
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
