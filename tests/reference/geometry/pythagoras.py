"""By roots of the decimal module: of two squares, or of (c - b) * (c + b) where a leg is asked for."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any


def right(facts: Any, answer: str) -> bool:
    one, other = map(Decimal, facts["known"])
    square = one * one + other * other if facts["asked"] == "hypotenuse" else (one - other) * (one + other)
    return square.sqrt(Context(prec=60)) == Decimal(answer)
