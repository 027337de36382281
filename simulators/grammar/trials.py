"""Tries gold queries and mistakes out while a problem is made, in SQLite: what says nothing is drawn anew."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from simulators.core import Mistake

Row = tuple[Any, ...]
MOST = 60  # rows of an answer
FENCED = "```sql\n{};\n```"


class Trial:
    """The databases of a problem, in SQLite."""

    def __init__(
        self, tables: Sequence[Mapping[str, Any]], databases: Sequence[Mapping[str, Sequence[Sequence[Any]]]]
    ) -> None:
        self.tables = [table["name"] for table in tables]
        self.databases = []
        for contents in databases:
            database = sqlite3.connect(":memory:", isolation_level=None)
            for table in tables:
                names = ", ".join(f"{column[0]} {column[1]}" for column in table["columns"])
                database.execute(f"CREATE TABLE {table['name']} ({names})")
                marks = ", ".join("?" * len(table["columns"]))
                database.executemany(f"INSERT INTO {table['name']} VALUES ({marks})", contents[table["name"]])
            self.databases.append(database)

    def rows(self, sql: str) -> list[list[Row]]:
        """What a query gives in each database. Raises sqlite3.Error for what SQLite does not take."""
        return [_rounded(database.execute(sql).fetchall()) for database in self.databases]

    def after(self, sql: str) -> list[list[Row]]:
        """All rows of all tables after a change, in each database, which is then undone."""
        states = []
        for database in self.databases:
            database.execute("BEGIN")
            database.execute(sql)
            states.append(
                sorted(
                    ((name, *row) for name in self.tables for row in database.execute(f"SELECT * FROM {name}")),
                    key=repr,
                )
            )
            database.execute("ROLLBACK")
        return states


def _rounded(rows: list[Row]) -> list[Row]:
    return [tuple(float(f"{value:.9g}") if isinstance(value, float) else value for value in row) for row in rows]


def telling(rows: Sequence[list[Row]]) -> bool:
    """Whether an answer says something: it is there, short, and depends on the rows."""
    return 0 < len(rows[0]) <= MOST and len(rows[1]) <= MOST and len({repr(found) for found in rows}) == len(rows)


def same(one: Sequence[list[Row]], other: Sequence[list[Row]], ordered: bool) -> bool:
    """Whether two queries cannot be told apart by these rows."""
    return all(
        (here == there) if ordered else (Counter(here) == Counter(there))
        for here, there in zip(one, other, strict=True)
    )


def told_apart(
    trial: Trial, right: Sequence[list[Row]], wrong: Mapping[str, str], ordered: bool
) -> tuple[Mistake, ...]:
    """Those wrong queries that really differ in a database, with their names; each text once."""
    found: dict[str, str] = {}
    for name, text in wrong.items():
        if text and text not in found and not same(right, trial.rows(text), ordered):
            found[text] = name
    return tuple([Mistake(name, FENCED.format(text)) for text, name in found.items()])
