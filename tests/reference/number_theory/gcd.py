"""By sympy's lists of all divisors: the greatest that is on both."""

from __future__ import annotations

from typing import Any

from sympy import divisors


def right(facts: Any, answer: str) -> bool:
    return int(max({*divisors(facts["a"])} & {*divisors(facts["b"])})) == int(answer)
