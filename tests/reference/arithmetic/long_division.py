"""By the decimal module, which reckons with digits in base ten."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def right(facts: Any, answer: str) -> bool:
    quotient, remainder = map(Decimal, answer.split(", "))
    return divmod(Decimal(facts["dividend"]), Decimal(facts["divisor"])) == (quotient, remainder)
