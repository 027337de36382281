"""By values in 100 digits with Python's decimal module."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

wide = Context(prec=100)


def right(facts: Any, answer: str) -> bool:
    if facts["kind"] == "largest":
        values = [value(facts["sign"], *option) for option in facts["options"]]
        best = max(values)
    else:
        target = value(facts["sign"], *facts["target"])
        values = [abs(wide.subtract(target, Decimal(option))) for option in facts["options"]]
        best = min(values)
    return [at for at, one in enumerate(values) if one == best] == ["ABCDEF".index(answer)]


def value(sign: str, x: int, y: int) -> Decimal:
    if sign == "r":
        return wide.multiply(Decimal(x), wide.sqrt(Decimal(y)))
    return wide.multiply(Decimal(x), Decimal(y)) if sign == "*" else wide.divide(Decimal(x), Decimal(y))
