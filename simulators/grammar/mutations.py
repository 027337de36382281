"""Faults that people make, planted into programs: one place of the source changed, the rest as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

_ORDERS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.GtE: ast.Lt,
}
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mod,
    ast.Mod: ast.FloorDiv,
}


class Mutant(NamedTuple):
    """A program with one fault: its kind, the line of the source that changed, and the new source."""

    fault: str
    line: int
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every program with one fault. The source must be as :func:`canonical_source` writes it.

    >>> [mutant.source for mutant in mutants("x = 1 < 2\\n")][:2]
    ['x = 1 <= 2\\n', 'x = 1 >= 2\\n']
    """
    tree = ast.parse(source)
    for fault, line in _changes(tree):
        yield Mutant(fault, line, ast.unparse(tree) + "\n")


def planted(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The kinds of faults and their lines, place by place; each is in the tree while its turn is on, and then no more.

    >>> tree = ast.parse("x = 1 < 2")
    >>> [(fault, ast.unparse(tree)) for fault, _ in planted(tree)][:2]
    [('boundary_moved', 'x = 1 <= 2'), ('condition_turned', 'x = 1 >= 2')]
    """
    return _changes(tree)


def places(source: str) -> int:
    """How many mutants there are, without the cost of writing them."""
    return sum(1 for _ in _changes(ast.parse(source)))


def mutant(source: str, place: int) -> Mutant:
    """One of :func:`mutants`, by its place among them."""
    tree = ast.parse(source)
    fault, line = next(islice(_changes(tree), place, None))
    return Mutant(fault, line, ast.unparse(tree) + "\n")


def fenced(source: str) -> str:
    """A program as an answer shows it."""
    return f"```python\n{source.rstrip()}\n```"


def canonical_source(source: str) -> str:
    """The program as mutants are written: quotes, brackets and blanks of one kind."""
    return ast.unparse(ast.parse(source)) + "\n"


def _changes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The kinds of faults and their lines, place by place; a fault is in the tree while its turn is on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            before = node.ops[0]
            for fault, table in (("boundary_moved", _ORDERS), ("condition_turned", _OPPOSITES)):
                if type(before) in table:
                    node.ops[0] = table[type(before)]()
                    yield fault, node.lineno
                    node.ops[0] = before
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _OPERATORS:
            operator = node.op
            node.op = _OPERATORS[type(operator)]()
            yield "wrong_operator", node.lineno
            node.op = operator
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            number = node.value
            node.value = number + 1
            yield "off_by_one", node.lineno
            node.value = number
        elif isinstance(node, ast.IfExp):
            node.body, node.orelse = node.orelse, node.body
            yield "branches_swapped", node.lineno
            node.body, node.orelse = node.orelse, node.body
