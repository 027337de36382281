"""Recursion on slices of the list."""

from typing import Any


def looks(numbers: list[int], target: int) -> list[int]:
    if not numbers:
        return []
    at = (len(numbers) - 1) // 2
    rest = [] if numbers[at] == target else numbers[at + 1 :] if numbers[at] < target else numbers[:at]
    return [numbers[at], *looks(rest, target)]


def right(facts: Any, answer: str) -> bool:
    return answer == ", ".join(map(str, looks(facts["numbers"], facts["target"])))
