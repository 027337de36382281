"""By the rounding modes of the decimal module."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Any

MODES = {"away": ROUND_HALF_UP, "even": ROUND_HALF_EVEN}  # "up" is away from zero there


def right(facts: Any, answer: str) -> bool:
    unit = Decimal(1).scaleb(facts["place"])
    return Decimal(facts["number"]).quantize(unit, MODES[facts["halves"]]) == Decimal(answer)
