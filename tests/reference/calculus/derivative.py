"""By sympy: its own derivative, compared by simplification."""

from typing import Any

import sympy
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication, parse_expr, standard_transformations

READ = (*standard_transformations, implicit_multiplication, convert_xor)


def formula(text: str, unknown: str) -> Any:
    return parse_expr(text, transformations=READ, local_dict={unknown: sympy.Symbol(unknown), "e": sympy.E})


def right(facts: Any, answer: str) -> bool:
    unknown = facts["unknown"]
    x = sympy.Symbol(unknown)
    slope = sum(sympy.diff(formula(term, unknown), x) for term in facts["terms"])
    difference = slope - formula(answer, unknown)
    return all(abs(difference.subs(x, sympy.Rational(at, 101)).evalf(40)) < 1e-25 for at in (37, 111, 259))
