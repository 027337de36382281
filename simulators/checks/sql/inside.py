"""The guest's side: two engines, three small databases, and one statement of a stranger at a time.

It runs in the sandbox, where nothing can be reached, and knows no expected row. SQLite is asked first: what it has no
name for never comes to DuckDB. Every statement runs in a transaction that is rolled back.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from decimal import Decimal
from typing import Any

import duckdb

MOST_ROWS = 2_000
MOST_ORDERS = 400  # thousands of orders of SQLite's machine: some 40 ms
SECONDS = 0.5  # of the processor, for a statement in DuckDB
WATCH = 0.05
PLAIN = (type(None), bool, int, float, str)
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 20_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
}
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
ALLOWED = {
    "query": _READING,
    "change": {*_READING, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE},
    "view": {*_READING, sqlite3.SQLITE_CREATE_VIEW, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE},
}
_NAMED = duckdb.StatementType
KINDS = {
    "query": (_NAMED.SELECT,),
    "change": (_NAMED.INSERT, _NAMED.UPDATE, _NAMED.DELETE),
    "view": (_NAMED.CREATE,),
}
_CONFIGURATION: dict[str, Any] = {
    "threads": 1, "memory_limit": "200MB", "enable_external_access": False, "python_enable_replacements": False,
}  # fmt: skip


class RefusedError(Exception):
    """A statement that is not of the kind that was asked for, or says too much."""


class Engines:
    """Both engines with the tables of one problem."""

    def __init__(self) -> None:
        self.ducks = [duckdb.connect(config=_CONFIGURATION) for _ in range(3)]
        for duck in self.ducks:
            duck.execute("PRAGMA disable_optimizer")  # with twenty rows a plan costs more than it can save
            duck.execute("SET lock_configuration = true")
        self.lites: dict[int, sqlite3.Connection] = {}
        self.left: list[list[str]] = [[] for _ in self.ducks]  # the tables that each DuckDB holds
        self.tables: list[list[Any]] = []
        self.contents: list[list[list[list[Any]]]] = []
        self.kind, self.view, self.orders = "", "", 0
        self.ends, self.asked = 0.0, -1
        self.watching = threading.Thread(target=self._watch, daemon=True)
        self.watching.start()

    def close(self) -> None:
        """Let go of all databases."""
        self.asked = -2
        self.watching.join()
        for duck in self.ducks:
            duck.close()
        for lite in self.lites.values():
            lite.close()

    def load(self, tables: list[list[Any]], databases: list[list[list[list[Any]]]]) -> None:
        """Have these tables, ``[name, [[column, type], ...]]``, with these rows in each database, and no others.

        A database is made when it is first asked about: most wrong replies fail in the first.
        """
        for lite in self.lites.values():
            lite.close()
        self.lites = {}
        self.tables, self.contents = tables, databases

    def _made(self, number: int) -> None:
        script = []
        for (name, columns), found in zip(self.tables, self.contents[number], strict=True):
            script.append(f'CREATE TABLE "{name}" ({", ".join(f"{column} {kind}" for column, kind in columns)})')
            if found:
                values = ", ".join([f"({', '.join(map(_literal, row))})" for row in found])
                script.append(f'INSERT INTO "{name}" VALUES {values}')
        lite = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        lite.executescript(";".join(script))
        for limit, value in LIMITS.items():
            lite.setlimit(limit, value)
        lite.set_authorizer(self._authorized)
        lite.set_progress_handler(self._progress, 1_000)
        left = [f'DROP TABLE "{name}"' for name in self.left[number]]
        self.left[number] = [name for name, _ in self.tables]
        self.ducks[number].execute(";".join(["BEGIN", *left, *script, "COMMIT"]))
        self.lites[number] = lite

    def ask(self, kind: str, sql: str, view: str, numbers: list[int]) -> list[Any]:
        """What each engine makes of a statement in each database of these numbers: rows, or what it complains of."""
        self.kind, self.view = kind, view
        said: list[Any] = []
        for number in numbers:
            if number not in self.lites:
                self._made(number)
            for name, asked in (("SQLite", self._lite), ("DuckDB", self._duck)):
                try:
                    said.append([name, asked(number, sql), ""])
                except (sqlite3.Error, sqlite3.Warning, duckdb.Error, RefusedError, ValueError) as error:
                    told = " ".join(str(error).split()).removesuffix("\x00")[:200]
                    # What an engine does when it has not enough, or gives up: such a guest is not kept.
                    spent = isinstance(
                        error, duckdb.OutOfMemoryException | duckdb.FatalException | duckdb.InternalException
                    )
                    return [*said, [name, "spent" if spent else "error", told]]
        return said

    def _lite(self, number: int, sql: str) -> list[Any]:
        lite = self.lites[number]
        self.kind, kind = "", self.kind
        lite.execute("BEGIN")
        self.kind, self.orders = kind, 0
        try:
            cursor = lite.execute(sql)
            if kind == "query":
                if cursor.description is None:
                    raise RefusedError("expected one query: SELECT, WITH or VALUES")
                return _taken(cursor)
            cursor.close()
            self.kind = "query"
            return self._after(lite, kind)
        finally:
            self.kind = ""
            if lite.in_transaction:
                lite.execute("ROLLBACK")
            self.kind = kind

    def _duck(self, number: int, sql: str) -> list[Any]:
        duck = self.ducks[number]
        statements = duck.extract_statements(sql)
        if len(statements) != 1 or statements[0].type not in KINDS[self.kind]:
            raise RefusedError(f"expected one statement: {' or '.join(kind.name for kind in KINDS[self.kind])}")
        duck.execute("BEGIN")
        self.ends, self.asked = time.process_time() + SECONDS, number
        try:
            duck.execute(sql)
            return _taken(duck) if self.kind == "query" else self._after(duck, self.kind)
        finally:
            self.asked = -1
            duck.execute("ROLLBACK")

    def _after(self, engine: Any, kind: str) -> list[Any]:
        """The rows of the view that was asked for, or of every table after a change."""
        if kind == "view":
            return _taken(engine.execute(f'SELECT * FROM "{self.view}"'))
        return [_taken(engine.execute(f'SELECT * FROM "{name}"')) for name, _ in self.tables]

    def _authorized(self, action: int, first: str | None, second: str | None, _: object, __: object) -> int:
        if not self.kind:
            return sqlite3.SQLITE_OK  # BEGIN and ROLLBACK, which are ours
        if action not in ALLOWED[self.kind]:
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_FUNCTION:
            return sqlite3.SQLITE_DENY if second in ("load_extension", "randomblob", "zeroblob") else sqlite3.SQLITE_OK
        if (first or "").startswith(("sqlite_", "pragma_")) and self.kind != "view":
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _progress(self) -> int:
        self.orders += 1
        return int(self.orders > MOST_ORDERS)

    def _watch(self) -> None:
        while self.asked > -2:
            time.sleep(WATCH)
            number = self.asked
            if number >= 0 and time.process_time() > self.ends:
                self.ducks[number].interrupt()


def _taken(cursor: Any) -> list[Any]:
    """The rows that a statement gives, as plain values."""
    found = cursor.fetchmany(MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        raise RefusedError(f"it gives more than {MOST_ROWS:,} rows")
    return [tuple(map(_plain, row)) for row in found]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, PLAIN) else str(value)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def engines() -> tuple[Any, Any]:
    """What the judge calls: ``load`` and ``ask``."""
    made = Engines()
    return made.load, made.ask
