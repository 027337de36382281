"""By sympy's polynomials."""

from __future__ import annotations

from typing import Any

from sympy import Poly, Symbol


def read(text: str, unknown: str) -> dict[int, int]:
    """Coefficients by power, of terms like 3x^2, -x or 7."""
    terms = {}
    for term in text.replace(" - ", " + -").split(" + "):
        factor, found, power = term.partition(unknown)
        terms[int(power[1:] or 1) if found else 0] = int(factor + "1" * (factor in ("", "-")))
    return terms


def right(facts: Any, answer: str) -> bool:
    x = Symbol(facts["unknown"])
    product = Poly(facts["left"][::-1], x) * Poly(facts["right"][::-1], x)
    return bool(product == Poly(read(answer, x.name), x))
