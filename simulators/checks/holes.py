"""Programs with a hole, and replies that are one expression of Python to fill it."""

from __future__ import annotations

import ast
import builtins
import re

from simulators.checks import programs
from simulators.checks.final import final

HOLE = "____"
LONGEST = 200  # characters of an expression
LARGEST_EXPONENT = 20
_WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)


def read(reply: str) -> str | None:
    """The expression that a reply commits to, in a fence or as a final answer; None where there is none."""
    said = programs.program(reply) if "```" in reply else final(reply)
    return None if said is None else said.strip()


def filled(source: str, expression: str) -> str:
    """The program with an expression in its hole. Raises ValueError for text that is not one expression of its names.

    >>> filled("def f(n):\\n    return ____ * 2", "n + 1")
    'def f(n):\\n    return (n + 1) * 2'
    """
    tree = _parsed(expression)
    known = {*_WORD.findall(source), *dir(builtins)}
    known |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    known |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in known - {HOLE}:
            raise ValueError(f"there is no {node.id[:40]}")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not _is_small(node.right):
            raise ValueError("a power's exponent should be a small number")
    return source.replace(HOLE, f"({ast.unparse(tree)})")


def _parsed(expression: str) -> ast.expr:
    # Quotes at both ends look like the dress of an answer, and readers take them off.
    for text in (expression, *(f"{quote}{expression}{quote}" for quote in "'\"" if quote in expression)):
        if len(text) <= LONGEST:
            try:
                return ast.parse(text, mode="eval").body
            except (SyntaxError, ValueError, MemoryError, RecursionError):
                continue
    raise ValueError("expected one expression of Python")


def _is_small(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) <= LARGEST_EXPONENT
