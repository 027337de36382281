"""Tries a program that we wrote: for the references of programs, which load this file."""

import importlib.util
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("orders", Path(__file__).parent / "orders.py")
assert _SPEC is not None and _SPEC.loader is not None
orders = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(orders)

WORDS = ("apple", "noon", "zebra", "i", "am", "see", "ohio", "queue")


def drawn(kind: str, count: int) -> list[Any]:
    """Values of a type, always the same."""
    rng = random.Random(1)
    draw = {
        "int": lambda: rng.randrange(10_000),
        "ints": lambda: [rng.randrange(80) for _ in range(rng.randrange(12))],
        "text": lambda: " ".join(rng.choices(WORDS, k=rng.randrange(6))),
        "words": lambda: rng.choices(WORDS, k=rng.randrange(6)),
    }[kind]
    return [draw() for _ in range(count)]


LINES = 100_000  # that a call may execute


class Endless(BaseException):
    """A call took too long; no program catches it."""


def bounded(function: Callable[[Any], Any], value: Any) -> Any:
    """What a function returns, unless it executes too many lines."""
    left = LINES

    def count(frame: Any, event: str, argument: Any) -> Any:  # noqa: ARG001 - as Python calls it
        nonlocal left
        left -= 1
        if left < 0:
            raise Endless
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return function(value)
    finally:
        sys.settrace(before)


def follows(source: str, name: str, says: list[str], values: list[Any]) -> bool:
    """Whether a function returns for the values what the orders say, by Python itself."""
    names: dict[str, Any] = {}
    try:
        exec(re.sub(r"```(?:python)?", "", source), names)  # noqa: S102 - an answer or a mistake of ours
        return all(repr(bounded(names[name], value)) == repr(orders.meaning(says, value)) for value in values)
    except (Exception, Endless):  # noqa: BLE001 - a faulty program fails as it likes
        return False
