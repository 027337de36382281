"""By sorting with Python's decimal module, in many digits."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

wide = Context(prec=60)


def right(facts: Any, answer: str) -> bool:
    ranked = sorted(facts["items"], key=size, reverse=facts["order"] == "decreasing")
    return answer.split(", ") == ranked


def size(item: str) -> Decimal:
    if item.endswith("%"):
        return wide.divide(Decimal(item[:-1]), Decimal(100))
    top, _, bottom = item.partition("/")
    return wide.divide(Decimal(top), Decimal(bottom or 1))
