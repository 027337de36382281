"""The array of a binary heap after values are pushed and popped."""

from __future__ import annotations

from functools import lru_cache
from heapq import heappop, heappush
from typing import Any

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"pushes": 4, "pops": 0},
    {"pushes": 6, "pops": 1},
    {"pushes": 8, "pops": 2},
    {"pushes": 10, "pops": 3},
    {"pushes": 13, "pops": 5},
)
POP = "pop"
MOST_OPERATIONS = 100
TRIES = 200


def make(rng: Stream, *, pushes: int, pops: int) -> Problem:
    kind = rng.choice(("min", "max"))
    sign = 1 if kind == "min" else -1
    for _ in range(TRIES):
        operations = _operations(rng, pushes, pops)
        states = _states(operations, sign)
        if states[-1] != sorted(states[-1], reverse=sign < 0):
            break
    else:
        raise RuntimeError(f"no {pushes} pushes came up in {TRIES} tries")
    answer = _text(states[-1])
    return Problem(
        facts={"kind": kind, "operations": operations},
        answer=answer,
        steps=tuple(Step("after", {"number": at, "array": state}) for at, state in enumerate(states) if at),
        mistakes=mistakes(
            answer,
            sorted_instead=_text(sorted(states[-1], reverse=sign < 0)),
            other_kind=_text(_states(operations, -sign)[-1]),
            not_sifted=_text([value for value in operations if value in states[-1]]),
        ),
    )


def _operations(rng: Stream, pushes: int, pops: int) -> list[Any]:
    """Values to push with pops among them, each when three values are there at least."""
    values = rng.sample(range(1, 100), pushes)
    operations: list[Any] = []
    held = 0
    while values or pops:
        if held > 2 and pops and (not values or rng.below(len(values) + pops) < pops):
            operations.append(POP)
            pops -= 1
            held -= 1
        else:
            operations.append(values.pop())
            held += 1
    return operations


def _text(values: list[Any]) -> str:
    return ", ".join(map(str, values))


def _states(operations: list[Any], sign: int) -> list[list[int]]:
    """The array at first and after each operation; with the sign -1 the largest value is on top."""
    array: list[int] = []
    states: list[list[int]] = [[]]
    for operation in operations:
        if operation == POP:
            array[0] = array[-1]
            array.pop()
            _sift_down(array, sign)
        else:
            array.append(operation)
            at = len(array) - 1
            while at and sign * array[at] < sign * array[(at - 1) // 2]:
                array[at], array[(at - 1) // 2] = array[(at - 1) // 2], array[at]
                at = (at - 1) // 2
        states.append(list(array))
    return states


def _sift_down(array: list[int], sign: int) -> None:
    at = 0
    while 2 * at + 1 < len(array):
        child = 2 * at + 1
        if child + 1 < len(array) and sign * array[child + 1] < sign * array[child]:
            child += 1
        if sign * array[at] < sign * array[child]:
            break
        array[at], array[child] = array[child], array[at]
        at = child


@lru_cache(maxsize=64)
def _history(kind: str, operations: tuple[Any, ...]) -> list[list[int]]:
    """The same by the standard library, which sinks the hole to the bottom first: different values, the same array."""
    if len(operations) > MOST_OPERATIONS or len(set(operations) - {POP}) + operations.count(POP) < len(operations):
        raise ValueError("expected a few operations with different values")
    sign = {"min": 1, "max": -1}[kind]
    array: list[int] = []
    history = []
    for operation in operations:
        if operation == POP:
            heappop(array)
        else:
            heappush(array, sign * operation)
        history.append([sign * value for value in array])
    return history


def _told(facts: Facts) -> list[list[int]]:
    return _history(facts["kind"], tuple(facts["operations"]))


def check(facts: Facts, reply: str) -> Verdict:
    array = _told(facts)[-1]
    return lists.judge(reply, lambda given: given == array)


def check_step(facts: Facts, step: Step) -> bool:
    number = step.claim["number"]
    return number > 0 and list(step.claim["array"]) == _told(facts)[number - 1]
