"""By exact fractions, rounded with floor(x + 1/2)."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any


def right(facts: Any, answer: str) -> bool:
    balance, interest = facts["begin"], 0
    for rate in facts["rates"]:
        added = floor(Fraction(rate, 10_000) * balance + Fraction(1, 2))
        interest += added
        balance += added + facts["payment"] * (-1 if facts["debt"] else 1)
    return Fraction(answer.replace("$", "")) * 100 == (balance if facts["asked"] == "balance" else interest)
