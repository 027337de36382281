"""A guest that is kept for many calls, by one owner."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.checks.sandbox import client
from simulators.checks.sandbox.client import Sandbox
from simulators.checks.sandbox.jobs import Limits, SandboxError, Stopped

SOURCE = """
import time
held = []
def hold(value):
    held.append(value)
    return held
def wait(seconds):
    time.sleep(seconds)
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def test_its_calls_are_one_program_s(sandbox: Sandbox) -> None:
    """What it holds stays until it is ended, and is gone with it."""
    for _ in range(2):
        job = sandbox.begin()
        job.run(SOURCE)
        assert [job.call("hold", value) for value in (1, 2)] == [[1], [1, 2]]
        sandbox.end(job)


def test_each_call_has_the_whole_time(sandbox: Sandbox) -> None:
    """The seconds are counted anew when the owner says so; a call that takes longer stops the guest all the same."""
    job = sandbox.begin(limits=Limits(seconds=0.6))
    job.run(SOURCE)
    for _ in range(3):
        job.again()
        job.call("wait", 0.3)
    job.again()
    with pytest.raises(Stopped, match=r"more than 0.6 s"):
        job.call("wait", 5)
    sandbox.end(job)
    assert sandbox.run("print(1)").status == "passed"


def test_a_guest_that_is_not_set_up_leaves_the_sandbox_usable(sandbox: Sandbox) -> None:
    """No machinery is left half begun."""
    with pytest.raises(SandboxError):
        sandbox.begin(limits=Limits(seconds=0))
    began = time.monotonic()
    assert sandbox.run("print(1)").status == "passed"
    assert time.monotonic() - began < 5


def test_folders_below_the_covered_one_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries that are installed below /tmp, which the new root covers while it is built, are there all the same."""
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "letter.txt").write_text("hello", encoding="utf-8")
    tmp_path.chmod(0o755)
    (tmp_path / "shelf").chmod(0o755)
    monkeypatch.setattr(client, "_SHARED_OBJECTS", (*client._SHARED_OBJECTS, str(tmp_path / "shelf")))
    with Sandbox() as running:
        if running.missing["hidden files"]:
            pytest.skip(running.missing["hidden files"])
        with running.job() as job:
            job.run("def letter(path):\n    return open(path).read()\n")
            assert job.call("letter", str(tmp_path / "shelf" / "letter.txt")) == "hello"
            with pytest.raises(Stopped, match=r"No such file"):
                job.call("letter", "/etc/passwd")
