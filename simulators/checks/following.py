"""Follows a program on the machine: the variables after each statement, what was raised and caught, what calls gave.

>>> follow("a = [1]\\nb = a\\nb.append(2)").seen[2]
(3, 1, {'a': '[1, 2]', 'b': '[1, 2]'})
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from simulators.checks.machine.library import ERRORS, Refused
from simulators.checks.machine.runs import FUEL, Frame, Machine, parsed
from simulators.checks.machine.statements import Broken, Continued, Returned
from simulators.core import Step

_PLAIN = frozenset({int, float, bool, str, list, tuple, dict, type(None)})
_RAISED = tuple(ERRORS.values())


class Log(NamedTuple):
    """What a program printed, and what was noted while it ran, in order.

    ``seen``: a statement's line, how often that line was run by then, and the variables of its call afterwards;
    ``caught``: the line that raised an error, the error's name, and the line of its handler;
    ``calls``: a call as it is written, its value, and how many calls it took, itself included.
    """

    printed: str
    seen: list[tuple[int, int, dict[str, str]]]
    caught: list[tuple[int, str, int]]
    calls: list[tuple[str, str, int]]


class _Following(Machine):
    def __init__(self, handlers: dict[int, int]) -> None:
        super().__init__(FUEL, True)
        self.handlers = handlers
        self.seen: list[tuple[int, int, dict[str, str]]] = []
        self.times: dict[int, int] = {}
        self.caught: list[tuple[int, str, int]] = []
        self.calls: list[tuple[str, str, int]] = []
        self.raised: tuple[int, BaseException] | None = None

    def saw(self, frame: Frame, node: ast.stmt) -> None:
        if not isinstance(node, ast.For):
            self.times[node.lineno] = time = self.times.get(node.lineno, 0) + 1
            names = {name: repr(value) for name, value in frame.names.items() if type(value) in _PLAIN}
            self.seen.append((node.lineno, time, names))

    def execute(self, frame: Frame, node: ast.stmt) -> None:
        handler = self.handlers.get(id(node))
        if handler is not None and self.raised is not None:
            self.caught.append((self.raised[0], type(self.raised[1]).__name__, handler))
        try:
            super().execute(frame, node)
        except _RAISED as error:  # the innermost statement is the first that hears of it
            if self.raised is None or self.raised[1] is not error:
                self.raised = (node.lineno, error)
            raise

    def function(self, outer: Frame, name: str, arguments: ast.arguments, body: list[ast.stmt]) -> Callable[..., Any]:
        inner = super().function(outer, name, arguments, body)

        def noted(*positional: Any, **named: Any) -> Any:
            call = f"{name}({', '.join(map(repr, positional))})"
            before = len(self.calls)
            value = inner(*positional, **named)
            self.calls.append((call, repr(value) if type(value) in _PLAIN else "", len(self.calls) - before + 1))
            return value

        return noted


@lru_cache(maxsize=16)
def follow(source: str) -> Log:
    """Run a program that ends well. Raises ValueError for any other, and for one that the machine refuses."""
    try:
        statements = parsed(source)
        machine = _Following(dict(_handlers(statements)))
        top = Frame("<module>")
        for statement in statements:
            machine.execute(top, statement)
    except (Refused, Returned, Broken, Continued) as refused:
        raise ValueError(f"the machine does not run this: {refused}") from None
    except _RAISED as error:
        raise ValueError(f"expected a program that ends well, got {type(error).__name__}: {error}") from None
    return Log("".join(machine.printed), machine.seen, machine.caught, machine.calls)


def _handlers(statements: tuple[ast.stmt, ...]) -> Iterator[tuple[int, int]]:
    """The first statement of each handler, and the handler's line."""
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.ExceptHandler):
                yield id(node.body[0]), node.lineno


def line_holds(source: str, step: Step) -> bool:
    """Whether the statement that is run at that place is that one, and variables have those values after it."""
    claim, seen = step.claim, follow(source).seen
    if not 0 < claim["place"] <= len(seen):
        return False
    line, time, held = seen[claim["place"] - 1]
    return (
        (line, time) == (claim["line"], claim["time"])
        and source.split("\n")[line - 1].strip() == claim["statement"]
        and len(claim["names"]) == len(claim["values"]) > 0
        and all(held.get(name) == value for name, value in zip(claim["names"], claim["values"], strict=True))
    )
