"""Functions with one expression left out."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from simulators.core import Stream

HOLE = "____"
# What is worth asking for: an expression that says something, not a name or a number by itself.
_KINDS = (ast.BinOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Call, ast.BoolOp, ast.ListComp, ast.GeneratorExp)


class Holed(NamedTuple):
    """A program with a hole, the line where it is, and the expression that was there."""

    source: str
    line: int
    expression: str


def hole(rng: Stream, source: str) -> Holed | None:
    """The program with one expression left out, drawn from all that are worth asking for; None if there is none."""
    tree = ast.parse(source)
    places = list(_places(tree))
    if not places:
        return None
    parent, field, at = rng.choice(places)
    held = getattr(parent, field)
    node = held if at is None else held[at]
    name = ast.Name(HOLE, ast.Load(), lineno=node.lineno)
    if at is None:
        setattr(parent, field, name)
    else:
        held[at] = name
    return Holed(ast.unparse(tree) + "\n", node.lineno, ast.unparse(node))


def _places(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int | None]]:
    """Where expressions stand: what they are part of, its field, and the place in a field of several."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(parent, ast.Expr) or (isinstance(parent, ast.Call) and field == "func"):
                continue
            places = enumerate(value) if isinstance(value, list) else [(None, value)]
            for at, node in places:
                if isinstance(node, _KINDS) and not isinstance(getattr(node, "ctx", None), ast.Store):
                    yield parent, field, at
