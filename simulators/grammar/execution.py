"""Runs programs that rules have made, faulty ones too, by Python itself: with an end, and without output."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

LINES = 3_000  # that a call may run


class _TooLong(BaseException):
    """A call that ran too many lines; nothing in the program can catch it."""


def printed(source: str) -> str:
    """What a program that ends by itself prints.

    >>> printed("print(1, 2)")
    '1 2\\n'
    """
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        exec(source, {"__name__": "program"})  # noqa: S102 - made by rules
    return text.getvalue()


def returned(source: str, name: str, *arguments: Any) -> Any:
    """What a function of the source returns, None where it fails or does not come to an end.

    >>> returned("def f(n):\\n    return n + 1\\n", "f", 3)
    4
    >>> returned("def f(n):\\n    while n: pass\\n", "f", 3) is None
    True
    """
    return function_of(source, name)(*arguments)


def function_of(source: str | CodeType, name: str, *, sound: bool = False, lines: int = LINES) -> Callable[..., Any]:
    """A function of the source, or of its code, that returns None where it fails or does not come to an end.

    A ``sound`` one does neither, and is not watched.

    >>> f = function_of("def f(n):\\n    return 6 // n\\n", "f")
    >>> f(3), f(0)
    (2, None)
    """
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - made by rules, of nothing but stages
    function: Callable[..., Any] = names[name]
    if sound:
        return function

    def bounded(*arguments: Any) -> Any:
        left = lines

        def count(_: FrameType, event: str, __: Any) -> Any:
            nonlocal left
            left -= event == "line"
            if left < 0:
                raise _TooLong
            return count

        before = sys.gettrace()
        try:
            sys.settrace(count)
            return function(*arguments)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, _TooLong):
            return None
        finally:
            sys.settrace(before)

    return bounded
