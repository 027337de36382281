"""By sympy's complex numbers."""

from math import prod
from typing import Any

import sympy
from sympy.parsing.sympy_parser import implicit_multiplication, parse_expr, standard_transformations


def right(facts: Any, answer: str) -> bool:
    z = [a + b * sympy.I for a, b in facts["numbers"]]
    value = {
        "product": lambda: prod(z),
        "sum_of_products": lambda: z[0] * z[1] + z[2] * z[3],
        "quotient": lambda: z[0] / z[1],
        "quotient_of_products": lambda: z[0] * z[1] / z[2],
        "power": lambda: z[0] ** facts["exponent"],
    }[facts["kind"]]()
    read = (*standard_transformations, implicit_multiplication)
    said = parse_expr(answer, local_dict={"i": sympy.I}, transformations=read)
    return bool(sympy.expand_complex(value - said) == 0)
