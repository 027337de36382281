"""What a stack, a queue or a double-ended queue holds after operations, or what was taken out of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"operations": 6, "kinds": ("stack", "queue")},
    {"operations": 9, "kinds": ("stack", "queue")},
    {"operations": 12, "kinds": ("stack", "queue", "deque")},
    {"operations": 15, "kinds": ("deque",)},
    {"operations": 22, "kinds": ("deque",)},
)
SIDES = ("left", "right")
MOST_OPERATIONS = 100
TRIES = 200


def make(rng: Stream, *, operations: int, kinds: tuple[str, ...]) -> Problem:
    kind = rng.choice(kinds)
    for _ in range(TRIES):
        done = _operations(rng, operations, kind)
        states, taken = _states(done, kind)
        if len(states[-1]) > 1 and len(taken) > 1:
            break
    else:
        raise RuntimeError(f"no {operations} operations came up in {TRIES} tries")
    wanted = rng.choice(("held", "taken"))
    other_states, other_taken = _states(done, "queue" if kind == "stack" else "stack")
    listed, misread, short = (
        (states[-1], other_states[-1], states[-2]) if wanted == "held" else (taken, other_taken, taken[:-1])
    )
    answer = ", ".join(map(str, listed))
    return Problem(
        facts={"kind": kind, "operations": done, "wanted": wanted},
        answer=answer,
        steps=(
            *(Step("after", {"number": at, "held": state}) for at, state in enumerate(states) if at),
            *([Step("taken", {"taken": taken})] if wanted == "taken" else []),
        ),
        mistakes=mistakes(
            answer,
            reversed=", ".join(map(str, listed[::-1])),
            wrong_end=", ".join(map(str, misread)),
            last_operation_forgotten=", ".join(map(str, short)),
        ),
    )


def _operations(rng: Stream, count: int, kind: str) -> list[list[Any]]:
    """Additions and removals, of which none meets an emptiness, and which begin with two additions."""
    done: list[list[Any]] = []
    held = 0
    for value in rng.sample(range(1, 100), count):
        if held > 1 and rng.chance(2, 5):
            done.append(["take", rng.choice(SIDES) if kind == "deque" else "left" if kind == "queue" else "right"])
            held -= 1
        else:
            done.append(["add", rng.choice(SIDES) if kind == "deque" else "right", value])
            held += 1
    return done


def _states(operations: list[list[Any]], kind: str) -> tuple[list[list[int]], list[int]]:
    """What is held at first and after each operation, and what was taken; the kind rules over the sides named."""
    held: list[int] = []
    states, taken = [held], []
    for operation, side, *value in operations:
        left = side == "left" if kind == "deque" else operation == "take" and kind == "queue"
        if operation == "add":
            held = value + held if left else held + value
        else:
            taken.append(held[0 if left else -1])
            held = held[1:] if left else held[:-1]
        states.append(held)
    return states, taken


@lru_cache(maxsize=256)
def _replayed(operations: tuple[tuple[Any, ...], ...]) -> tuple[list[list[int]], list[int]]:
    """What is held after each operation and what was taken: values on numbered places, and two marks around them."""
    if len(operations) > MOST_OPERATIONS:
        raise ValueError(f"expected at most {MOST_OPERATIONS} operations")
    line: dict[int, int] = {}
    left = right = 0
    history, taken = [], []
    for operation, side, *value in operations:
        if operation == "add":
            if side == "left":
                left -= 1
                line[left] = value[0]
            else:
                line[right] = value[0]
                right += 1
        else:
            if left == right:
                raise ValueError("nothing is left to take")
            right -= side == "right"
            taken.append(line[left if side == "left" else right])
            left += side == "left"
        history.append([line[place] for place in range(left, right)])
    return history, taken


def _told(facts: Facts) -> tuple[list[list[int]], list[int]]:
    return _replayed(tuple(map(tuple, facts["operations"])))


def check(facts: Facts, reply: str) -> Verdict:
    history, taken = _told(facts)
    listed = history[-1] if facts["wanted"] == "held" else taken
    return lists.judge(reply, lambda given: given == listed)


def check_step(facts: Facts, step: Step) -> bool:
    claim, (history, taken) = step.claim, _told(facts)
    if step.rule == "taken":
        return list(claim["taken"]) == taken
    return claim["number"] > 0 and list(claim["held"]) == history[claim["number"] - 1]
