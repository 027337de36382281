"""The numbers of a sorted list that binary search looks at on its way to a number."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from simulators.checks import lists
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"count": 7, "largest": 60},
    {"count": 12, "largest": 99},
    {"count": 20, "largest": 400},
    {"count": 33, "largest": 999},
    {"count": 55, "largest": 9999},
)
MOST_NUMBERS = 500


def make(rng: Stream, *, count: int, largest: int) -> Problem:
    numbers = sorted(rng.sample(range(1, largest + 1), count))
    # A number in the middle would be found at once.
    target = rng.choice([*numbers[: count // 2 - 1], *numbers[count // 2 + 1 :]])
    if rng.chance(1, 3):
        target += rng.choice((-1, 1))
    looks = _looks(numbers, target, 0)
    answer = ", ".join(str(value) for _, _, _, value in looks)
    from_right = ", ".join(str(value) for _, _, _, value in _looks(numbers, target, 1))
    return Problem(
        facts={"numbers": numbers, "target": target},
        answer=answer,
        steps=(
            *(Step("look", dict(zip(("low", "high", "middle", "value"), look, strict=True))) for look in looks),
            Step("end", {"found": target in numbers}),
        ),
        mistakes=mistakes(
            answer,
            right_of_two_middles=from_right,
            last_look_alone=looks[-1][3],
            first_look_forgotten=answer.split(", ", 1)[-1],
            from_the_start=", ".join(str(number) for number in numbers if number <= target) or numbers[0],
        ),
    )


def _looks(numbers: list[int], target: int, up: int) -> list[tuple[int, int, int, int]]:
    """The places from and to, the middle one (rounded up if so) and the number there, look by look, from place 1."""
    low, high = 1, len(numbers)
    looks = []
    while low <= high:
        middle = (low + high + up) // 2
        value = numbers[middle - 1]
        looks.append((low, high, middle, value))
        if value == target:
            break
        if value < target:
            low = middle + 1
        else:
            high = middle - 1
    return looks


@lru_cache(maxsize=64)
def _path(count: int, rank: int, present: bool) -> list[tuple[int, int, int]]:
    """The same from how many numbers are smaller alone, as sizes: so many numbers left, so many before them."""
    if not 0 <= rank <= count <= MOST_NUMBERS:
        raise ValueError(f"expected at most {MOST_NUMBERS} numbers")
    path = []
    before, size = 0, count
    while size:
        half = (size - 1) // 2
        path.append((before + 1, before + size, before + half + 1))
        if present and rank == before + half:
            break
        if rank > before + half:
            before, size = before + half + 1, size - half - 1
        else:
            size = half
    return path


def _told(facts: Facts) -> list[tuple[int, int, int]]:
    numbers, target = facts["numbers"], facts["target"]
    rank = bisect_left(numbers, target)
    return _path(len(numbers), rank, rank < len(numbers) and numbers[rank] == target)


def check(facts: Facts, reply: str) -> Verdict:
    looks = [facts["numbers"][middle - 1] for _, _, middle in _told(facts)]
    return lists.judge(reply, lambda given: given == looks)


def check_step(facts: Facts, step: Step) -> bool:
    claim, numbers = step.claim, facts["numbers"]
    if step.rule == "end":
        return claim["found"] is (facts["target"] in numbers)
    middle = claim["middle"]
    return (claim["low"], claim["high"], middle) in _told(facts) and claim["value"] == numbers[middle - 1]
