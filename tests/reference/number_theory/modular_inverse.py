"""By Euler's theorem, with sympy's totient; for a small modulus by trying every number."""

from __future__ import annotations

from typing import Any

from sympy import totient


def right(facts: Any, answer: str) -> bool:
    number, modulus = facts["number"], facts["modulus"]
    if modulus < 2_000:
        return [other for other in range(modulus) if number * other % modulus == 1] == [int(answer)]
    return pow(number, int(totient(modulus)) - 1, modulus) == int(answer)
