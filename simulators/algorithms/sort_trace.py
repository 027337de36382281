"""The list of numbers after some passes of bubble, insertion or selection sort."""

from __future__ import annotations

from bisect import insort
from functools import lru_cache
from itertools import pairwise

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 5, "passes": 1, "largest": 50},
    {"count": 6, "passes": 2, "largest": 99},
    {"count": 8, "passes": 3, "largest": 99},
    {"count": 11, "passes": 4, "largest": 99},
    {"count": 15, "passes": 6, "largest": 999},
)
ALGORITHMS = ("bubble", "insertion", "selection")
MOST_NUMBERS = 60
TRIES = 1000


def make(rng: Stream, *, count: int, passes: int, largest: int) -> Problem:
    algorithm = rng.choice(ALGORITHMS)
    for _ in range(TRIES):
        numbers = rng.sample(range(1, largest + 1), count)
        states = [numbers]
        for number in range(passes):
            states.append(_pass(algorithm, states[-1], number))
        # Each pass changes the list.
        if states[-1] != sorted(numbers) and all(before != after for before, after in pairwise(states)):
            break
    else:
        raise RuntimeError(f"no list of {count} numbers came up in {TRIES} tries")
    others = [other for other in ALGORITHMS if other != algorithm]
    misread = numbers
    for number in range(passes):
        misread = _pass(others[0], misread, number)
    answer = _text(states[-1])
    return Problem(
        facts={"algorithm": algorithm, "numbers": numbers, "passes": passes},
        answer=answer,
        steps=tuple(Step("pass", {"number": at, "list": state}) for at, state in enumerate(states) if at),
        mistakes=mistakes(
            answer,
            one_pass_short=_text(states[-2]),
            one_pass_more=_text(_pass(algorithm, states[-1], passes)),
            other_algorithm=_text(misread),
            sorted_at_once=_text(sorted(numbers)),
        ),
    )


def _text(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _pass(algorithm: str, before: list[int], number: int) -> list[int]:
    """The list after pass ``number``, counted from 0."""
    items = list(before)
    if algorithm == "bubble":
        for at in range(len(items) - 1):
            if items[at] > items[at + 1]:
                items[at], items[at + 1] = items[at + 1], items[at]
    elif algorithm == "insertion":
        at = number + 1
        while 0 < at < len(items) and items[at - 1] > items[at]:
            items[at - 1], items[at] = items[at], items[at - 1]
            at -= 1
    else:
        least = min(range(number, len(items)), key=items.__getitem__)
        items[number], items[least] = items[least], items[number]
    return items


@lru_cache(maxsize=256)
def _after(algorithm: str, numbers: tuple[int, ...], passes: int) -> list[int]:
    """The list after so many passes at once, from what they achieve together."""
    if not 0 <= passes < len(numbers) <= MOST_NUMBERS:
        raise ValueError(f"expected at most {MOST_NUMBERS} numbers and fewer passes")
    if algorithm == "insertion":
        return sorted(numbers[: passes + 1]) + list(numbers[passes + 1 :])
    if algorithm == "selection":
        items, where = list(numbers), {number: at for at, number in enumerate(numbers)}
        for at, number in enumerate(sorted(numbers)[:passes]):
            other, old = items[at], where[number]
            items[at], items[old] = number, other
            where[other] = old
        return items
    # Bubble sort holds back as many large numbers as there are passes, and lets the least of these go.
    held: list[int] = []
    after = []
    for number in numbers:
        insort(held, number)
        if len(held) > passes:
            after.append(held.pop(0))
    return after + held


def _told(facts: Facts, passes: int) -> list[int]:
    return _after(facts["algorithm"], tuple(facts["numbers"]), passes)


def check(facts: Facts, reply: str) -> Verdict:
    after = _told(facts, facts["passes"])
    return lists.judge(reply, lambda given: given == after)


def check_step(facts: Facts, step: Step) -> bool:
    number = step.claim["number"]
    return 0 < number <= facts["passes"] and list(step.claim["list"]) == _told(facts, number)
