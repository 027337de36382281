"""By sympy: expanded, and subtracted from the reply."""

from typing import Any

import sympy
from sympy.parsing.sympy_parser import implicit_multiplication, parse_expr, standard_transformations


def right(facts: Any, answer: str) -> bool:
    names = {name: sympy.Symbol(name) for name in facts["unknowns"]}
    whole = 0
    for factor, row in zip(facts["factors"], facts["rows"], strict=True):
        whole += factor * (sum(value * names[n] for n, value in zip(facts["unknowns"], row, strict=False)) + row[-1])
    said = parse_expr(answer, local_dict=names, transformations=(*standard_transformations, implicit_multiplication))
    return bool(sympy.expand(whole - said) == 0)
