"""Runs programs that rules have made, faulty ones too, by Python itself: with an end, and without output."""

from __future__ import annotations

import contextlib
import io
import sys
from types import FrameType
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
    left = LINES

    def count(_: FrameType, event: str, __: Any) -> Any:
        nonlocal left
        left -= event == "line"
        if left < 0:
            raise _TooLong
        return count

    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - made by rules, of nothing but stages
    before = sys.gettrace()
    try:
        sys.settrace(count)
        return names[name](*arguments)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, _TooLong):
        return None
    finally:
        sys.settrace(before)
