"""Jugs and a tap: how to measure out an amount by filling, emptying and pouring, in as few actions as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations, permutations

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"jugs": 2, "largest": 20, "least": 2, "most": 3},
    {"jugs": 2, "largest": 25, "least": 4, "most": 5},
    {"jugs": 2, "largest": 30, "least": 6, "most": 9},
    {"jugs": 3, "largest": 25, "least": 4, "most": 4},
    {"jugs": 3, "largest": 40, "least": 5, "most": 5},
)
TRIES = 200
LONGEST_PLAN = 60

TAP = -1  # in place of a jug: what is filled comes from it, what is emptied goes to it
ENDLESS = 10**6
LITRES = 100  # more than a jug holds: the base in which a state is written for the checker
BITS = 8  # of a state, which is an integer, for each jug

Amounts = tuple[int, ...]
Action = tuple[int, int]  # from which jug into which one
Came = tuple[Action, int]
_ACTION = re.compile(
    r"(fill|empty) (?:up )?(?:jug )?([a-c])(?: up)?|pour (?:from )?(?:jug )?([a-c]) (?:in)?to (?:jug )?([a-c])",
    re.ASCII,
)


def make(rng: Stream, *, jugs: int, largest: int, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        sizes = rng.sample(range(3, largest + 1), jugs)
        start = [rng.below(size) for size in sizes]
        came, first = _reached(sizes, start, most)
        targets = [amount for amount, (actions, _) in first.items() if least <= actions and amount]
        if targets:
            break
    else:
        raise ValueError(f"expected jugs with an amount that takes {least} actions")
    target = rng.choice(targets)
    _, state = first[target]
    actions, states = [], [state]
    while came[states[-1]][0] != (TAP, TAP):
        action, before = came[states[-1]]
        actions.append(_told(action))
        states.append(before)
    actions, states = actions[::-1], states[::-1]
    answer = "; ".join(actions)
    return Problem(
        facts={"jugs": [["ABC"[at], sizes[at], start[at]] for at in range(jugs)], "target": target},
        answer=answer,
        steps=(
            *(
                Step("act", {"after": actions[:at], "action": action, "amounts": _amounts(states[at + 1], jugs)})
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


@cache
def _following(jugs: int) -> dict[Action, list[Action]]:
    """For each action those worth doing next, and for none at all (from the tap into the tap) all of them, in order.

    What can be left out leads to a state that is found without it: what is done to other jugs and could have been done
    before, what undoes the last action, and what flows into a jug just filled, or out of one just emptied.
    """
    every = [action for i in range(jugs) for action in ((TAP, i), (i, TAP), *((i, j) for j in range(jugs) if i != j))]
    found = {(TAP, TAP): every}
    for at, last in enumerate(every):
        found[last] = [
            action
            for number, action in enumerate(every)
            if {*action} != {*last}
            and (number > at or {*action} & {*last} - {TAP})
            and (last[0] != TAP or action[1] != last[1])
            and (last[1] != TAP or action[0] != last[0])
        ]
    return found


def _amounts(state: int, jugs: int) -> list[int]:
    return [state >> BITS * at & (1 << BITS) - 1 for at in range(jugs)]


def _reached(sizes: list[int], start: list[int], most: int) -> tuple[dict[int, Came], dict[int, tuple[int, int]]]:
    """The states within so many actions, each with the action and the state that led to it first; and for each amount
    the fewest actions after which a jug holds it, and the first state in which one does.
    """
    jugs, following = len(sizes), _following(len(sizes))
    places = [*(1 << BITS * at for at in range(jugs)), 0]
    origin = sum([amount * place for amount, place in zip(start, places, strict=False)])
    came: dict[int, Came] = {origin: ((TAP, TAP), origin)}
    # One action fills or empties a jug: that is no puzzle.
    first = dict.fromkeys((*start, 0, *sizes), (0, origin))
    edge = [origin]
    for count in range(1, most):
        after = []
        for state in edge:
            held = [*_amounts(state, jugs), ENDLESS]
            for action in following[came[state][0]]:
                i, j = action
                flows, room = held[i], ENDLESS if j == TAP else sizes[j] - held[j]
                flows = min(flows, room)
                moved = state + flows * (places[j] - places[i])
                if moved not in came:
                    came[moved] = action, state
                    after.append(moved)
                    amount = held[i] - flows or held[j] + flows
                    if amount not in first and TAP not in action:
                        first[amount] = (count, moved)
        edge = after
    _finish(sizes, edge, most, came, first)
    return came, first


def _finish(
    sizes: list[int], edge: list[int], most: int, came: dict[int, Came], first: dict[int, tuple[int, int]]
) -> None:
    """What the last action leads to, which is of use only where a jug then holds something new."""
    pours = [*permutations(range(len(sizes)), 2)]
    for state in edge:
        held = _amounts(state, len(sizes))
        for i, j in pours:
            amount = held[i] + held[j]
            if amount > sizes[j]:
                amount -= sizes[j]
            if amount not in first:
                flows = min(held[i], sizes[j] - held[j])
                moved = state + (flows << BITS * j) - (flows << BITS * i)
                came[moved] = (i, j), state
                first[amount] = (most, moved)


def _told(action: Action) -> str:
    source, target = action
    if source == TAP:
        return f"fill {'ABC'[target]}"
    return f"empty {'ABC'[source]}" if target == TAP else f"pour {'ABC'[source]} into {'ABC'[target]}"


def check(facts: Facts, reply: str) -> Verdict:
    """The actions are done one by one; then no shorter plan may exist, by sets of all states after each action."""
    actions = plans.read(reply)
    if not actions or len(actions) > LONGEST_PLAN:
        return wrong("expected actions such as: fill A; pour A into B; empty B")
    amounts = _after(facts, actions)
    if amounts is None or facts["target"] not in amounts:
        return wrong("these actions are not possible or do not measure the amount")
    return RIGHT if len(actions) == _least(facts) else wrong("fewer actions are enough")


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


def _least(facts: Facts) -> int:
    jugs = facts["jugs"]
    return _counted(tuple(size for _, size, _ in jugs), tuple(amount for *_, amount in jugs), facts["target"])


@lru_cache(maxsize=64)
def _counted(sizes: Amounts, start: Amounts, target: int) -> int:
    """After how many actions some jug can first hold the target."""
    if target in start:
        return 0
    jugs = [(size, LITRES**at) for at, size in enumerate(sizes)]
    # What two jugs hold together where one of them can be left with, or get to hold, the target.
    sums = [
        (unit, place, {target + size, target + other} | ({target} if target <= max(size, other) else set()))
        for (size, unit), (other, place) in combinations(jugs, 2)
    ]
    states = {sum([amount * unit for amount, (_, unit) in zip(start, jugs, strict=True)])}
    count, seen = 1, set(states)
    # A jug is full, empty or poured from or into last: whether the target comes next is seen without the next states.
    while target not in (0, *sizes) and not any(
        state // unit % LITRES + state // place % LITRES in enough for unit, place, enough in sums for state in states
    ):
        states = _spread(jugs, states) - seen
        seen |= states
        count += 1
        if not states:
            raise ValueError("expected an amount that can be measured")
    return count


def _spread(jugs: list[tuple[int, int]], states: set[int]) -> set[int]:
    """All that one action makes of the states, and they themselves. A jug is its size and its place in a state."""
    after: set[int] = set()
    pairs = [*combinations(jugs, 2)]
    for state in states:
        for size, unit in jugs:
            empty = state - state // unit % LITRES * unit
            after.add(empty)
            after.add(empty + size * unit)
        for (size, unit), (larger, place) in pairs:
            one, other = state // unit % LITRES, state // place % LITRES
            both = one + other
            neither = state - one * unit - other * place
            full = min(size, both)
            after.add(neither + full * unit + (both - full) * place)
            full = min(larger, both)
            after.add(neither + (both - full) * unit + full * place)
    return after


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["actions"] == _least(facts)
    return _after(facts, [*claim["after"], claim["action"]]) == list(claim["amounts"])


def canonical(facts: Facts) -> list[object]:
    return [facts["target"], sorted(jug[1:] for jug in facts["jugs"])]
