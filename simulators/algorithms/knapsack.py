"""The greatest value of things that can be packed without exceeding a weight."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"items": 4, "heaviest": 9},
    {"items": 5, "heaviest": 12},
    {"items": 6, "heaviest": 15},
    {"items": 8, "heaviest": 20},
    {"items": 11, "heaviest": 30},
)
NAMES = "ABCDEFGHIJKL"
MOST_ITEMS = 30
TRIES = 500

Item = tuple[str, int, int]  # name, weight, value


def make(rng: Stream, *, items: int, heaviest: int) -> Problem:
    for _ in range(TRIES):
        # Dearer things tend to be heavier: else there would be nothing to weigh up.
        weights = [rng.integer(1, heaviest) for _ in range(items)]
        things = [(NAMES[at], weight, weight + rng.integer(1, heaviest)) for at, weight in enumerate(weights)]
        capacity = sum(weights) * rng.integer(35, 65) // 100
        if max(weights) > capacity or len({thing[1:] for thing in things}) < items:
            continue
        rows = _best(things, capacity)
        value = rows[-1][capacity]
        greedy = [_greedy(things, capacity, key) for key in (_by_value, _by_ratio)]
        # Some greedy choice must fail.
        if min(greedy) < value:
            return _problem(things, capacity, rows, greedy)
    raise RuntimeError(f"no {items} things came up in {TRIES} tries")


def _best(things: list[Item], capacity: int) -> list[list[int]]:
    """For each number of leading things and each capacity the greatest value."""
    rows = [[0] * (capacity + 1)]
    for _, weight, value in things:
        before = rows[-1]
        packed = [value + worth for worth in before[: capacity + 1 - weight]]
        rows.append(before[:weight] + list(map(max, before[weight:], packed)))
    return rows


def _by_value(thing: Item) -> float:
    return thing[2]


def _by_ratio(thing: Item) -> float:
    return thing[2] / thing[1]


def _greedy(things: list[Item], capacity: int, key: Any) -> int:
    total = 0
    for _, weight, value in sorted(things, key=key, reverse=True):
        if weight <= capacity:
            capacity -= weight
            total += value
    return total


def _problem(things: list[Item], capacity: int, rows: list[list[int]], greedy: list[int]) -> Problem:
    chosen, left = [], capacity
    for at in range(len(things), 0, -1):
        if rows[at][left] != rows[at - 1][left]:
            chosen.append(things[at - 1])
            left -= things[at - 1][1]
    chosen.reverse()
    value = rows[-1][capacity]
    answer = str(value)
    names = [name for name, _, _ in things]
    packing = {"packed": [name for name, _, _ in chosen], "weight": capacity - left, "value": value}
    return Problem(
        facts={"items": [list(thing) for thing in things], "capacity": capacity},
        answer=answer,
        steps=(
            *(Step("best", {"among": names[:at], "best": row[capacity]}) for at, row in enumerate(rows) if at),
            Step("packing", packing),
        ),
        mistakes=mistakes(
            answer,
            most_valuable_first=greedy[0],
            best_ratio_first=greedy[1],
            everything=sum(worth for _, _, worth in things),
        ),
    )


@lru_cache(maxsize=256)
def _greatest(things: tuple[tuple[int, int], ...], capacity: int) -> int:
    """The greatest value, from all packings that no lighter one equals (Nemhauser and Ullmann)."""
    if len(things) > MOST_ITEMS:
        raise ValueError(f"expected at most {MOST_ITEMS} things, got {len(things)}")
    front = [(0, 0)]
    for weight, value in things:
        merged = sorted(
            front + [(w + weight, v + value) for w, v in front if w + weight <= capacity],
            key=lambda packing: (packing[0], -packing[1]),
        )
        front = []
        for packing in merged:
            if not front or packing[1] > front[-1][1]:
                front.append(packing)
    return front[-1][1]


def _told(facts: Facts, names: list[str] | None = None) -> int:
    """The greatest value of all things, or of those named."""
    chosen = sorted((weight, value) for name, weight, value in facts["items"] if names is None or name in names)
    return _greatest(tuple(chosen), facts["capacity"])


def check(facts: Facts, reply: str) -> Verdict:
    greatest = _told(facts)
    return numbers.judge(reply, lambda value: value == greatest, units=("euros", "euro", "€"))


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    things = {name: (weight, value) for name, weight, value in facts["items"]}
    names = claim["among"] if step.rule == "best" else claim["packed"]
    if not set(names) <= set(things) or len(set(names)) < len(names):
        return False
    if step.rule == "best":
        return claim["best"] == _told(facts, names)
    weight, value = (sum(things[name][part] for name in names) for part in (0, 1))
    return claim["weight"] == weight <= facts["capacity"] and claim["value"] == value == _told(facts)


def canonical(facts: Facts) -> list[Any]:
    return [sorted(list(item[1:]) for item in facts["items"]), facts["capacity"]]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "items": rng.shuffled(facts["items"])}
