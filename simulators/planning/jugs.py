"""Jugs and a tap: how to measure out an amount by filling, emptying and pouring, in as few actions as can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

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

Amounts = tuple[int, ...]
Action = tuple[str, int, int]  # what is done, with which jug, into which one
Came = tuple[Action, Amounts]
_ACTION = re.compile(
    r"(fill|empty) (?:up )?(?:jug )?([a-c])(?: up)?|pour (?:from )?(?:jug )?([a-c]) (?:in)?to (?:jug )?([a-c])",
    re.ASCII,
)


def make(rng: Stream, *, jugs: int, largest: int, least: int, most: int) -> Problem:
    for _ in range(TRIES):
        sizes = rng.sample(range(3, largest + 1), jugs)
        start = tuple([rng.below(size) for size in sizes])
        came, first = _reached(sizes, start, most)
        targets = [amount for amount, (actions, _) in first.items() if least <= actions and amount]
        if targets:
            break
    else:
        raise ValueError(f"expected jugs with an amount that takes {least} actions")
    target = rng.choice(targets)
    _, state = first[target]
    actions, states = [], [state]
    while states[-1] != start:
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
                Step("act", {"after": actions[:at], "action": action, "amounts": list(states[at + 1])})
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


def _reached(sizes: list[int], start: Amounts, most: int) -> tuple[dict[Amounts, Came], dict[int, tuple[int, Amounts]]]:
    """The states within so many actions, each with the action and the state that led to it first; and for each amount
    the fewest actions after which a jug holds it, and the first state in which one does.
    """
    came = {start: (("", 0, 0), start)}
    first = dict.fromkeys(start, (0, start))
    edge = [start]
    for count in range(1, most + 1):
        after = []
        for state in edge:
            for action, into_one, into_other in _options(sizes, state):
                # What the last action leads to is of use only where a jug then holds something new.
                if count == most and into_one in first and into_other in first:
                    continue
                held = list(state)
                held[action[2]], held[action[1]] = into_other, into_one
                moved = tuple(held)
                if moved not in came:
                    came[moved] = (action, state)
                    after.append(moved)
                    for amount in moved:
                        if amount not in first:
                            first[amount] = (count, moved)
        edge = after
    return came, first


def _options(sizes: list[int], state: Amounts) -> list[tuple[Action, int, int]]:
    """The actions, each with what the one jug and the other hold after it."""
    found = []
    for i, amount in enumerate(state):
        if amount < sizes[i]:
            found.append((("fill", i, i), sizes[i], sizes[i]))
        if amount:
            found.append((("empty", i, i), 0, 0))
            for j, other in enumerate(state):
                room = sizes[j] - other
                if i != j and room:
                    left = amount - room
                    found.append((("pour", i, j), left, sizes[j]) if left > 0 else (("pour", i, j), 0, other + amount))
    return found


def _told(action: Action) -> str:
    kind, i, j = action
    return f"{kind} {'ABC'[i]} into {'ABC'[j]}" if kind == "pour" else f"{kind} {'ABC'[i]}"


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
    pairs = [(i, j) for i, j in permutations(range(len(sizes)), 2)]
    count, seen, states = 1, {start}, {start}
    # A jug is full, empty or poured from or into last: whether the target comes next is seen without the next states.
    while target not in (0, *sizes) and not any(
        state[i] + state[j] - sizes[j] == target or (state[i] + state[j] == target <= sizes[j])
        for state in states
        for i, j in pairs
    ):
        after = set()
        for state in states:
            held = list(state)
            for i, size in enumerate(sizes):
                for amount in {0, size} - {state[i]}:
                    held[i] = amount
                    after.add(tuple(held))
                held[i] = state[i]
            for i, j in pairs:
                both = state[i] + state[j]
                if not state[i] or state[j] == sizes[j]:
                    continue
                held[j] = min(both, sizes[j])
                held[i] = both - held[j]
                after.add(tuple(held))
                held[i], held[j] = state[i], state[j]
        states = after - seen
        seen |= states
        count += 1
        if not states:
            raise ValueError("expected an amount that can be measured")
    return count


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["actions"] == _least(facts)
    return _after(facts, [*claim["after"], claim["action"]]) == list(claim["amounts"])


def canonical(facts: Facts) -> list[object]:
    return [facts["target"], sorted(jug[1:] for jug in facts["jugs"])]
