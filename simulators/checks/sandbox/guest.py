"""The guest's side: runs one program, tells how it ended, and answers calls of its functions.

It shares its interpreter with a stranger, so nothing that it says is believed beyond what a stranger may say: what was
printed, and what a function returned.
"""

from __future__ import annotations

import contextlib
import io
import linecache
import sys
import traceback
from typing import Any

from simulators.checks.sandbox.values import decode, encode, receive, send

NAME = "<program>"


def serve(calls: int) -> None:
    """Run the program that the first message holds, then answer one call after another until the judge hangs up."""
    first = receive(calls)
    _standard_streams()
    names: dict[str, Any] = {"__name__": first["name"], "__builtins__": __builtins__}
    ended = _ended(first["source"], names)
    _flush()
    send(calls, ended)
    while "raised" not in ended:
        asked = receive(calls)
        answer = _each_answered(names, asked) if "each" in asked else _answered(names, asked)
        _flush()
        send(calls, answer)


def _standard_streams() -> None:
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115 - for as long as it runs
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8", errors="surrogateescape")
    sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), encoding="utf-8", errors="backslashreplace")


def _flush() -> None:
    with contextlib.suppress(Exception):  # a program may have put anything there; what it lost is its own
        sys.stdout.flush()


def _ended(source: str, names: dict[str, Any]) -> dict[str, Any]:
    linecache.cache[NAME] = (len(source), None, source.splitlines(keepends=True), NAME)
    try:
        exec(compile(source, NAME, "exec", dont_inherit=True), names)  # noqa: S102 - this is what the sandbox is for
    except SystemExit as leaving:
        return {"left": leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1}
    except BaseException as error:  # noqa: BLE001 - whatever a program raises, it is told
        return _raised(error)
    return {"ended": True}


def _answered(names: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    try:
        positional, named = decode(asked["positional"]), decode(asked["named"])
        return {"value": encode(_defined(names, asked["call"])(*positional, **named))}
    except BaseException as error:  # noqa: BLE001 - whatever a program raises, it is told
        return _raised(error)


def _each_answered(names: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """The answers up to the first error: each as it is when it comes, whatever later calls do to it."""
    answers: list[Any] = []
    try:
        for argument in asked["arguments"]:
            answers.append(encode(_defined(names, asked["each"])(decode(argument))))  # noqa: PERF401 - kept on errors
    except BaseException as error:  # noqa: BLE001 - whatever a program raises, it is told
        return {"answers": answers, **_raised(error)}
    return {"answers": answers}


def _defined(names: dict[str, Any], name: str) -> Any:
    if name not in names:
        raise NameError(f"name {name!r} is not defined")
    return names[name]


def _raised(error: BaseException) -> dict[str, Any]:
    """An error as the judge shows it: its kind, its text, and the line of the program that raised it."""
    lines = [place.lineno for place in traceback.extract_tb(error.__traceback__) if place.filename == NAME]
    if isinstance(error, SyntaxError) and error.filename == NAME:
        lines.append(error.lineno)
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    try:
        text = str(error)[:500]
    except Exception:  # noqa: BLE001 - a stranger's error may have no text
        text = ""
    return {"raised": kinds[0], "text": text, "line": lines[-1] if lines else None}
