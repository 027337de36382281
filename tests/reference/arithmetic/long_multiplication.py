"""By doubling the one and halving the other, as Russian peasants did."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    doubled, halved, product = facts["a"], facts["b"], 0
    while halved:
        if halved % 2:
            product += doubled
        doubled, halved = doubled + doubled, halved // 2
    return product == int(answer)
