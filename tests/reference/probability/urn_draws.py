"""The other way round: all balls in a row, of which the first are drawn; the colour chooses its places."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any


def right(facts: Any, answer: str) -> bool:
    draws, wanted, counts = facts["draws"], facts["wanted"], dict(facts["balls"])
    total, own = sum(counts.values()), counts[facts["colour"]]
    rows = comb(draws, wanted) * comb(total - draws, own - wanted)
    return Fraction(rows, comb(total, own)) == Fraction(answer)
