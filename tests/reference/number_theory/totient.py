"""By sympy's totient, and for small numbers by counting with gcd."""

from __future__ import annotations

from math import gcd
from typing import Any

from sympy import totient


def right(facts: Any, answer: str) -> bool:
    number = facts["number"]
    if number < 2_000:
        return sum(gcd(number, other) == 1 for other in range(1, number + 1)) == int(answer)
    return int(totient(number)) == int(answer)
