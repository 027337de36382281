"""By sympy's factorint."""

from __future__ import annotations

from typing import Any

from sympy import factorint


def right(facts: Any, answer: str) -> bool:
    return sorted(map(int, answer.split(", "))) == factorint(facts["number"], multiple=True)
