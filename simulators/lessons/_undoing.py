"""From written values back to values: what filters and signs of templates wrote, undone."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Any

MOST_TYPES = 24  # ways of taking the leaves of a claim for numbers or for texts
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,400})", re.ASCII)
_TERM = re.compile(r"([+-]?)(?:([0-9]+(?:/[0-9]+)?)(\*?))?([A-Za-z](?:\^([0-9]+))?)?", re.ASCII)

OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "Add": operator.add, "Sub": operator.sub, "Mul": operator.mul, "Mod": operator.mod,
    "FloorDiv": operator.floordiv, "Div": operator.truediv, "Pow": operator.pow,
}  # fmt: skip
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "lteq": operator.le, "gt": operator.gt,
    "gteq": operator.ge, "in": lambda a, b: a in b, "notin": lambda a, b: a not in b,
}  # fmt: skip


def read(text: str) -> Iterator[Any]:
    """The values that are written so: a number or a list where it looks like one, and the text itself.

    >>> list(read("12")), list(read("[1, 2]")), list(read("1/2"))
    ([12], [[1, 2]], ['1/2'])
    """
    if _WHOLE.fullmatch(text):
        yield int(text)
    elif text[:1] in ("[", "(", "{") and text[-1:] in ("]", ")", "}"):
        try:
            yield ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            yield text
    elif text:
        yield text


def _one(text: str) -> Any:
    return next(read(text), text)


def undone(name: str, text: str, arguments: list[Any]) -> Iterator[Any]:
    """The values from which a filter of templates makes this text.

    >>> list(undone("listing", "1, 2 and 3", [])), list(undone("polynomial", "2x^2 - 1", ["x"]))
    ([[1, 2, 3]], [[-1, 0, 2]])
    """
    if name == "join":
        separator = str(arguments[0]) if arguments else ""
        yield [_one(part) for part in (text.split(separator) if separator else list(text))]
    elif name == "listing":
        last = f" {arguments[0] if arguments else 'and'} "
        before, _, end = text.rpartition(last)
        yield [_one(part) for part in ([*before.split(", "), end] if before else [end])]
    elif name == "polynomial":
        yield from _coefficients(text, str(arguments[0]))
    elif name == "literal":
        yield from read(text) if text[:1] != "'" else (ast.literal_eval(text),)
    else:
        yield from read(text)


def _coefficients(text: str, unknown: str) -> Iterator[list[Any]]:
    plain, at = text.replace(" ", ""), 0
    found: dict[int, Any] = {}
    while at < len(plain):
        match = _TERM.match(plain, at)
        if match is None or match.end() == at:
            return
        sign, digits, _, letter, exponent = match.groups()
        if (letter and letter[0] != unknown) or (digits is None and letter is None):
            return
        power = int(exponent or 1) if letter else 0
        found[power] = _one(f"{'-' * (sign == '-')}{digits or 1}")
        at = match.end()
    if found and max(found) < 64:
        yield [found.get(power, 0) for power in range(max(found) + 1)]


class Digits(str):
    """A number that a claim may hold as a text; it cannot be repeated, which would fill the memory."""

    __slots__ = ()

    def __mul__(self, times: Any) -> Any:
        """Refused: a text times a number is a mistaken reading."""
        raise TypeError(f"a text was multiplied by {times}")

    __rmul__ = __mul__


def typed(claim: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The claim with some of its numbers taken for texts."""
    paths = list(_numbers(claim, ()))
    groups = [paths, *([[path] for path in paths] if len(paths) < 12 else [])]
    if 2 < len(paths) < 5:
        groups += [list(pair) for pair in combinations(paths, 2)]
    for group in islice(groups, MOST_TYPES):
        if group:
            yield _texts(claim, (), frozenset(group))


def _numbers(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, (*path, key))
    elif isinstance(value, list | tuple):
        for key, inner in enumerate(value):
            yield from _numbers(inner, (*path, key))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path


def _texts(value: Any, path: tuple[Any, ...], chosen: frozenset[tuple[Any, ...]]) -> Any:
    if isinstance(value, dict):
        return {key: _texts(inner, (*path, key), chosen) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner, (*path, key), chosen) for key, inner in enumerate(value)]
    return Digits(value) if path in chosen else value
