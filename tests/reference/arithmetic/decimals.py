"""By Python's decimal module, with digits to spare."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

wide = Context(prec=100)


def right(facts: Any, answer: str) -> bool:
    operation = {"+": wide.add, "-": wide.subtract, "*": wide.multiply}[facts["sign"]]
    return operation(Decimal(facts["left"]), Decimal(facts["right"])) == Decimal(answer)
