"""By the linear factors that sympy finds."""

from __future__ import annotations

from typing import Any

from sympy import Poly, Rational, Symbol


def right(facts: Any, answer: str) -> bool:
    roots = Poly([facts["a"], facts["b"], facts["c"]], Symbol("x")).ground_roots()
    return sorted(map(Rational, answer.split(", "))) == sorted(roots)
