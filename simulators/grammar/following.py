"""Follows a program that rules have made while Python itself runs it.

A statement stands on one line; at the margin, one with brackets may stand on several. Noted are the variables after
each simple statement, which line raised what each handler caught, and what each call returned.

>>> followed("a = [1]\\nb = a\\nb.append(2)").seen[-1].names
{'a': '[1, 2]', 'b': '[1, 2]'}
"""

from __future__ import annotations

import contextlib
import functools
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import Any, NamedTuple

from simulators.core import Step

DATA = (int, float, bool, str, list, tuple, dict, type(None))
_HEADS = ("return", "raise", "pass", "break", "continue", "@")


class Seen(NamedTuple):
    """The variables of a call, or of the module (``frame`` tells which), after a statement, the ``place``-th of all."""

    place: int
    line: int
    time: int
    frame: int
    names: dict[str, str]


class Caught(NamedTuple):
    """An error, the line that raised it and the line of the handler; ``place`` counts what was seen before."""

    line: int
    error: str
    handler: int
    place: int


class Call(NamedTuple):
    """A call that returned, as it would be written, its value, and how many calls it took, itself included."""

    call: str
    value: str
    taken: int


class Followed(NamedTuple):
    """What a run printed and what was noted in it, each in its order; calls in the order in which they return."""

    printed: str
    seen: list[Seen]
    caught: list[Caught]
    calls: list[Call]


class _Notes:
    """What the probes of a run note down."""

    def __init__(self, origins: list[int]) -> None:
        self.origins = origins
        self.seen: list[Seen] = []
        self.caught: list[Caught] = []
        self.calls: list[Call] = []
        self.times: dict[int, int] = {}
        self.frames: dict[int, tuple[int, FrameType]] = {}  # kept, so that no later frame takes over an identity

    def saw(self, line: int) -> None:
        frame = sys._getframe(1)
        self.times[line] = self.times.get(line, 0) + 1
        own = frame.f_globals if frame.f_code.co_name == "<module>" else frame.f_locals
        free = frame.f_code.co_freevars
        names = {
            name: shown
            for name, value in own.items()
            if type(value) in DATA and name not in free and name[0] != "_" and "<" not in (shown := repr(value))
        }
        number, _ = self.frames.setdefault(id(frame), (len(self.frames), frame))
        self.seen.append(Seen(len(self.seen) + 1, line, self.times[line], number, names))

    def catches(self, handler: int) -> None:
        error = sys.exc_info()[1]
        trace = error.__traceback__ if error else None
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        if trace is not None:
            line = self.origins[trace.tb_lineno - 1]
            self.caught.append(Caught(line, type(error).__name__, handler, len(self.seen)))

    def notes(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def noted(*given: Any) -> Any:
            call = f"{function.__name__}({', '.join(map(repr, given))})"
            before = len(self.calls)
            value = function(*given)
            told = repr(value) if type(value) in DATA else ""
            self.calls.append(Call(call, told, len(self.calls) - before + 1))
            return value

        return noted


def followed(source: str) -> Followed:
    """Run a program that ends well."""
    lines, origins = _probed(source)
    notes, text = _Notes(origins), io.StringIO()
    names = {"__name__": "program", "_saw": notes.saw, "_catches": notes.catches, "_notes": notes.notes}
    with contextlib.redirect_stdout(text):
        exec("\n".join(lines), names)  # noqa: S102
    return Followed(text.getvalue(), notes.seen, notes.caught, notes.calls)


def _probed(source: str) -> tuple[list[str], list[int]]:
    """The program with its probes, and for each of its lines the line of the source that it belongs to."""
    lines: list[str] = []
    origins: list[int] = []
    begun = opened = 0  # the line in which the statement began; brackets of it that are open
    for number, line in enumerate(source.split("\n"), 1):
        bare = line.lstrip()
        begun = begun if opened else number
        opened += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
        margin = line[: len(line) - len(bare)] if begun == number else ""
        parts = [line]
        if bare.startswith("def "):
            parts = [f"{margin}@_notes", line]
        elif bare.startswith("except"):
            parts.append(f"{margin}    _catches({number})")
        elif bare and not opened and not bare.endswith(":") and not bare.startswith(_HEADS):
            parts.append(f"{margin}_saw({begun})")
        lines += parts
        origins += [number] * len(parts)
    return lines, origins


def attempted(source: str) -> str:
    """What a program prints, "" where it fails."""
    text = io.StringIO()
    try:
        with contextlib.redirect_stdout(text):
            exec(source, {"__name__": "program"})  # noqa: S102 - made by rules
    except (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError):
        return ""
    return text.getvalue().strip()


def changes(source: str, seen: Iterable[Seen], *, inner: bool = True) -> Iterator[Step]:
    """For each statement that changed variables a step ``line``: which statement it is, and what they are now.

    Without ``inner``, statements of functions and loops are left out.
    """
    lines = source.split("\n")
    before: dict[int, dict[str, str]] = {}
    for place, line, time, frame, names in seen:
        if not inner and lines[line - 1].startswith(" "):
            continue
        old = before.get(frame, {})
        new = {name: value for name, value in names.items() if old.get(name) != value}
        before[frame] = names
        if new and not lines[line - 1].endswith(("[", "{")):  # the program shows what its data is
            where = {"place": place, "line": line, "statement": lines[line - 1].strip(), "time": time}
            yield Step("line", {**where, "names": list(new), "values": list(new.values())})
