"""By sympy's rational numbers."""

from __future__ import annotations

from typing import Any

from sympy import Rational


def right(facts: Any, answer: str) -> bool:
    total = sum((Rational(top, bottom) for top, bottom in facts["fractions"]), Rational(0))
    return bool(total == Rational(answer))
