"""By Python's decimal module, which also says where the first digit stands."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

wide = Context(prec=200)


def right(facts: Any, answer: str) -> bool:
    value = Decimal(1)
    for mantissa, exponent in facts["factors"]:
        value = wide.multiply(value, Decimal(f"{mantissa}e{exponent}"))
    if facts["divisor"]:
        value = wide.divide(value, Decimal("{}e{}".format(*facts["divisor"])))
    mantissa, exponent = answer.split(" * 10^")
    return Decimal(f"{mantissa}e{exponent}") == value and value.adjusted() == int(exponent)
