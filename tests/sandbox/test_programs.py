"""Programs as answers: how they are read from replies, asked, and judged."""

from __future__ import annotations

import contextlib
import json
import math
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from command_line import made, provender
from hypothesis import given
from hypothesis import strategies as st

from simulators.checks import programs
from simulators.checks.sandbox import values
from simulators.checks.sandbox.client import Sandbox
from simulators.checks.sandbox.jobs import Limits, SandboxError, Stopped

TESTS = "def check(candidate):\n    assert candidate(3) == 9\n    assert candidate(-2) == 4\n"
SQUARE = "def square(x):\n    return x * x\n"

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
keys = st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
plain = st.recursive(
    scalars | st.complex_numbers(allow_nan=False) | st.frozensets(keys) | st.sets(keys),
    lambda inside: st.lists(inside) | st.dictionaries(keys, inside) | st.lists(inside).map(tuple),
    max_leaves=20,
)


@given(plain)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    """Encoded, sent as text and decoded, with its type, whatever it is built of."""
    back = values.decode(json.loads(json.dumps(values.encode(value))))
    assert back == value
    assert repr(back) == repr(value) or isinstance(value, (set, frozenset, dict, list, tuple))


def test_what_is_not_finite_comes_back_too() -> None:
    """JSON has no word for it."""
    assert math.isnan(values.decode(values.encode(math.nan)))
    assert values.decode(values.encode([math.inf, -math.inf])) == [math.inf, -math.inf]


@given(
    st.recursive(
        scalars.filter(lambda one: not isinstance(one, bytes)),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
    )
)
def test_any_answer_is_a_value_or_is_refused(message: Any) -> None:
    """A stranger's frame raises nothing that the judge does not expect."""
    with contextlib.suppress(values.UNREADABLE):
        values.decode(message)


def test_keys_that_collide_cost_little() -> None:
    """Whoever answers chooses the keys: too many of one hash are refused before they are compared."""
    pairs = [[number * (2**61 - 1), 0] for number in range(30_000)]
    began = time.process_time()
    with pytest.raises(ValueError, match="keys"):
        values.decode({"dict": pairs})
    assert len(values.decode({"dict": pairs[: values.MOST_KEYS]})) == values.MOST_KEYS
    assert time.process_time() - began < 2


def test_a_sandbox_outlives_the_thread_that_started_it() -> None:
    """A trainer's thread that asked first may end; the next thread is answered all the same."""
    programs._forget()
    answers: list[str] = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: answers.append(programs.run("print(1)").stdout))
        thread.start()
        thread.join()
    assert answers == ["1\n", "1\n"]


def test_a_right_program_passes_and_a_wrong_one_fails() -> None:
    """The tests run here; the program only answers."""
    assert programs.held_to(SQUARE, TESTS, "square").status == "passed"
    failed = programs.held_to("def square(x):\n    return 2 * x", TESTS, "square")
    assert (failed.status, failed.reason) == ("failed", "AssertionError")


@pytest.mark.parametrize(
    ("source", "status", "reason"),
    [
        ("def square(x:\n", "error", "SyntaxError: "),
        ("def square(x):\n    return x / 0", "failed", "ZeroDivisionError: division by zero (line 2)"),
        ("def square(x):\n    return bytearray(10 ** 10)", "memory", "MemoryError (line 2)"),
        ("def square(x):\n    while True: pass", "timeout", "it took more than 0.5 s"),
        ("def square(x):\n    return object()", "failed", "TypeError: object is no plain value"),
        ("def cube(x):\n    return x", "failed", "NameError: name 'square' is not defined"),
        ("raise SystemExit('bad')", "error", "it left with exit code 1"),
    ],
)
def test_a_reason_says_what_went_wrong(source: str, status: str, reason: str) -> None:
    """As a person would want to be told: the error and its line."""
    outcome = programs.held_to(source, TESTS, "square", Limits(seconds=0.5))
    assert outcome.status == status
    assert outcome.reason.startswith(reason)


def test_the_processor_s_time_is_counted_by_itself() -> None:
    """A loop ends after a second of it, long before the seconds in all are over."""
    outcome = programs.judged_by("def f():\n    while True: pass", "f", lambda f: f(), Limits(seconds=30, processor=1))
    assert outcome.status == "timeout"
    assert 0.9 < outcome.seconds < 15


def test_a_test_that_catches_everything_does_not_hide_a_stop() -> None:
    """A program that ran out of time has not passed, whatever the test makes of it."""
    tests = "def check(candidate):\n    try:\n        candidate(1)\n    except:\n        pass\n"
    outcome = programs.held_to("def f(x):\n    while True: pass", tests, "f", Limits(seconds=0.3))
    assert outcome.status == "timeout"


def test_tests_may_call_other_functions_of_the_program() -> None:
    """As three of HumanEval's do; what neither file defines is an error of the program."""
    tests = "def check(candidate):\n    assert candidate(decode('x')) == 'y'\n"
    source = "def decode(text):\n    return text\ndef encode(text):\n    return chr(ord(text) + 1)\n"
    assert programs.held_to(source, tests, "encode").status == "passed"
    refused = programs.held_to(source.replace("decode", "other"), tests, "encode")
    assert refused.reason == "NameError: name 'decode' is not defined"


def test_arguments_keep_their_types() -> None:
    """Tuples, sets, keys that are no text: a program sees what the test gave, and the test what it returned."""
    given = ({(1, 2): {3, 4}}, [b"\x00", 1.5, None], 2 + 1j, frozenset({"a"}), 10**30)
    assert (
        programs.judged_by("def same(*all): return all", "same", lambda same: same(*given) == given).status == "passed"
    )


