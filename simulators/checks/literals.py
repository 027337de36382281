"""Reads what a Python program prints, or a value as Python writes it, from a reply."""

from __future__ import annotations

import ast
from typing import Any

from simulators.checks.final import final_block
from simulators.core import RIGHT, Verdict, wrong

LONGEST = 2_000


def value(text: str) -> Any:
    """The value that a literal stands for. Raises ValueError for text that is none.

    >>> value("[1, 'a']")
    [1, 'a']
    """
    if len(text) > LONGEST:
        raise ValueError("the literal is too long")
    try:
        return ast.literal_eval(text)
    except (SyntaxError, TypeError, MemoryError, RecursionError, ValueError) as error:
        raise ValueError(f"expected a value as Python writes it, got {text[:60]!r}") from error


def same(one: Any, other: Any) -> bool:
    """Whether two plain values are equal, types and all: 1 is neither True nor 1.0.

    >>> same([1, {"a": 2}], [1, {"a": 2}]), same([1], [True]), same(1, 1.0)
    (True, False, False)
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(map(repr, one)) == list(map(repr, other)) and all(map(same, one.values(), other.values()))
    return bool(one == other)


def judge(reply: str, printed: str) -> Verdict:
    """Judge a reply that should be what a program printed, apart from blanks and the kind of quotes within values.

    >>> judge("It prints a list. Answer: ['a',1]", "['a', 1]").reward
    1.0
    """
    said = final_block(reply)
    if said is None:
        return wrong("expected what the program prints as the final answer")
    if said == printed.strip():
        return RIGHT
    try:
        if same(value(said), value(printed.strip())):
            return RIGHT
    except ValueError:
        pass
    return wrong(f"{said[:60]!r} is not what the program prints")
