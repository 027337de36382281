"""The standard library's double-ended queue."""

from collections import deque
from typing import Any


def right(facts: Any, answer: str) -> bool:
    held: deque[int] = deque()
    taken = []
    for operation, side, *value in facts["operations"]:
        if operation == "add":
            (held.appendleft if side == "left" else held.append)(value[0])
        else:
            taken.append(held.popleft() if side == "left" else held.pop())
    return answer == ", ".join(map(str, held if facts["wanted"] == "held" else taken))
