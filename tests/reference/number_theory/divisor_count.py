"""By sympy's divisor_count, and for small numbers by trying every divisor."""

from __future__ import annotations

from typing import Any

from sympy import divisor_count


def right(facts: Any, answer: str) -> bool:
    number = facts["number"]
    if number < 2_000:
        return sum(number % divisor == 0 for divisor in range(1, number + 1)) == int(answer)
    return int(divisor_count(number)) == int(answer)
