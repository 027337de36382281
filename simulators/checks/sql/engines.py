"""The judge's side of the engines: one guest of the sandbox, kept for many statements, that has no expected row.

A guest is replaced after so many statements, when another problem's machinery fails, and whenever a statement did more
than fail: ran out of time or memory, or said too much. What such a statement says counts only from a fresh guest, so
that no reply pays for those before it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from typing import Any, NamedTuple

from simulators.checks import programs
from simulators.checks.sandbox.client import Sandbox
from simulators.checks.sandbox.jobs import ORDINARY, Job, Limits, SandboxError, Stopped

_INSIDE = "simulators.checks.sql.inside"
_PACKAGES = ("decimal", "threading", "sqlite3", "duckdb", _INSIDE)
_SOURCE = f"from {_INSIDE} import engines\nload, ask = engines()\n"
_LIMITS = Limits(seconds=10, processor=3_600, memory_mb=2048, answer=1 << 20)
MOST_STATEMENTS = 5_000  # of one guest


class Tables(NamedTuple):
    """What the engines hold: the tables' columns with their types, and the rows in each database."""

    key: str
    columns: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    databases: Sequence[Sequence[Sequence[Sequence[Any]]]]


class Said(NamedTuple):
    """What an engine made of a statement: rows, or "error" or "stopped" for ``rows``, and why."""

    engine: str
    rows: Any
    why: str


class _Guest(NamedTuple):
    sandbox: Sandbox
    job: Job


class _Keeper:
    """The guest of this process, and what it holds."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.guest: _Guest | None = None
        self.held, self.asked = "", 0

    def ask(self, tables: Tables, kind: str, sql: str, view: str, numbers: Sequence[int]) -> list[Said]:
        with self.lock:
            fresh = self._ready()
            said = self._asked(tables, kind, sql, view, numbers)
            if said[-1].rows == "stopped" and not fresh:
                self._ready()
                said = self._asked(tables, kind, sql, view, numbers)
            return said

    def _ready(self) -> bool:
        """Have a guest; whether it is a new one. Raises SandboxError where there is none."""
        sandbox = programs.sandbox(_PACKAGES, libraries=True)
        if self.guest is not None and self.guest.sandbox is sandbox and self.asked < MOST_STATEMENTS:
            return False
        self.drop()
        job = sandbox.begin(limits=_LIMITS)
        self.guest, self.held, self.asked = _Guest(sandbox, job), "", 0
        try:
            job.run(_SOURCE)
        except Stopped as stopped:
            self.drop()
            raise SandboxError(f"the engines do not start: {stopped.reason}") from stopped
        return True

    def drop(self) -> None:
        """End the guest."""
        guest, self.guest = self.guest, None
        if guest is not None and not guest.sandbox.broken:
            guest.sandbox.end(guest.job)

    def _asked(self, tables: Tables, kind: str, sql: str, view: str, numbers: Sequence[int]) -> list[Said]:
        if self.guest is None:
            raise SandboxError("there is no guest")
        job = self.guest.job
        job.again()
        self.asked += 1
        try:
            if self.held != tables.key:
                self.held = ""
                job.call("load", [list(table) for table in tables.columns], tables.databases)
                self.held = tables.key
            said = [Said(*one) for one in job.call("ask", kind, sql, view, list(numbers))]
            if any(not isinstance(one.rows, list) and one.rows != "error" for one in said):
                self.drop()
                said[-1] = said[-1]._replace(rows="stopped")
        except Stopped as stopped:
            loaded = self.held == tables.key
            self.drop()
            if not loaded:
                raise SandboxError(f"the tables could not be loaded: {stopped.reason}") from stopped
            return [Said("the engine", "stopped", stopped.reason)]
        except tuple(ORDINARY.values()) as error:
            self.drop()
            if self.held != tables.key:
                raise SandboxError(f"the tables could not be loaded: {error}") from error
            return [Said("the engine", "stopped", f"{type(error).__name__}: {error}")]
        else:
            return said

    def forget(self) -> None:
        """A forked process has nothing of its parent's guest."""
        if self.guest is not None:
            self.guest.job.close()
        self.guest, self.lock = None, threading.Lock()


_keeper = _Keeper()


def ask(tables: Tables, kind: str, sql: str, numbers: Sequence[int], view: str = "") -> list[Said]:
    """What SQLite and DuckDB make of a statement, in each database of these numbers; the first complaint ends it.

    ``kind`` is "query", "change" or "view". Raises SandboxError where nothing could be asked.
    """
    return _keeper.ask(tables, kind, sql, view, numbers)


def forget() -> None:
    """End the guest of this process; the next statement has a new one."""
    with _keeper.lock:
        _keeper.drop()


os.register_at_fork(after_in_child=_keeper.forget)
