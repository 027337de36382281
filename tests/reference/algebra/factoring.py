"""By sympy: its own factors, as a multiset, against those of the reply."""

from typing import Any

import sympy
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication, parse_expr, standard_transformations

READ = (*standard_transformations, implicit_multiplication, convert_xor)


def right(facts: Any, answer: str) -> bool:
    x = sympy.Symbol(facts["unknown"])
    given = sympy.Poly(list(reversed(facts["coefficients"])), x)
    number, factors = sympy.factor_list(given)
    said = parse_expr(answer, local_dict={facts["unknown"]: x}, transformations=READ, evaluate=False)
    parts = sum(sympy.degree(base) * n for base, n in factors)
    brackets = sum(
        int(piece.split(")")[1][1:2] or 1) if piece.split(")")[1][:1] == "^" else 1 for piece in answer.split("(")[1:]
    )
    return bool(sympy.expand(said - given.as_expr()) == 0) and brackets == parts and bool(number)
