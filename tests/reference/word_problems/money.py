"""By decimal numbers of the standard library, thing by thing and bill by bill."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def right(facts: Any, answer: str) -> bool:
    price = {one: Decimal(cents) / 100 for one, _, cents in facts["prices"]}
    bill = sum(price[thing] for _, thing, count in facts["bought"] for _ in range(count))
    bill = bill * (100 - facts["off"]) / 100 - Decimal(facts["voucher"]) / 100
    notes = sum(value for value, count in facts["bills"] for _ in range(count))
    return Decimal(answer.lstrip("$")) == notes - bill / len(facts["names"])
