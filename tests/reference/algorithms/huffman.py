"""Dynamic programming over full binary trees: the most frequent letters get the shortest codes, level by level."""

from functools import cache
from typing import Any


def right(facts: Any, answer: str) -> bool:
    counts = sorted((count for _, count in facts["counts"]), reverse=True)
    below = [sum(counts[at:]) for at in range(len(counts) + 1)]

    @cache
    def least(placed: int, free: int) -> float:
        """The least cost below a level with so many nodes, of which some become leaves for the next letters."""
        left = len(counts) - placed
        if not left:
            return 0
        if free > left:
            return float("inf")
        return min(
            below[placed + leaves] + least(placed + leaves, 2 * (free - leaves))
            if leaves < free or leaves == left
            else float("inf")
            for leaves in range(free + 1)
        )

    return answer == str(below[0] + least(0, 2))
