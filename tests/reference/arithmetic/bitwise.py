"""By z3's bit vectors."""

from __future__ import annotations

from typing import Any

import z3


def right(facts: Any, answer: str) -> bool:
    base, bits = facts["base"], facts["bits"]
    value: Any = z3.BitVecVal(int(facts["first"], base), bits)
    for kind, by in facts["operations"]:
        number = z3.BitVecVal(int(by or "0", 10 if kind in ("left", "right") else base), bits)
        if kind == "not":
            value = ~value
        elif kind == "left":
            value = value << number
        elif kind == "right":
            value = z3.LShR(value, number)
        else:
            value = value & number if kind == "and" else value | number if kind == "or" else value ^ number
    return z3.simplify(value).as_long() == int(answer, base)
