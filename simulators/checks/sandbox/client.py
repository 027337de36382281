"""Starts the sandbox's server, has it prove itself, and hands it programs, one after another."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from simulators.checks.sandbox.jobs import USUAL, Job, Limits, Outcome, SandboxError, Stopped

_CHUNK = 1 << 16
ROOT = str(Path(__file__).parents[3])
STARTING = 30  # seconds that the server may take until it is ready
LAYERS = ("namespaces", "hidden files", "landlock", "seccomp")
# What programs of tasks use most; any other module of the standard library is imported when it is asked for.
PRELOADED = (
    "bisect", "cmath", "collections", "copy", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools",
    "hashlib", "heapq", "itertools", "json", "math", "operator", "random", "re", "statistics", "string", "textwrap",
    "typing",
)  # fmt: skip
_BOOT = (
    "import sys; sys.path.append({root!r}); from simulators.checks.sandbox import server; sys.path.pop(); server.main()"
)
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}
_SHARED_OBJECTS = ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/usr/share/zoneinfo")


# What is told, and no reason to refuse a program.
TOLERABLE = frozenset({"asks which files exist"})
# Tries what no guest may do, and returns what it could: an answer that only an isolated guest gives is an empty list.
_PROBE = """
import os, socket
def attempt(what, action):
    try:
        action()
    except OSError:
        return []
    return [what]
def double(number):
    return 2 * number
def attacks():
    return (
        attempt("reads other files", lambda: open("/etc/passwd"))
        + attempt("lists other folders", lambda: os.listdir("/etc"))
        + attempt("asks which files exist", lambda: os.stat("/etc/passwd"))
        + attempt("writes files", lambda: open("/tmp/provender-probe", "w"))
        + attempt("starts processes", lambda: os.fork() or os._exit(0))
        + attempt("signals processes", lambda: os.kill(os.getppid() or 1, 0))
        + attempt("opens sockets", lambda: socket.socket(socket.AF_INET))
        + attempt("opens local sockets", lambda: socket.socket(socket.AF_UNIX))
    )
"""


class Sandbox:
    """A server with a guest a job. Raises SandboxError where it does not start, or does not prove itself.

    ``packages`` are imported before the first job, so that guests have them for nothing; with ``libraries`` they may be
    installed ones. Layers ``without`` are left out, to see what they are for. ``missing`` says of each layer why it
    could not be had, "" where it holds; ``open_to`` lists the attacks that are therefore not stopped: a first guest
    tried them.
    """

    def __init__(
        self, packages: tuple[str, ...] = PRELOADED, *, libraries: bool = False, without: tuple[str, ...] = ()
    ) -> None:
        if sys.platform != "linux":
            raise SandboxError(f"programs are isolated by Linux, and this is {sys.platform}")
        self.owner, self.broken, self._lock = os.getpid(), False, threading.RLock()
        self._control, self._process = _started(packages, libraries, without)
        self._control.settimeout(STARTING)
        try:
            self.missing: Mapping[str, str] = self._told()
            self.open_to = self._proven()
        except SandboxError as error:
            self.close()
            said = self._process.stderr.read().decode(errors="replace") if self._process.stderr else ""
            raise SandboxError(f"{error} {said}".strip()) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server, and with it whatever runs in it."""
        self._control.close()
        if self.owner == os.getpid():
            self._process.wait()

    def _proven(self) -> tuple[str, ...]:
        """The attacks that a guest can do. Raises SandboxError where right and wrong programs are not told apart."""
        with self.job() as job:
            job.run(_PROBE)
            if job.call("double", 21) != 42:
                raise SandboxError("the sandbox does not run a right program")
            found = tuple(job.call("attacks"))
        if self.run("import os\nprint('passed')\nos._exit(0)").status != "error":
            raise SandboxError("the sandbox believes a program that says it passed")
        return found

    @contextmanager
    def job(self, stdin: str = "", limits: Limits = USUAL) -> Iterator[Job]:
        """A guest that is ready to run one program; nothing of it is left after. Raises SandboxError without one."""
        with self._lock:
            job = self.begin(stdin, limits)
            try:
                yield job
            finally:
                self.end(job)

    def begin(self, stdin: str = "", limits: Limits = USUAL) -> Job:
        """A guest that lives until :meth:`end`: for whoever has a sandbox to itself, where one guest serves many calls.

        Raises SandboxError without one. There is one guest at a time.
        """
        calls, theirs = socket.socketpair()
        output, printed = os.pipe()
        entered = os.memfd_create("input")
        try:
            os.write(entered, stdin.encode("utf-8", "surrogateescape"))
            os.lseek(entered, 0, os.SEEK_SET)
            asked = json.dumps({"memory_mb": limits.memory_mb, "processor": limits.processor}).encode()
            self._hand_over(asked, [entered, printed, theirs.fileno()])
        except BaseException:
            calls.close()
            os.close(output)
            raise
        finally:
            theirs.close()
            os.close(printed)
            os.close(entered)
        job = Job(calls, output, limits)
        try:
            job.ready()
        except BaseException:
            self.end(job)
            raise
        return job

    def end(self, job: Job) -> None:
        """End a guest that :meth:`begin` began, and wait until nothing is left of it. Raises SandboxError."""
        job.close()
        self._end()

    def run(self, source: str, stdin: str = "", limits: Limits = USUAL) -> Outcome:
        """Run a program to its end: ``passed`` says that it ended well, and nothing of what it printed."""
        try:
            with self.job(stdin, limits) as job:
                try:
                    job.run(source)
                except Stopped as stopped:
                    return Outcome(stopped.status, stopped.reason, job.stdout, job.seconds)
                return Outcome("passed", "", job.stdout, job.seconds)
        except SandboxError as error:
            return Outcome("none", str(error))

    def _hand_over(self, message: bytes, descriptors: list[int]) -> None:
        with self._telling():
            socket.send_fds(self._control, [message], descriptors)

    def _end(self) -> None:
        """Tell the server that the job is over, and wait until nothing is left of it."""
        with self._telling():
            self._control.send(b"over")
        self._told()

    def _told(self) -> dict[str, str]:
        with self._telling():
            text = self._control.recv(_CHUNK)
            if not text:
                raise ConnectionError("it ended")
            told: dict[str, str] = json.loads(text)
            return told

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.broken = True
            raise SandboxError(f"the sandbox does not answer: {error}") from error


def _started(
    packages: tuple[str, ...], libraries: bool, without: tuple[str, ...]
) -> tuple[socket.socket, subprocess.Popen[bytes]]:
    """The server's process, and our end of the socket to it."""
    installed = sorted({sysconfig.get_path(name) for name in ("purelib", "platlib")}) if libraries else []
    standard = sysconfig.get_path("stdlib", vars={"installed_base": sys.base_prefix, "base": sys.base_prefix})
    readable = [path for path in (standard, *installed, *_SHARED_OBJECTS) if os.path.isdir(path)]
    settings = json.dumps({"packages": packages, "readable": readable, "libraries": installed, "without": without})
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-S", "-s", "-P", "-c", _BOOT.format(root=ROOT), str(theirs.fileno()), settings]
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
            command,
            env=_ENVIRONMENT,
            cwd="/",
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    return ours, process
