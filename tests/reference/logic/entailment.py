"""By Z3: the premises with the conclusion denied."""

from __future__ import annotations

import ast
from typing import Any

from z3 import And, Bool, Implies, Not, Or, Solver, unsat

# Python's grammar reads the formulas once their signs are its own; brackets stand around every inner one.
SIGNS = (("<->", "^"), ("->", ">>"), ("not", "~"), ("and", "&"), ("or", "|"))


def formula(node: Any) -> Any:
    if isinstance(node, ast.Name):
        return Bool(node.id)
    if isinstance(node, ast.UnaryOp):
        return Not(formula(node.operand))
    left, right = formula(node.left), formula(node.right)
    if isinstance(node.op, ast.BitXor):
        return left == right
    return {ast.RShift: Implies, ast.BitAnd: And, ast.BitOr: Or}[type(node.op)](left, right)


def read(text: str) -> Any:
    for sign, own in SIGNS:
        text = text.replace(sign, own)
    return formula(ast.parse(text, mode="eval").body)


def right(facts: Any, answer: str) -> bool:
    solver = Solver()
    solver.add(*map(read, facts["premises"]), Not(read(facts["conclusion"])))
    return answer == ("yes" if solver.check() == unsat else "no")