GROWING = "seen = []\ndef grow(x):\n    seen.append(x)\n    return seen"


def test_calls_asked_for_together_are_answered_one_by_one() -> None:
    """Each answer is what it was when it came, and an error is told in its turn."""
    expected = [(number, list(range(number + 1))) for number in range(40)]
    assert programs.agrees(GROWING, "grow", expected).reward == 1
    assert programs.agrees("def f(x): return 6 // x", "f", [(1, 6), (2, 3), (0, 0)]).reason.startswith("ZeroDivision")
    assert programs.agrees("def f(x): return 6 // x", "f", [(1, 6), (2, 4), (0, 0)]).reason == "f(2) is 3"
    assert programs.agrees("def g(x): return x", "f", [(1, 1)]).reason == "NameError: name 'f' is not defined"


@pytest.mark.parametrize(
    "told",
    [
        {"answers": [1, 2]},
        {"answers": [1] * 4},
        {"answers": 3},
        {"value": 1},
        {"answers": [1, 2, 3], "raised": "ValueError"},
        {"answers": [1, {"list": 5}, 3]},
    ],
)
def test_answers_of_another_shape_are_refused(monkeypatch: pytest.MonkeyPatch, told: dict[str, Any]) -> None:
    """Too few, too many, none at all, an error after the last, or one that is no value: the program is to blame."""
    with Sandbox() as running, running.job("", Limits()) as job:
        job.run("def f(x): return x")
        monkeypatch.setattr(job, "_exchange", lambda _: told)
        with pytest.raises(Stopped) as stopped:
            list(job.each("f", [1, 2, 3]))
        assert stopped.value.status == "refused"


@pytest.mark.parametrize(
    ("reply", "program"),
    [
        ("```python\nx = 1\n```", "x = 1\n"),
        ("First:\n```\nx = 1\n```\nBetter:\n```py\nx = 2\n```\nThat is all.", "x = 2\n"),
        ("x = 1", "x = 1"),
        ("x" * 300_000, None),
    ],
)
def test_a_program_is_read_from_its_fence(reply: str, program: str | None) -> None:
    """The last one, for a reply that thinks again."""
    assert programs.program(reply) == program


def test_without_a_layer_only_trusted_programs_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program could start processes, a stranger's gets no verdict, and our own still runs."""
    monkeypatch.setattr(programs, "_running", {})
    monkeypatch.setattr(
        programs, "Sandbox", lambda *packages, **given: Sandbox(*packages, **given, without=("seccomp",))
    )
    refused = programs.run("print(1)")
    assert refused.status == "none"
    assert "starts processes" in refused.reason
    assert programs.verdict(refused).reward is None
    with programs.trusting():
        assert programs.run("print(1)").stdout == "1\n"
    programs._forget()


def test_a_broken_sandbox_is_replaced() -> None:
    """The job that was hit has no verdict; the next one has."""
    programs.sandbox()._process.kill()
    programs.sandbox()._process.wait()
    assert programs.run("print(1)").status == "none"
    assert programs.run("print(1)").status == "passed"


def test_a_forked_worker_has_a_sandbox_of_its_own() -> None:
    """Parent and child run programs at the same time without hearing each other's answers."""
    assert programs.run("print('parent')").stdout == "parent\n"
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.write(writer, programs.run("print('child')").stdout.encode())
        os._exit(0)
    assert programs.run("print('parent')").stdout == "parent\n"
    os.waitpid(child, 0)
    assert os.read(reader, 100) == b"child\n"


def test_the_command_runs_a_program(tmp_path: Path) -> None:
    """With its input and its tests; exit code 1 says that it did not pass, 2 that it was not asked well."""
    program, tests, entered = (tmp_path / name for name in ("program.py", "tests.py", "input"))
    program.write_text(SQUARE + "print(input()[::-1])\n", encoding="utf-8")
    tests.write_text(TESTS, encoding="utf-8")
    entered.write_text("hello\n", encoding="utf-8")
    told = made("sandbox", program, "--stdin", entered)
    assert {key: told[key] for key in ("status", "reason", "stdout")} == {
        "status": "passed",
        "reason": "",
        "stdout": "olleh\n",
    }
    assert made("sandbox", program, code=1)["reason"].startswith("EOFError")
    program.write_text(SQUARE, encoding="utf-8")
    assert made("sandbox", program, "--tests", tests, "--entry", "square")["status"] == "passed"
    assert "--entry" in provender("sandbox", program, "--tests", tests, code=2).stderr
    tests.write_text("x = 1\n", encoding="utf-8")
    assert "check(candidate)" in provender("sandbox", program, "--tests", tests, "--entry", "f", code=2).stderr
    assert "cannot read" in provender("sandbox", tmp_path / "none.py", code=2).stderr


@pytest.mark.parametrize(
    "source", [b"\xff\xfe\x00", b"print(1)\x00", b"(" * 10_000, b"x = 1  # " + b"y" * 1_000_000, b"this is none"]
)
def test_what_is_no_program_is_an_error_of_the_program(tmp_path: Path, source: bytes) -> None:
    """Bytes of another kind, a null, endless brackets, a megabyte: each is judged, and no code of ours is told of."""
    path = tmp_path / "program.py"
    path.write_bytes(source)
    told = made("sandbox", path, code=0 if source.startswith(b"x") else 1)
    assert told["status"] == ("passed" if source.startswith(b"x") else "error"), told


def test_a_missing_sandbox_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a program is judged, what could not be run is neither right nor wrong."""

    def none(*_: object, **__: object) -> Sandbox:
        raise SandboxError("no server today")

    monkeypatch.setattr(programs, "sandbox", none)
    assert programs.verdict(programs.run("print(1)")) == (None, "no server today")
