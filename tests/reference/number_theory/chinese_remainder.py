"""By sympy's Chinese remainder theorem."""

from __future__ import annotations

from math import lcm
from typing import Any

from sympy.ntheory.modular import crt


def right(facts: Any, answer: str) -> bool:
    rests = [rest for rest, _ in facts["congruences"]]
    moduli = [modulus for _, modulus in facts["congruences"]]
    return int(crt(moduli, rests)[0]) % lcm(*moduli) == int(answer)
