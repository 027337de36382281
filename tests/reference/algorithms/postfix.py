"""Python's own grammar: the usual expression by its syntax tree, the reverse one rewritten from the left."""

import ast
import re
from typing import Any

SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def reverse(node: ast.expr) -> str:
    if isinstance(node, ast.BinOp):
        return f"{reverse(node.left)} {reverse(node.right)} {SIGNS[type(node.op)]}"
    assert isinstance(node, ast.Constant)
    return str(node.value)


def value(text: str) -> str:
    while match := re.search(r"(-?\d+) (-?\d+) ([-+*])(?= |$)", text):
        left, right, sign = int(match[1]), int(match[2]), match[3]
        done = left + right if sign == "+" else left - right if sign == "-" else left * right
        text = text[: match.start()] + str(done) + text[match.end() :]
    return text


def right(facts: Any, answer: str) -> bool:
    if facts["task"] == "evaluate":
        return answer == value(facts["expression"])
    return answer == reverse(ast.parse(facts["expression"], mode="eval").body)
