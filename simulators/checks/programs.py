"""Programs as answers: read from a reply, run where they can reach nothing, judged by what they print and return.

Whoever judges keeps what is expected, and asks the program as often as it likes, through a proxy that looks like one
of the program's functions.

>>> judged_by("def twice(x):\\n    return 2 * x", "twice", lambda twice: twice(21) == 42).status
'passed'
>>> judged_by("def twice(x):\\n    return x * x", "twice", lambda twice: twice(21) == 42).status
'failed'
"""

from __future__ import annotations

import builtins
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import Any

from simulators.checks.fences import LONGEST, block
from simulators.checks.literals import same
from simulators.checks.sandbox.client import PRELOADED, TOLERABLE, Sandbox
from simulators.checks.sandbox.jobs import SHORT, USUAL, Job, Limits, Outcome, SandboxError, Stopped
from simulators.core import RIGHT, Verdict, no_verdict, wrong

# Calls that are asked for together: a wrong program is mostly found by the first, and seldom needs the last; one that
# does not end for some argument then costs nothing.
PORTIONS = (1, 15, None)
LANGUAGES = frozenset({"python", "py", "python3"})
_trusted: ContextVar[bool] = ContextVar("trusted", default=False)
_running: dict[tuple[tuple[str, ...], bool], Sandbox] = {}


@contextmanager
def trusting() -> Iterator[None]:
    """Within it, programs run even where the kernel lacks a layer of the isolation: for those that rules have made."""
    token = _trusted.set(True)
    try:
        yield
    finally:
        _trusted.reset(token)


def sandbox(packages: tuple[str, ...] = PRELOADED, *, libraries: bool = False) -> Sandbox:
    """This process's sandbox, started at the first call. Raises SandboxError where there is none, or no tight one."""
    key = (packages, libraries)
    running = _running.get(key)
    if running is None or running.broken or running.owner != os.getpid():
        if running is not None:
            running.close()
        running = _running[key] = Sandbox(packages, libraries=libraries)
    if set(running.open_to) - TOLERABLE and not _trusted.get():
        lacking = "; ".join(f"{layer}: {why}" for layer, why in running.missing.items() if why)
        raise SandboxError(f"a program here {', '.join(running.open_to)} (no {lacking}); only trusted ones are run")
    return running


def program(reply: str) -> str | None:
    """The program that a reply holds: its last fenced block, else what follows its last mark, else all of it.

    None for a reply that is too long, or whose own clause takes the program back or leaves it open.

    >>> program("Here it is:\\n```python\\nprint(1)\\n```\\nDone.")
    'print(1)\\n'
    """
    return block(reply, LANGUAGES)


def run(source: str, stdin: str = "", limits: Limits = USUAL) -> Outcome:
    """Run a program to its end; ``passed`` says that it ended well, and what it printed is in the outcome."""
    return _outcome(source, stdin, limits, lambda _: True)


def judged_by(
    source: str, entry: str, test: Callable[..., object], limits: Limits = USUAL, packages: tuple[str, ...] = ()
) -> Outcome:
    """Run a program and let a test of ours call its function: ``passed`` unless the test returns False or raises.

    With ``packages`` it may use installed ones; these are imported before it starts.
    """
    return _outcome(source, "", limits, lambda job: test(_proxy(job, entry)), packages)


def held_to(source: str, tests: str, entry: str, limits: Limits = USUAL) -> Outcome:
    """HumanEval's form: ``tests``, which are trusted and run here, define ``check(candidate)``.

    Raises ValueError for tests that define no such function.

    >>> held_to("def one(): return 2", "def check(candidate):\\n    assert candidate() == 1, 'not one'", "one").reason
    'AssertionError: not one'
    """
    names = _Names()
    try:
        exec(compile(tests, "<tests>", "exec", dont_inherit=True), names)  # noqa: S102 - of whoever judges, as a file is
    except Exception as error:
        raise ValueError(f"the tests do not run: {type(error).__name__}: {error}") from error
    if not callable(names.get("check")):
        raise ValueError("expected tests that define check(candidate)")

    def test(job: Job) -> object:
        names.functions = lambda name: _proxy(job, name)
        names["check"](_proxy(job, entry))
        return None

    return _outcome(source, "", limits, test)


