"""The 24 game by all values of every part of the numbers, in exact fractions; expressions by Python's own parser."""

from __future__ import annotations

import ast
import operator
from fractions import Fraction
from functools import cache
from typing import Any

SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def right(facts: Any, answer: str) -> bool:
    numbers = sorted(facts["numbers"])
    if answer == "impossible":
        return Fraction(24) not in values(tuple(numbers))
    used: list[int] = []
    value = evaluate(ast.parse(answer, mode="eval").body, used)
    return value == 24 and sorted(used) == numbers


def evaluate(node: ast.expr, used: list[int]) -> Fraction | None:
    if isinstance(node, ast.BinOp):
        left, right_ = evaluate(node.left, used), evaluate(node.right, used)
        if left is None or right_ is None or (isinstance(node.op, ast.Div) and not right_):
            return None
        return SIGNS[type(node.op)](left, right_)
    assert isinstance(node, ast.Constant) and isinstance(node.value, int)
    used.append(node.value)
    return Fraction(node.value)


@cache
def values(numbers: tuple[int, ...]) -> frozenset[Fraction]:
    if len(numbers) == 1:
        return frozenset([Fraction(numbers[0])])
    found = set()
    for chosen in range(1, 2 ** len(numbers) - 1):
        part = tuple(n for i, n in enumerate(numbers) if chosen >> i & 1)
        rest = tuple(n for i, n in enumerate(numbers) if not chosen >> i & 1)
        for a in values(part):
            for b in values(rest):
                found |= {a + b, a - b, a * b}
                if b:
                    found.add(a / b)
    return frozenset(found)
