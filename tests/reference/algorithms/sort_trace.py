"""Inversions: how far each number has come is counted, and the list put together from that."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    numbers, passes = facts["numbers"], facts["passes"]
    size = len(numbers)
    placed: dict[int, int] = {}
    if facts["algorithm"] == "bubble":
        # A number goes left once a pass while a larger one is before it; the others fill the gaps in order.
        for at, number in enumerate(numbers):
            larger = sum(other > number for other in numbers[:at])
            if larger >= passes:
                placed[at - passes] = number
        rest = sorted(number for number in numbers if number not in placed.values())
        for at in range(size):
            placed.setdefault(at, rest.pop(0) if at not in placed else 0)
    elif facts["algorithm"] == "insertion":
        head = numbers[: passes + 1]
        for at, number in enumerate(numbers):
            placed[sum(other < number for other in head) if at <= passes else at] = number
    else:
        order = list(numbers)
        for at in range(passes):
            tail = order[at:]
            least = tail.index(min(tail))
            order = order[:at] + [tail[least]] + [tail[0] if i == least else tail[i] for i in range(1, len(tail))]
        placed = dict(enumerate(order))
    return answer == ", ".join(str(placed[at]) for at in range(size))
