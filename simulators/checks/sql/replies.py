"""Judges a reply that is SQL: executed by SQLite and DuckDB, its rows held against those of the plan's own meaning.

What is expected stays here. A reply is tried on a first database, and on the others once it has passed there.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from simulators.checks.fences import block
from simulators.checks.sandbox.jobs import SandboxError
from simulators.checks.sql import changes, engines, plans
from simulators.checks.sql.rows import Database
from simulators.core import RIGHT, Facts, Verdict, no_verdict, wrong

LONGEST_STATEMENT = 20_000
TOLERANCE = 1e-9
LANGUAGES = frozenset({"sql", "sqlite", "sqlite3", "duckdb", "postgres", "postgresql"})
_NAME = re.compile("[a-z][a-z_]{0,62}")
_STATED = ("tables", "pools", "near", "seeds", "plan", "change")
Rows = list[tuple[Any, ...]]
Draw = Callable[[Facts], list[Database]]


def statement(reply: str) -> str | None:
    """The SQL that a reply holds: its last fenced block, else what follows its last mark, else all of it.

    None for a reply that is too long, takes its statement back, or leaves two to choose from.

    >>> statement("Like this:\\n```sql\\nSELECT 1;\\n```\\nDone.")
    'SELECT 1'
    """
    found = block(reply, LANGUAGES)
    found = (found or "").strip().removesuffix(";").rstrip()
    return found if found and len(found) <= LONGEST_STATEMENT else None


def judge(facts: Facts, reply: str, draw: Draw) -> Verdict:
    """Judge a query by its rows in three databases, their order only where the plan ends in one."""
    held, ordered = _held(_key(facts), draw), facts["ordered"]
    return _judged(held, reply, "query", lambda said, number: differ(said, held.expected(number), ordered))


def judge_view(facts: Facts, reply: str, draw: Draw) -> Verdict:
    """Judge a CREATE VIEW by the rows of the view that it makes."""
    held = _held(_key(facts), draw)
    return _judged(held, reply, "view", lambda said, number: differ(said, held.expected(number), False), facts["view"])


def judge_change(facts: Facts, reply: str, draw: Draw) -> Verdict:
    """Judge an INSERT, UPDATE or DELETE by what all tables hold after it."""
    held = _held(_key(facts), draw)

    def told(said: Any, number: int) -> str:
        state = held.changed(number)
        if not isinstance(said, list) or len(said) != len(state):
            return "not every table is left"
        for (name, _), one, other in zip(held.tables.columns, said, state, strict=True):
            if fault := differ(one, other, False):
                return f"{name}: {fault}"
        return ""

    return _judged(held, reply, "change", told)


def _judged(held: _Held, reply: str, kind: str, told: Callable[[Any, int], str], view: str = "") -> Verdict:
    sql = statement(reply)
    if sql is None:
        return wrong(f"expected one SQL statement of at most {LONGEST_STATEMENT:,} characters")
    try:
        for numbers in ((0,), tuple(range(1, len(held.databases)))):
            said = engines.ask(held.tables, kind, sql, numbers, view)
            for at, one in enumerate(said):
                if not isinstance(one.rows, list):
                    return wrong(f"{one.engine}: {one.why}")
                if fault := told(one.rows, numbers[at // 2]):
                    return wrong(f"{one.engine}, database {numbers[at // 2] + 1}: {fault}")
            if len(said) != 2 * len(numbers):
                return wrong("the engines did not say enough")
    except SandboxError as error:
        return no_verdict(str(error))
    return RIGHT


def differ(said: Any, expected: Rows, ordered: bool) -> str:
    """How rows differ from those expected, as lists or as multisets; "" where they do not.

    >>> differ([(1.0, "a"), (None, "b")], [(None, "b"), (1, "a")], False)
    ''
    >>> differ([(1,)], [(1,), (1,)], True)
    '1 row instead of 2'
    """
    if not isinstance(said, list) or not all(isinstance(row, tuple) for row in said):
        return "no rows"
    if said and expected and len(said[0]) != len(expected[0]):
        return f"{len(said[0])} column{'s' * (len(said[0]) != 1)} instead of {len(expected[0])}"
    if len(said) != len(expected):
        return f"{len(said)} row{'s' * (len(said) != 1)} instead of {len(expected)}"
    if ordered and not all(map(_alike, said, expected)):
        loosely = all(map(_alike, _sorted(said), _sorted(expected)))
        return "the rows are in another order" if loosely else "other rows"
    return "" if ordered or all(map(_alike, _sorted(said), _sorted(expected))) else "other rows"


def _sorted(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: [_place(value) for value in row])


def _place(value: Any) -> tuple[int, float | str]:
    """Where a value belongs among others of all types; numbers that differ within the tolerance belong together."""
    if value is None:
        return 0, ""
    if isinstance(value, int | float):
        return 1, float(f"{value:.7g}") if abs(value) < 1e300 else math.inf
    return 2, str(value)


def _alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(map(_same, one, other))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        return numbers and abs(one) < 1e300 and math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)
    return bool(one == other)


def _key(facts: Facts) -> str:
    """All that rows depend on, as text: what is kept is kept by it."""
    return json.dumps([facts.get(name) for name in _STATED])


class _Held:
    """The databases of a problem, and what is expected in each, worked out when it is asked for."""

    def __init__(self, key: str, draw: Draw) -> None:
        self.facts = dict(zip(_STATED, json.loads(key), strict=True))
        columns = [(table["name"], table["columns"]) for table in self.facts["tables"]]
        for name, told in columns:
            if not all(map(_NAME.fullmatch, (name, *(column[0] for column in told)))):
                raise ValueError(f"expected names of small letters, got {name!r} and its columns")
            if not {column[1] for column in told} <= {"integer", "text"}:
                raise ValueError(f"expected columns of integers or text in {name}")
        found = draw(self.facts)
        self.databases: list[plans.Tables] = [
            {name: ([column[0] for column in told], database[name]) for name, told in columns} for database in found
        ]
        self.tables = engines.Tables(
            key,
            [(name, [(column[0], column[1]) for column in told]) for name, told in columns],
            [[database[name] for name, _ in columns] for database in found],
        )
        self._known: dict[int, Any] = {}

    def expected(self, number: int) -> Rows:
        """The rows of the plan in a database."""
        if number not in self._known:
            self._known[number] = plans.rows(self.facts["plan"], self.databases[number])
        return self._known[number]

    def changed(self, number: int) -> list[Rows]:
        """The rows of all tables of a database after the change."""
        if number not in self._known:
            self._known[number] = changes.state(self.facts["change"], self.databases[number])
        return self._known[number]


@lru_cache(maxsize=64)
def _held(key: str, draw: Draw) -> _Held:
    return _Held(key, draw)
