"""By sympy's perfect_power."""

from __future__ import annotations

from typing import Any

from sympy import perfect_power


def right(facts: Any, answer: str) -> bool:
    found = perfect_power(facts["number"], big=True)
    return answer == (f"{found[0]}, {found[1]}" if found else "no")
