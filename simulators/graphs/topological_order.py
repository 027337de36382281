"""An order of tasks in which each comes after all that it depends on; every such order is right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from string import ascii_uppercase

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.graphs._networks import renamed

VERSION = 2
LEVELS = (
    {"nodes": 8, "pairs": 12},
    {"nodes": 10, "pairs": 16},
    {"nodes": 13, "pairs": 23},
    {"nodes": 17, "pairs": 33},
    {"nodes": 23, "pairs": 50},
)


def make(rng: Stream, *, nodes: int, pairs: int) -> Problem:
    tasks = ascii_uppercase[:nodes]
    hidden = rng.shuffled(tasks)
    before: dict[tuple[str, str], None] = {}
    at = 0
    while at < nodes or len(before) < pairs:
        # Every task in turn, so that few are free of all the others; then any.
        i, j = at if at < nodes else rng.below(nodes), rng.below(nodes)
        if i != j:
            before[(hidden[i], hidden[j]) if i < j else (hidden[j], hidden[i])] = None
        at += 1
    given = rng.shuffled([*before])
    layers = _layers(tasks, given)
    order = [*chain.from_iterable(layers)]
    steps = [Step("layer", {"depth": depth, "tasks": layer}) for depth, layer in enumerate(layers)]
    answer = ", ".join(order)
    first, second = rng.choice(given)
    places = order.index(first), order.index(second)
    swapped = order.copy()
    swapped[places[0]], swapped[places[1]] = second, first
    return Problem(
        facts={"tasks": [*tasks], "before": given},
        answer=answer,
        steps=(*steps, Step("order", {"order": order})),
        mistakes=mistakes(
            answer,
            backwards=", ".join(order[::-1]),
            pair_swapped=", ".join(swapped),
            last_left_out=", ".join(order[:-1]),
        ),
    )


def _layers(tasks: Sequence[str], before: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Kahn: again and again all the tasks that wait for none of the tasks left."""
    waits = dict.fromkeys(tasks, 0)
    after: dict[str, list[str]] = {task: [] for task in tasks}
    for first, second in before:
        waits[second] += 1
        after[first].append(second)
    layers = []
    layer = [task for task in tasks if not waits[task]]
    while layer:
        layers.append(layer)
        freed = []
        for task in layer:
            for other in after[task]:
                waits[other] -= 1
                if not waits[other]:
                    freed.append(other)
        layer = sorted(freed)
    return layers


def check(facts: Facts, reply: str) -> Verdict:
    return words.judge_list(reply, lambda items: _is_order(facts, [item.upper() for item in items]))


def _is_order(facts: Facts, order: Sequence[str]) -> bool:
    """All tasks once, and no pair the wrong way round."""
    if sorted(order) != facts["tasks"]:
        return False
    place = {task: at for at, task in enumerate(order)}
    return not [first for first, second in facts["before"] if place[first] >= place[second]]


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "order":
        return _is_order(facts, step.claim["order"])
    depths = _depths(tuple(facts["tasks"]), tuple(map(tuple, facts["before"])))
    return [task for task, depth in depths.items() if depth == step.claim["depth"]] == step.claim["tasks"]


@lru_cache(maxsize=16)
def _depths(tasks: tuple[str, ...], before: tuple[tuple[str, str], ...]) -> dict[str, int]:
    """For each task how many stand in the longest chain that must come before it, by relaxing every pair."""
    depths: dict[str, int] = dict.fromkeys(tasks, 0)
    deeper = True
    while deeper and max(depths.values()) < len(depths):
        deeper = False
        for first, second in before:
            if depths[second] <= depths[first]:
                depths[second] = depths[first] + 1
                deeper = True
    return depths


def canonical(facts: Facts) -> list[list[int]]:
    return renamed([(first, second, 1) for first, second in facts["before"]], directed=True)
