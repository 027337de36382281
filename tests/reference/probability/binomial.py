"""By summing the binomial distribution of sympy."""

from __future__ import annotations

from typing import Any

from sympy import Rational, binomial


def right(facts: Any, answer: str) -> bool:
    n, count, chance = facts["trials"], facts["count"], Rational(*facts["success"])
    wanted = {"exactly": [count], "at least": range(count, n + 1), "at most": range(count + 1)}[facts["relation"]]
    return sum(binomial(n, k) * chance**k * (1 - chance) ** (n - k) for k in wanted) == Rational(answer)
