"""By sympy: substituted into the equation, which has only one solution, at 40 digits."""

from typing import Any

import sympy
from sympy.parsing.sympy_parser import convert_xor, implicit_multiplication, parse_expr, standard_transformations

READ = (*standard_transformations, implicit_multiplication, convert_xor)


def right(facts: Any, answer: str) -> bool:
    x, y = sympy.Symbol(facts["unknown"]), sympy.Symbol("y")
    known = {facts["unknown"]: x, "y": y, "e": sympy.E}
    solved = parse_expr(answer, transformations=READ, local_dict=known)
    side = parse_expr(facts["right"], transformations=READ, local_dict=known)
    gap = sympy.diff(solved, x) - side.subs(y, solved)
    holds = all(abs(gap.subs(x, sympy.Rational(at, 101)).evalf(40)) < 1e-20 for at in (13, 37, 71))
    return holds and solved.subs(x, 0) == facts["start"]
