"""The machine means what Python means, and lets nothing else happen."""

from __future__ import annotations

import contextlib
import io
import re
import time
from pathlib import Path

import pytest

from simulators.checks.machine.library import ERRORS
from simulators.checks.machine.runs import run

# Programs whose output is Python's own; together they hold every kind of statement and expression of the subset.
PARTS = re.split(r"^### .*\n", (Path(__file__).parent / "programs.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)
PROGRAMS = PARTS[1:]
ENDINGS = (
    ("print(1)\nprint(1 // 0)", "1\n", "ZeroDivisionError: integer division or modulo by zero"),
    ("x = [1]\nx[5]", "", "IndexError: list index out of range"),
    ("{}['a']", "", "KeyError: 'a'"),
    ("int('x')", "", "ValueError: invalid literal for int() with base 10: 'x'"),
    ("'a' + 1", "", 'TypeError: can only concatenate str (not "int") to str'),
    ("raise RuntimeError", "", "RuntimeError"),
    ("assert 0", "", "AssertionError"),
    ("f = 3\nf()", "", "TypeError: 'int' object is not callable"),
)
REFUSED = (
    "import os",
    "from os import path",
    "open('/etc/passwd')",
    "__import__('os')",
    "eval('1')",
    "exec('x = 1')",
    "getattr(3, 'real')",
    "().__class__",
    "(1).real",
    "'{0.__class__}'.format(3)",
    "'%s' % 3",
    "print(print)",
    "print({1, 2})",
    "print(lambda: 1)",
    "global x",
    "def f():\n    yield 1\nf()",
    "async def f():\n    pass",
    "with 3 as x:\n    pass",
    "class A(Exception):\n    pass",
    "@print\ndef f():\n    pass",
    "def f(*a):\n    pass",
    "f(**{})",
    "x := 1",
    "(x := 1)",
    "x = 1j",
    "x = b'1'",
    "x = ...",
    "match 1:\n    case 1:\n        pass",
    "return 1",
    "break",
    "1 @ 2",
    "undefined",
    "def f():\n    print(x)\n    x = 1\nf()",
    "9 ** 9 ** 9",
    "1 << 10 ** 6",
    "x = 10 ** 70\nx = x * x * x\nx = x * x * x\nx * x",
    "'x' * 10 ** 9",
    "[0] * 10 ** 9",
    "range(10 ** 9)",
    "x = 'ab' * 9000\ny = x + x + x",
    "x = 'a' * 20000\nx.replace('a', 'b' * 20000)",
    "x = [1]\nwhile True:\n    x += x",
    "x = [1]\nwhile True:\n    x.extend(x)",
    "while True:\n    pass",
    "def f():\n    return f()\nf()",
    "def f(n):\n    return f(n - 1) + f(n - 1) if n else 1\nf(50)",
    "[[x for x in range(200)] for y in range(200)]",
    "print('x' * 15000)\nprint('x' * 15000)",
    "f'{1:>1000000000}'",
    "(" * 5000,
    "x = " + "-" * 7000 + "1",
    "\0",
    "x = 1\n" * 2000,
    "this is no program",
    "try:\n    while True: pass\nexcept Exception:\n    pass",
)


@pytest.mark.parametrize("source", PROGRAMS)
def test_a_program_prints_what_python_prints(source: str) -> None:
    """On the machine as in the interpreter."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, {"__name__": "program"})  # noqa: S102 - the programs above
    ran = run(source)
    assert (ran.printed, ran.error) == (printed.getvalue(), "")


@pytest.mark.parametrize(("source", "printed", "error"), ENDINGS)
def test_an_error_ends_a_program_as_in_python(source: str, printed: str, error: str) -> None:
    """What was printed before stays, and the error is told in Python's words."""
    with contextlib.redirect_stdout(io.StringIO()), pytest.raises(tuple(ERRORS.values())) as raised:
        exec(source, {})  # noqa: S102
    assert f"{type(raised.value).__name__}: {raised.value}".removesuffix(": ") == error
    ran = run(source)
    assert (ran.printed, ran.error) == (printed, error)


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_not_in_the_subset_is_refused(source: str) -> None:
    """At once, with a reason; no program can catch it."""
    began = time.process_time()
    with pytest.raises(ValueError, match="the machine does not run this"):
        run(source)
    assert time.process_time() - began < 0.5


def test_the_history_holds_every_change() -> None:
    """The variables of the running function, after each statement and at the head of each pass."""
    ran = run(
        "def f(n):\n    total = 0\n    for k in range(n):\n        total += k\n    return total\nx = f(3)", watched=True
    )
    inside = [
        (seen.line, seen.names["total"]) for seen in ran.history if seen.function == "f" and "total" in seen.names
    ]
    assert inside == [(2, 0), (3, 0), (4, 0), (3, 0), (4, 1), (3, 1), (4, 3)]
    assert ran.names == {"x": 3}
