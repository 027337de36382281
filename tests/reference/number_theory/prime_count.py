"""By sympy's prime-counting function."""

from __future__ import annotations

from typing import Any

from sympy import primepi


def right(facts: Any, answer: str) -> bool:
    return int(primepi(facts["high"]) - primepi(facts["low"] - 1)) == int(answer)
