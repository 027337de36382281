"""By Python itself: the function is called for sizes up to 12, and sympy says what the formula gives there."""

import re
from typing import Any

import sympy


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    exec(facts["source"], names)  # noqa: S102 - made by rules
    n = sympy.Symbol("n")
    text = re.sub(r"(\d)n", r"\1*n", answer).replace("^", "**")
    formula = sympy.parsing.sympy_parser.parse_expr(text, {"n": n})
    return all(formula.subs(n, size) == names["f"](size) for size in range(1, 13))
