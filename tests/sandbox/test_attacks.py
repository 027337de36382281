"""What strangers try: each attack fails, and fails for the right reason, since it succeeds where nothing is in its way.

The programs stand in ``attacks/*.txt``. None that signals, bombs or daemonizes is ever run outside the isolation.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.checks.sandbox.client import Sandbox
from simulators.checks.sandbox.jobs import Limits, SandboxError, Stopped

FOLDER = Path(__file__).parent / "attacks"
TOLD = "sesame-1729"
SHORT = Limits(seconds=1.5, memory_mb=128)
CALL = (FOLDER / "prelude.txt").read_text(encoding="utf-8")


def programs(name: str) -> dict[str, str]:
    """The programs of a file by their titles."""
    parts = re.split(r"^### (.*)\n", (FOLDER / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    os.environ["PROVENDER_TEST_SECRET"] = TOLD
    try:
        with Sandbox() as running:
            if running.open_to:
                pytest.skip(f"this kernel lacks {running.missing}")
            yield running
    finally:
        del os.environ["PROVENDER_TEST_SECRET"]


def gained(sandbox: Sandbox, program: str) -> object:
    """What the program's attack gains inside; an error is nothing."""
    with sandbox.job(limits=SHORT) as job:
        try:
            job.run(CALL + program)
            return job.call("attack")
        except (Exception, Stopped):  # noqa: BLE001 - that it fails is what is asked
            return None


def in_parts(text: str) -> str:
    """An expression for a text that does not hold it."""
    return f"''.join({list(text)!r})"


@pytest.mark.parametrize("title", programs("open"))
def test_what_is_open_outside_is_closed_inside(sandbox: Sandbox, title: str) -> None:
    """The same program gains something in a plain interpreter and nothing in a guest."""
    program = programs("open")[title]
    plain = f"{CALL}\nfor _ in range(4): os.dup(0)\n{program}\nimport sys\nsys.exit(0 if attack() else 1)"
    outside = subprocess.run([sys.executable, "-c", plain], capture_output=True, timeout=20, check=False)
    assert outside.returncode == 0, f"gains nothing outside either: {outside.stderr.decode()}"
    assert not gained(sandbox, program)


@pytest.mark.parametrize("title", programs("harmful"))
def test_harm_is_not_done(sandbox: Sandbox, title: str) -> None:
    """The program gains nothing, and the server lives on."""
    assert not gained(sandbox, programs("harmful")[title])
    assert sandbox.run("print('alive')").stdout == "alive\n"
    assert descendants(sandbox) <= 2


@pytest.mark.parametrize("title", programs("searches"))
def test_what_the_judge_knows_is_nowhere_to_be_seen(sandbox: Sandbox, title: str) -> None:
    """It stands in the judge's environment and on its stack while the guest searches."""
    program = programs("searches")[title].replace("SECRET", in_parts(TOLD))
    expected = {"answer": TOLD}
    assert gained(sandbox, program) is False, expected


def test_a_search_finds_what_is_there(sandbox: Sandbox) -> None:
    """The searches are no blind ones: given the secret, they find it."""
    for title in ("searches the frames", "searches all objects"):
        program = programs("searches")[title].replace("SECRET", in_parts(TOLD))
        assert gained(sandbox, f"kept = {{'answer': {TOLD!r}}}\n{program}") is True


@pytest.mark.parametrize("title", programs("endings"))
def test_every_program_ends(sandbox: Sandbox, title: str) -> None:
    """Within its time, with the status that fits, and with nothing left of it."""
    allowed = title.rpartition(": ")[2].split(" or ")
    began = time.monotonic()
    outcome = sandbox.run(programs("endings")[title], limits=SHORT)
    assert outcome.status in allowed, outcome
    assert time.monotonic() - began < SHORT.seconds + 1.5
    assert outcome.reason or outcome.status == "passed"
    assert descendants(sandbox) <= 2


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("title", programs("forgeries"))
def test_only_a_right_answer_is_right(sandbox: Sandbox, title: str, together: bool) -> None:
    """What a program returns is compared here, as a plain value: nothing else that it does makes it pass."""
    with sandbox.job(limits=SHORT) as job:
        try:
            job.run(programs("forgeries")[title])
            answers = list(job.each("f", [21, 21])) if together else [job.call("f", 21), job.call("f", 21)]
            passed = all(type(answer) is int and answer == 42 for answer in answers)
        except (Exception, Stopped):  # noqa: BLE001 - that it fails is what is asked
            passed = False
    assert not passed


def test_two_answers_to_one_question_are_refused(sandbox: Sandbox) -> None:
    """Even if each is right: what is pending would be taken for the answer to the next question."""
    twice = """
import os, struct
def f(x):
    text = b'{"value": 42}'
    os.write(3, 2 * (struct.pack('!I', len(text)) + text))
    return 42
"""
    with sandbox.job(limits=SHORT) as job:
        job.run(twice)

        def ask_again() -> None:
            job.call("f", 21)
            time.sleep(0.05)
            job.call("f", 21)

        with pytest.raises(Stopped, match="answered"):
            ask_again()


def test_many_programs_one_after_another_leave_nothing(sandbox: Sandbox) -> None:
    """No process, no descriptor, and no trace in the next guest."""
    before = len(os.listdir("/proc/self/fd"))
    for number in range(30):
        assert sandbox.run(f"import math\nassert not hasattr(math, 'left')\nmath.left = {number}").status == "passed"
    assert len(os.listdir("/proc/self/fd")) == before
    assert descendants(sandbox) <= 2


def test_a_killed_server_is_no_verdict() -> None:
    """When the machinery ends, nothing is known of the program."""
    with Sandbox() as running:
        running._process.kill()
        running._process.wait()
        assert running.run("print(1)").status == "none"
        assert running.broken


def test_a_server_ends_with_its_judge() -> None:
    """However the judge ends, neither the server nor the guest that it runs is left."""
    judge = (
        "import os, threading\n"
        "from simulators.checks.sandbox.client import Sandbox\n"
        "running = Sandbox()\n"
        "print(running._process.pid, flush=True)\n"
        "threading.Timer(0.3, os._exit, [7]).start()\n"
        "running.run('while True: pass')\n"
    )
    done = subprocess.run([sys.executable, "-c", judge], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 7
    server = int(done.stdout)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{server}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{server}").exists()


def test_a_missing_interpreter_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that does not start is the machinery's fault, told as such."""
    monkeypatch.setattr("simulators.checks.sandbox.client._BOOT", "raise SystemExit('no server today')")
    with pytest.raises(SandboxError, match="no server today"):
        Sandbox()


def descendants(sandbox: Sandbox) -> int:
    """How many processes the server has under it, itself counted: found by descent, never by name."""
    parents = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(name)] = int(fields[1])
    found = {sandbox._process.pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return len(found)