class _Names(dict[str, Any]):
    """The names of a test file: those that it does not define itself are the program's functions."""

    functions: Callable[[str], Callable[..., object]] | None = None

    def __missing__(self, name: str) -> object:
        if self.functions is None or hasattr(builtins, name):
            raise KeyError(name)
        return self.functions(name)


def _proxy(job: Job, name: str) -> Callable[..., object]:
    return lambda *positional, **named: job.call(name, *positional, **named)


def judge_function(reply: str, entry: str, expected: Iterable[tuple[Any, Any]], limits: Limits = SHORT) -> Verdict:
    """Judge a reply that should hold a function of one parameter: what it returns for each argument, types and all.

    >>> judge_function("```python\\ndef add_one(n):\\n    return n + 1\\n```", "add_one", [(1, 2), (-1, 0)]).reward
    1.0
    >>> judge_function("def add_one(n): return 2 * n", "add_one", [(1, 2), (-1, 0)]).reason
    'add_one(-1) is -2'
    """
    source = program(reply)
    if source is None:
        return wrong(f"expected one program, of at most {LONGEST:,} characters")
    if not re.search(rf"\b{entry}\b", source):
        return wrong(f"expected a function {entry}")

    return agrees(source, entry, expected, limits)


def agrees(source: str, entry: str, expected: Iterable[tuple[Any, Any]], limits: Limits = SHORT) -> Verdict:
    """Judge a program by what its function of one parameter returns for each argument, types and all."""

    def test(job: Job) -> None:
        left = iter(expected)
        for portion in (list(islice(left, count)) for count in PORTIONS):
            said = job.each(entry, [argument for argument, _ in portion])
            for (argument, value), one in zip(portion, said, strict=True):
                if not same(one, value):
                    raise _WrongError(f"{entry}({argument!r}) is {_short(one)}")

    return verdict(_outcome(source, "", limits, test))


class _WrongError(Exception):
    """A value that is not the expected one; its text is the whole reason."""


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 100 else text[:100] + "…"


def verdict(outcome: Outcome) -> Verdict:
    """An outcome as a verdict: what could not be run has none."""
    if outcome.status == "passed":
        return RIGHT
    told = outcome.reason or outcome.status
    return no_verdict(told) if outcome.status == "none" else wrong(told)


def _outcome(
    source: str, stdin: str, limits: Limits, test: Callable[[Job], object], packages: tuple[str, ...] = ()
) -> Outcome:
    try:
        running = sandbox(packages, libraries=True) if packages else sandbox()
        with running.job(stdin, limits) as job:
            status, reason = _status(job, source, test)
            return Outcome(status, reason, job.stdout, job.seconds)
    except SandboxError as error:
        return Outcome("none", str(error))


def _status(job: Job, source: str, test: Callable[[Job], object]) -> tuple[str, str]:
    try:
        job.run(source)
        right = test(job)
    except Stopped as stopped:
        return stopped.status, stopped.reason
    except Exception as error:  # noqa: BLE001 - whatever a test raises, the program failed it
        if (over := job.over()) is None:
            told = error.args[0] if error.args else ""  # str() of a KeyError would quote it
            if isinstance(error, _WrongError):
                return "failed", told
            return "failed", f"{type(error).__name__}: {told}".removesuffix(": ")
        return over.status, over.reason
    if (over := job.over()) is not None:
        return over.status, over.reason
    return ("failed", "it does not do what it should") if right is False else ("passed", "")


def _forget() -> None:
    """A forked process has none of its parent's sandboxes."""
    for running in _running.values():
        running.close()
    _running.clear()


os.register_at_fork(after_in_child=_forget)
