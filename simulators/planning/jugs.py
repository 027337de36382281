"""Jugs and a tap: how to measure out an amount by filling, emptying and pouring, in as few actions as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 2
LEVELS = (
    {"jugs": 2, "largest": 20, "least": 2, "most": 3},
    {"jugs": 2, "largest": 25, "least": 4, "most": 5},
    {"jugs": 2, "largest": 30, "least": 6, "most": 9},
    {"jugs": 3, "largest": 25, "least": 4, "most": 4},
    {"jugs": 3, "largest": 40, "least": 5, "most": 5},
)
TRIES = 200
FOLLOWED = 32
LONGEST_PLAN = 60
ACTIONS = (
    *("fill A", "fill B", "fill C", "empty A", "empty B", "empty C"),
    *("pour A into B", "pour B into A", "pour A into C", "pour C into A", "pour B into C", "pour C into B"),
)

Amounts = tuple[int, ...]  # of three jugs; where there are two, the third has size 0 and holds nothing
_ACTION = re.compile(
    r"(fill|empty) (?:up )?(?:jug )?([a-c])(?: up)?|pour (?:from )?(?:jug )?([a-c]) (?:in)?to (?:jug )?([a-c])",
    re.ASCII,
)


def make(rng: Stream, *, jugs: int, largest: int, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        sizes = [*rng.sample(range(3, largest + 1), jugs), 0][:3]
        start = [rng.below(size) if size else 0 for size in sizes]
        came, targets = _reached(rng, sizes, tuple(start), least, most)
        if targets:
            break
    else:
        raise ValueError(f"expected jugs with an amount that takes {least} actions")
    target, before = rng.choice([*targets.items()])
    states = [next(state for state in _after_each(sizes, before) if target in state)]
    while before != states[-1]:
        states.append(before)
        before = came[before]
    states.reverse()
    actions = [ACTIONS[_after_each(sizes, state).index(after)] for state, after in pairwise(states)]
    answer = "; ".join(actions)
    return Problem(
        facts={"jugs": [["ABC"[at], sizes[at], start[at]] for at in range(jugs)], "target": target},
        answer=answer,
        steps=(
            *(
                Step("act", {"after": actions[:at], "action": action, "amounts": [*states[at + 1][:jugs]]})
                for at, action in enumerate(actions)
            ),
            Step("least", {"actions": len(actions)}),
        ),
        mistakes=mistakes(
            answer,
            last_action_forgotten="; ".join(actions[:-1]),
            not_shortest="; ".join([actions[0], actions[0], *actions[1:]]),
            one_jug_only=f"fill {'ABC'[rng.below(jugs)]}",
        ),
    )


def _reached(
    rng: Stream, sizes: Sequence[int], start: Amounts, least: int, most: int
) -> tuple[dict[Amounts, Amounts], dict[int, Amounts]]:
    """States that fewer than the most actions lead to, each with the state before it (the start with itself); and
    amounts that take at least and at most so many, each with a state from which one action leads to it.
    """
    came, edge = {start: start}, [start]
    known = {0, *sizes, *start}
    targets: dict[int, Amounts] = {}
    for count in range(1, most + 1):
        if count >= min(least, most - 1):
            amounts = _poured(sizes, edge, known)
            known.update(amounts)
            targets |= amounts if count >= least else {}
        if count == most - 1:  # what takes the most actions need not be found from everywhere
            edge = rng.sample(edge, min(len(edge), FOLLOWED))
        after = []
        for state in edge if count < most else ():
            for moved in _after_each(sizes, state):
                if moved not in came:
                    came[moved] = state
                    after.append(moved)
        known.update(*after)
        edge = after
    return came, targets


def _after_each(sizes: Sequence[int], state: Amounts) -> tuple[Amounts, ...]:
    """What each of the actions makes of a state, in their order."""
    a, b, c = sizes
    x, y, z = state
    xy, xz, yz = x + y, x + z, y + z
    return (
        (a, y, z),
        (x, b, z),
        (x, y, c),
        (0, y, z),
        (x, 0, z),
        (x, y, 0),
        (0, xy, z) if xy <= b else (xy - b, b, z),
        (xy, 0, z) if xy <= a else (a, xy - a, z),
        (0, y, xz) if xz <= c else (xz - c, y, c),
        (xz, y, 0) if xz <= a else (a, y, xz - a),
        (x, 0, yz) if yz <= c else (x, yz - c, c),
        (x, yz, 0) if yz <= b else (x, b, yz - b),
    )


def _poured(sizes: Sequence[int], states: list[Amounts], known: set[int]) -> dict[int, Amounts]:
    """The amounts, other than those known, that a jug holds after it was poured from or into, each with the state
    before.
    """
    found: dict[int, Amounts] = {}
    for one, other in combinations(range(3), 2):
        for both, state in {state[one] + state[other]: state for state in states}.items():
            for size in (sizes[one], sizes[other]):
                amount = both - size if both > size else both
                if amount not in known:
                    found[amount] = state
    return found


def check(facts: Facts, reply: str) -> Verdict:
    """The actions are done one by one; then no shorter plan may exist, by sets of all states after each action."""
    actions = plans.read(reply)
    if not actions or len(actions) > LONGEST_PLAN:
        return wrong("expected actions such as: fill A; pour A into B; empty B")
    amounts = _after(facts, actions)
    if amounts is None or facts["target"] not in amounts:
        return wrong("these actions are not possible or do not measure the amount")
    return RIGHT if _least(facts, len(actions) - 1) == len(actions) else wrong("fewer actions are enough")


def _after(facts: Facts, actions: Sequence[str]) -> list[int] | None:
    """What is in the jugs after the actions, or None where one makes no sense."""
    held = {name: amount for name, _, amount in facts["jugs"]}
    room = {name: size for name, size, _ in facts["jugs"]}
    for action in actions:
        match = _ACTION.fullmatch(action.lower())
        if match is None:
            return None
        kind, jug, source, target = (part and part.upper() for part in match.groups())
        if kind and jug in held:
            held[jug] = room[jug] if kind == "FILL" else 0
        elif source in held and target in held and source != target:
            flows = min(held[source], room[target] - held[target])
            held[source] -= flows
            held[target] += flows
        else:
            return None
    return list(held.values())


def _least(facts: Facts, most: int) -> int:
    """After how many actions some jug can first hold the target; one more than the most where these are not enough."""
    target = facts["target"]
    if target in [amount for *_, amount in facts["jugs"]]:
        return 0
    sizes, start = ((*(jug[at] for jug in facts["jugs"]), 0)[:3] for at in (1, 2))
    if target in (0, *sizes):
        return 1
    # A jug is full, empty or poured from or into last: whether the target comes next is seen without the next states.
    for count in range(most):
        states = _within(sizes, start, count) - _within(sizes, start, count - 1)
        if not states:
            raise ValueError("expected an amount that can be measured")
        if any(
            not _sums(sizes[one], sizes[other], target).isdisjoint([state[one] + state[other] for state in states])
            for one, other in combinations(range(3), 2)
        ):
            return count + 1
    return most + 1


def _sums(size: int, other: int, target: int) -> set[int]:
    """What two jugs hold together where one of them can be left with, or get to hold, the target."""
    return {target + size, target + other, *([target] if target <= max(size, other) else [])}


@lru_cache(maxsize=64)
def _within(sizes: Amounts, start: Amounts, actions: int) -> frozenset[Amounts]:
    """All states after so many actions or fewer: each action is done to all states at once that were new before it."""
    if actions < 1:
        return frozenset([start] * (actions + 1))
    before = _within(sizes, start, actions - 1)
    states = before - _within(sizes, start, actions - 2)
    a, b, c = sizes
    return before.union(
        {(full, y, z) for _, y, z in states for full in (0, a)},
        {(x, full, z) for x, _, z in states for full in (0, b)},
        {(x, y, full) for x, y, _ in states for full in (0, c)},
        {(0, x + y, z) if x + y <= b else (x + y - b, b, z) for x, y, z in states},
        {(x + y, 0, z) if x + y <= a else (a, x + y - a, z) for x, y, z in states},
        {(0, y, x + z) if x + z <= c else (x + z - c, y, c) for x, y, z in states},
        {(x + z, y, 0) if x + z <= a else (a, y, x + z - a) for x, y, z in states},
        {(x, 0, y + z) if y + z <= c else (x, y + z - c, c) for x, y, z in states},
        {(x, y + z, 0) if y + z <= b else (x, b, y + z - b) for x, y, z in states},
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["actions"] == _least(facts, LONGEST_PLAN)
    return _after(facts, [*claim["after"], claim["action"]]) == list(claim["amounts"])


def canonical(facts: Facts) -> list[object]:
    return [facts["target"], sorted(jug[1:] for jug in facts["jugs"])]
