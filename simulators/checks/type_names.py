"""Types as Python annotates them: what type a value has, and whether a reply names it."""

from __future__ import annotations

import ast
from typing import Any

from simulators.checks.final import final
from simulators.core import RIGHT, Verdict, wrong

LONGEST = 200  # characters of an annotation
_PLAIN = {int: "int", float: "float", bool: "bool", str: "str", type(None): "None"}
_NAMES = frozenset({*_PLAIN.values(), "list", "dict", "set", "tuple"})


def of(value: Any) -> str:
    """The type of a value, with those of all that it holds.

    Raises ValueError for a collection that is empty or mixed, whose type does not follow from it.

    >>> of({"a": [1, 2]}), of((1, "b"))
    ('dict[str, list[int]]', 'tuple[int, str]')
    """
    kind = type(value)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is tuple and value:
        return f"tuple[{', '.join(map(of, value))}]"
    if kind is dict:
        return f"dict[{_one(value)}, {_one(value.values())}]"
    if kind in (list, set):
        return f"{kind.__name__}[{_one(value)}]"
    raise ValueError(f"expected a plain value, got {kind.__name__}")


def _one(items: Any) -> str:
    kinds = {of(item) for item in items}
    if len(kinds) != 1:
        raise ValueError(f"expected items of one type, got {sorted(kinds)}")
    return kinds.pop()


def read(text: str) -> str | None:
    """An annotation in its one form, in small letters and without a module; None for text that is none.

    >>> read("typing.Dict[str,List[int]]")
    'dict[str, list[int]]'
    """
    if len(text) > LONGEST:
        return None
    try:
        return _form(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _form(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and node.value in (None, ...):
        return "None" if node.value is None else "..."
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("typing", "builtins"):
        node = ast.Name(node.attr)
    if isinstance(node, ast.Name):
        name = node.id if node.id in _NAMES else node.id[:1].lower() + node.id[1:]
        if name in _NAMES:
            return name
    if isinstance(node, ast.Subscript):
        inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return f"{_form(node.value)}[{', '.join(map(_form, inside))}]"
    raise ValueError("expected an annotation")


def judge(reply: str, value: Any) -> Verdict:
    """Judge a reply that should be the type of a value; a tuple of equals may be ``tuple[int, ...]``."""
    said = final(reply)
    form = read(said) if said is not None else None
    if form is None:
        return wrong("expected a type as Python annotates it")
    equal = type(value) is tuple and len(set(map(of, value))) == 1
    if form == of(value) or (equal and form == f"tuple[{of(value[0])}, ...]"):
        return RIGHT
    return wrong(f"{form} is not its type")
