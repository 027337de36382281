"""One program in the sandbox, as the judge sees it: what it printed, what its functions return, and how it ended.

What is expected of a program never leaves this process. A guest gets its source, its input and the arguments of calls;
what it answers is data, and no word, exit code or marker of its own is a verdict.
"""

from __future__ import annotations

import os
import select
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from simulators.checks.sandbox.values import LENGTH, UNREADABLE, decode, encode, frame, opened

_CHUNK = 1 << 16
# The errors that a program raises in the judge's process are these, by name, made from one text.
ORDINARY: dict[str, type[Exception]] = {
    kind.__name__: kind
    for kind in (
        ArithmeticError, AssertionError, AttributeError, EOFError, ImportError, IndexError, KeyError, LookupError,
        ModuleNotFoundError, NameError, NotImplementedError, OSError, OverflowError, PermissionError, RecursionError,
        RuntimeError, StopIteration, SyntaxError, TypeError, UnboundLocalError, ValueError, ZeroDivisionError,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may use: seconds in all and whole ones of the processor, megabytes of memory, bytes of output and of
    each answer. Who judges short programs counts the processor's time, which does not depend on what else is running.
    """

    seconds: float = 5.0
    processor: int = 60
    memory_mb: int = 256
    output: int = 1 << 20
    answer: int = 1 << 20


USUAL = Limits()
SHORT = Limits(processor=1)  # for functions that take milliseconds


class Outcome(NamedTuple):
    """How a job ended: ``passed``, ``failed``, ``error``, ``timeout``, ``memory``, ``output``, ``refused`` or ``none``.

    ``none`` is no verdict: the machinery failed, and nothing is known of the program.
    """

    status: str
    reason: str = ""
    stdout: str = ""
    seconds: float = 0.0


class SandboxError(RuntimeError):
    """The machinery failed, or the kernel lacks what isolation needs: nothing is known of the program."""


class Stopped(BaseException):
    """The job is over and the program is to blame. No test may catch this by catching its errors."""

    def __init__(self, status: str, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Job:
    """A program that runs in a guest; made by :meth:`.client.Sandbox.job`, over when that context ends."""

    def __init__(self, calls: socket.socket, output: int, limits: Limits) -> None:
        self.limits = limits
        self.began = time.monotonic()
        self._calls, self._output = calls, output
        self._printed = bytearray()
        self._received = bytearray()
        self._over: Stopped | None = None
        self._printing = True
        self._poll = select.poll()
        self._poll.register(output, select.POLLIN)
        calls.setblocking(False)
        os.set_blocking(output, False)

    @property
    def stdout(self) -> str:
        """What the program has printed so far."""
        return self._printed.decode("utf-8", "replace")

    @property
    def seconds(self) -> float:
        """How long the job has taken so far."""
        return time.monotonic() - self.began

    def again(self) -> None:
        """Begin the count of seconds anew: a guest that is kept for many calls has its limit for each of them."""
        self.began = time.monotonic()

    def close(self) -> None:
        """Let go of the guest's two ends, as a process does that was forked beside it."""
        self._calls.close()
        os.close(self._output)

    def ready(self) -> None:
        """Wait for the guest to be set up. Raises SandboxError if it was not: no stranger's code has run yet."""
        try:
            self._message()
        except Stopped as stopped:
            raise SandboxError(f"the guest was not set up: {stopped.reason}") from stopped

    def run(self, source: str, name: str = "__main__") -> None:
        """Run the program to its end. Raises Stopped where it does not end well."""
        told = self._exchange({"source": source, "name": name})
        if "raised" in told:
            raise self._stop(*_why(told))
        if told.get("left"):
            raise self._stop("error", f"it left with exit code {told['left']}")

    def call(self, function: str, *positional: Any, **named: Any) -> Any:
        """What a function of the program returns for plain values.

        An ordinary error that the function raises is raised here too. Raises Stopped where the job is over.
        """
        told = self._exchange({"call": function, "positional": encode(positional), "named": encode(named)})
        self._raise(told)
        return self._value(told)

    def each(self, function: str, arguments: Sequence[Any]) -> Iterator[Any]:
        """What a function of one parameter returns for each argument: asked for at once, and answered one by one.

        Raises, where its turn comes, what :meth:`call` would raise.
        """
        told = self._exchange({"each": function, "arguments": [encode(argument) for argument in arguments]})
        answers, count = told.get("answers"), len(arguments)
        if not isinstance(answers, list) or not (len(answers) < count if "raised" in told else len(answers) == count):
            raise self._stop("refused", "its answer has the wrong shape")
        for answer in answers:
            yield self._value({"value": answer})
        self._raise(told)

    def _value(self, told: dict[str, Any]) -> Any:
        try:
            return decode(told["value"])
        except UNREADABLE as error:
            raise self._stop("refused", f"its answer cannot be read: {error}") from error

    def _raise(self, told: dict[str, Any]) -> None:
        """The error that a guest tells of, if it tells of one."""
        if "raised" in told:
            kind = ORDINARY.get(str(told["raised"]))
            if kind is None:
                raise self._stop(*_why(told))
            raise kind(_why(told)[1].partition(": ")[2])

    def over(self) -> Stopped | None:
        """Why the job is over; None where it is not."""
        return self._over

    def _stop(self, status: str, reason: str) -> Stopped:
        self._over = self._over or Stopped(status, reason)
        return self._over

    def _exchange(self, message: Any) -> dict[str, Any]:
        if self._over:
            raise self._over
        self._pump(0)
        if self._received:
            raise self._stop("refused", "it answered what nobody had asked")
        self._send(frame(message))
        told = self._message()
        if self._received:
            raise self._stop("refused", "it answered more than it was asked")
        if not isinstance(told, dict):
            raise self._stop("refused", "its answer has the wrong shape")
        return told

    def _send(self, text: bytes) -> None:
        rest = memoryview(text)
        while rest:
            try:
                rest = rest[self._calls.send(rest) :]
            except BlockingIOError:
                self._pump(self._time_left(), select.POLLOUT)
            except OSError as error:
                raise self._stop("error", "it ended before it was asked") from error

    def _message(self) -> Any:
        """The next message of the guest, read beside what it prints."""
        while True:
            if len(self._received) >= LENGTH.size:
                (length,) = LENGTH.unpack_from(self._received)
                if length > self.limits.answer:
                    raise self._stop("output", f"its answer has {length:,} bytes; {self.limits.answer:,} are allowed")
                end = LENGTH.size + length
                if len(self._received) >= end:
                    text = bytes(self._received[LENGTH.size : end])
                    del self._received[:end]
                    self._print()
                    return self._read(text)
            self._pump(self._time_left())

    def _read(self, text: bytes) -> Any:
        try:
            return opened(text)
        except UNREADABLE as error:
            raise self._stop("refused", "its answer cannot be read") from error

    def _time_left(self) -> float:
        left = self.limits.seconds - self.seconds
        if left <= 0:
            raise self._stop("timeout", f"it took more than {self.limits.seconds:g} s")
        return left

    def _pump(self, seconds: float, for_calls: int = select.POLLIN) -> None:
        """Take in what is there, after waiting for something for so long."""
        self._poll.register(self._calls, for_calls)
        ready = {descriptor for descriptor, _ in self._poll.poll(seconds * 1000)}
        if self._output in ready:
            self._print()
        if self._calls.fileno() in ready and for_calls == select.POLLIN:
            try:
                part = self._calls.recv(_CHUNK)
            except BlockingIOError:
                return
            except ConnectionError:
                part = b""
            if not part:
                self._print()
                if self.seconds > 0.9 * self.limits.processor:  # its clock may have started a little before ours
                    raise self._stop("timeout", f"it took more than {self.limits.processor} s of the processor")
                raise self._stop("error", "it ended without a word")
            self._received += part

    def _print(self) -> None:
        """Take in what the program has printed."""
        while self._printing:
            try:
                part = os.read(self._output, _CHUNK)
            except BlockingIOError:
                return
            if not part:
                self._poll.unregister(self._output)
                self._printing = False
            self._printed += part
            if len(self._printed) > self.limits.output:
                raise self._stop("output", f"it printed more than {self.limits.output:,} bytes")


def _why(told: dict[str, Any]) -> tuple[str, str]:
    """Status and reason for an error that a guest tells of."""
    kind, text, line = (str(told.get(key) or "") for key in ("raised", "text", "line"))
    reason = f"{kind}: {text}" if text else kind
    return "memory" if kind == "MemoryError" else "error", reason + (f" (line {line})" if line else "")
