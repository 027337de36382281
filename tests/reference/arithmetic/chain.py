"""By gains and losses: what is added all together, less what is taken away all together."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    gains = sum(term for term in facts["terms"] if term > 0)
    losses = sum(abs(term) for term in facts["terms"] if term < 0)
    return gains - losses == int(answer)
