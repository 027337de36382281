"""A river crossing in as few trips as can be, where some animals must not be left alone and the boat bears little."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache, reduce
from itertools import combinations
from operator import or_

from simulators.checks import plans
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"animals": 3, "fights": 1, "least": 3},
    {"animals": 4, "fights": 2, "least": 5},
    {"animals": 4, "fights": 3, "least": 7},
    {"animals": 5, "fights": 4, "least": 7},
    {"animals": 6, "fights": 5, "least": 9},
)
TRIES = 500
NOTHING = "nothing"
MOST_ANIMALS = 12  # that the checker looks at in all sets
ANIMALS = ("badger", "cat", "dog", "fox", "goat", "goose", "hare", "hen", "lamb", "pig", "rat", "snake", "wolf")

_ITEM = re.compile(r" and |[,+&]")


def make(rng: Stream, *, animals: int, fights: int, least: int) -> Problem:
    names = rng.sample(ANIMALS, animals)
    pairs = list(combinations(range(animals), 2))
    for _ in range(TRIES):
        weights = [rng.integer(2, 30) for _ in names]
        boat = rng.integer(max(weights), max(weights) + 12)
        fighting = rng.sample(pairs, fights)
        loads = _fewest(weights, boat, fighting)
        if len(loads) >= least:
            break
    else:
        raise ValueError(f"expected a crossing of {least} trips")
    trips = [" and ".join(names[at] for at in range(animals) if load >> at & 1) or NOTHING for load in loads]
    answer = "; ".join(trips)
    steps, here = [], (1 << animals) - 1
    for at, load in enumerate(loads, 1):
        here ^= load
        banks = [[name for i, name in enumerate(names) if bank >> i & 1] for bank in (here, ~here)]
        steps.append(Step("trip", {"trips": trips[:at], "near": banks[0], "far": banks[1]}))
    return Problem(
        facts={
            "boat": boat,
            "animals": [list(pair) for pair in zip(names, weights, strict=True)],
            "fights": [[names[a], names[b]] for a, b in fighting],
        },
        answer=answer,
        steps=(*steps, Step("least", {"trips": len(trips)})),
        mistakes=mistakes(
            answer,
            boat_never_returns="; ".join([trip for at, trip in enumerate(trips) if at % 2 == 0]),
            last_trip_forgotten="; ".join(trips[:-1]),
            not_shortest="; ".join([trips[0], trips[0], *trips]),
        ),
    )


def _fewest(weights: Sequence[int], boat: int, fighting: Sequence[tuple[int, int]]) -> list[int]:
    """What the boat takes on each trip (as bits) if it makes the fewest, or nothing if there is no way."""
    whole = (1 << len(weights)) - 1
    unsafe = reduce(or_, [_together(len(weights), 1 << a | 1 << b) for a, b in fighting])
    totals = [0]  # what each set of animals weighs
    for weight in weights:
        totals += [total + weight for total in totals]
    loads = [load for load, total in enumerate(totals) if total <= boat]
    # A state is what is on the near bank, and whether the ferryman is on the far one.
    came = {(whole, 0): (whole, 0)}
    queue = [(whole, 0)]
    for state in queue:
        near, away = state
        bank = whole ^ near if away else near
        for load in loads:
            if load & bank == load and not unsafe >> (bank ^ load) & 1:
                after = (near ^ load, 1 - away)
                if after not in came:
                    came[after] = state
                    if after == (0, 1):
                        return _loads(came, after)
                    queue.append(after)
    return []


@cache
def _together(animals: int, pair: int) -> int:
    """The sets of animals that hold both of a pair, each as a bit."""
    return sum([1 << bank for bank in range(1 << animals) if bank & pair == pair])


def _loads(came: dict[tuple[int, int], tuple[int, int]], state: tuple[int, int]) -> list[int]:
    loads = []
    while came[state] != state:
        loads.append(state[0] ^ came[state][0])
        state = came[state]
    return loads[::-1]


def check(facts: Facts, reply: str) -> Verdict:
    """The trips are made one by one; then there may be no way with fewer, by sweeps over all states."""
    trips = plans.read(reply)
    if not trips:
        return wrong("expected what the boat takes on each trip, separated by semicolons")
    near = _banks(facts, trips)
    if near is None or near:
        return wrong("these trips are not allowed or leave someone behind")
    return RIGHT if len(trips) == _least(facts) else wrong("fewer trips are enough")


def _banks(facts: Facts, trips: Sequence[str]) -> set[str] | None:
    """Who is on the near bank after the trips, the ferryman included, or None where one is not allowed."""
    weights = dict(map(tuple, facts["animals"]))
    banks = [set(weights), set[str]()]
    for at, trip in enumerate(trips):
        said = [name.strip().removeprefix("the ") for name in _ITEM.split(trip)]
        load = set() if said in ([NOTHING], ["empty"]) else set(said)
        bank, other = banks[at % 2], banks[1 - at % 2]
        if not load <= bank or sum(weights[name] for name in load) > facts["boat"]:
            return None
        bank -= load
        other |= load
        if any(bank.issuperset(pair) for pair in facts["fights"]):
            return None
    return banks[0] if len(trips) % 2 else banks[0] | {"ferryman"}


def _least(facts: Facts) -> int:
    names = [name for name, _ in facts["animals"]]
    fights = tuple(tuple(map(names.index, pair)) for pair in facts["fights"])
    return _swept(tuple(weight for _, weight in facts["animals"]), facts["boat"], fights)


@lru_cache(maxsize=128)
def _swept(weights: tuple[int, ...], boat: int, fights: tuple[tuple[int, ...], ...]) -> int:
    """The fewest trips: sets of states, one for each number of trips."""
    if len(weights) > MOST_ANIMALS:
        raise ValueError(f"expected {MOST_ANIMALS} animals at most")
    every = (1 << len(weights)) - 1
    pairs = [sum([1 << animal for animal in pair]) for pair in fights]
    safe = [all(bank & pair != pair for pair in pairs) for bank in range(every + 1)]
    loads = [
        sum([1 << animal for animal in load])
        for size in range(len(weights) + 1)
        for load in combinations(range(len(weights)), size)
        if sum([weights[animal] for animal in load]) <= boat
    ]
    # Sets of animals as bits: who is on the bank that the boat leaves.
    banks, trips = {every}, 0
    seen: tuple[set[int], set[int]] = ({every}, set())
    while not (trips % 2 and every in banks):
        left = {bank ^ load for bank in banks for load in loads if not load & ~bank and safe[bank ^ load]}
        trips += 1
        banks = {every ^ bank for bank in left} - seen[trips % 2]
        seen[trips % 2].update(banks)
        if not banks:
            raise ValueError("expected a crossing that is possible")
    return trips


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "least":
        return claim["trips"] == _least(facts)
    near = _banks(facts, claim["trips"])
    everyone = [name for name, _ in facts["animals"]]
    return (
        near is not None
        and sorted(claim["near"]) == sorted(name for name in everyone if name in near)
        and sorted(claim["far"]) == sorted(name for name in everyone if name not in near)
    )


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "animals": rng.shuffled(facts["animals"]), "fights": rng.shuffled(facts["fights"])}


def canonical(facts: Facts) -> list[object]:
    """The weights in order; the fights by the places of their animals among the weights."""
    order = sorted((weight, name) for name, weight in facts["animals"])
    alike = [weight for weight, _ in order]
    place = {name: alike.index(weight) for weight, name in order}
    return [facts["boat"], alike, sorted(sorted(place[name] for name in pair) for pair in facts["fights"])]
