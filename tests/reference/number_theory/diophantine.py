"""By putting in; where none is said to exist, by trying every residue, or with sympy's divisor for large numbers."""

from __future__ import annotations

from typing import Any

from sympy import igcd


def right(facts: Any, answer: str) -> bool:
    a, b, c = facts["a"], facts["b"], facts["c"]
    if answer != "no solution":
        x, y = map(int, answer.split(", "))
        return x * a + y * b == c
    if min(a, b) > 3_000:
        return bool(c % igcd(a, b))
    less, more = sorted((a, b))
    return all((c - more * times) % less for times in range(less))
