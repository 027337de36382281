"""By multiplying as often as the exponent says."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=16)  # the mistakes ask for the same power
def power(base: int, exponent: int, modulus: int) -> int:
    residue = 1
    for _ in range(exponent):
        residue = residue * base % modulus
    return residue


def right(facts: Any, answer: str) -> bool:
    return power(facts["base"], facts["exponent"], facts["modulus"]) == int(answer)
