"""By sympy's division."""

from typing import Any

import sympy
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication, parse_expr, standard_transformations

READ = (*standard_transformations, implicit_multiplication, convert_xor)


def right(facts: Any, answer: str) -> bool:
    x = sympy.Symbol(facts["unknown"])
    above, below = (sympy.Poly(list(reversed(facts[part])), x) for part in ("above", "below"))
    said = [
        sympy.Poly(parse_expr(piece, local_dict={facts["unknown"]: x}, transformations=READ), x)
        for piece in answer.split(", ")
    ]
    return list(sympy.div(above, below, domain="QQ")) == [part.set_domain("QQ") for part in said]
