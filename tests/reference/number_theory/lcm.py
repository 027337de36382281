"""By prime powers: of each prime the highest power that sympy finds in any of the numbers."""

from __future__ import annotations

from math import prod
from typing import Any

from sympy import factorint


def right(facts: Any, answer: str) -> bool:
    highest: dict[int, int] = {}
    for number in facts["numbers"]:
        for prime, power in factorint(number).items():
            highest[prime] = max(power, highest.get(prime, 0))
    return prod(prime**power for prime, power in highest.items()) == int(answer)
