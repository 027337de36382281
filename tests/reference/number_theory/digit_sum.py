"""By writing all numbers down; a long interval is first cut by its last digits, ten numbers for one tenth."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    return digits(facts["low"], facts["high"]) == int(answer)


def written(number: int) -> int:
    return sum(map(int, str(number)))


def digits(low: int, high: int) -> int:
    total = 0
    while low <= high and low % 10:
        total, low = total + written(low), low + 1
    while low <= high and high % 10 != 9:
        total, high = total + written(high), high - 1
    if low > high:
        return total
    tens = high // 10 - low // 10 + 1
    return total + 45 * tens + 10 * digits(low // 10, high // 10)
