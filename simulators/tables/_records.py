"""What the families of tables share: drawing rows of a small register, and a second engine for questions to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from simulators.core import Stream
from simulators.vocabulary import PEOPLE

Row = list[Any]

# A register's name, what a row is, its text columns with their values, and its number columns with their ranges.
REGISTERS: dict[str, tuple[str, dict[str, tuple[str, ...]], dict[str, tuple[int, int]]]] = {
    "orders": (
        "order",
        {"city": ("Oslo", "Lima", "Cairo", "Perth", "Quito"), "status": ("open", "paid", "sent")},
        {"amount": (5, 400), "items": (1, 20)},
    ),
    "staff": (
        "employee",
        {"team": ("sales", "design", "support", "finance"), "site": ("north", "south", "harbour")},
        {"salary": (1800, 9800), "age": (18, 67)},
    ),
    "flights": (
        "flight",
        {"airline": ("Condor", "Ibis", "Osprey", "Heron"), "kind": ("direct", "stopover")},
        {"price": (39, 999), "delay": (0, 180)},
    ),
}


def register(rng: Stream, rows: int) -> tuple[str, list[str], list[Row]]:
    """A register: its name, its columns (a person's name first, texts, numbers) and its rows."""
    name = rng.choice(sorted(REGISTERS))
    _, texts, numbers = REGISTERS[name]
    columns = ["name", *texts, *numbers]
    people = rng.sample(PEOPLE, rows)
    table = [
        [person, *map(rng.choice, texts.values()), *(rng.integer(low, high) for low, high in numbers.values())]
        for person in people
    ]
    return name, columns, table


def query(columns: Sequence[str], rows: Sequence[Row], sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that SQLite gives for a question to the table ``t``; columns must be plain words.

    Raises ValueError for other columns, sqlite3's errors for rows of the wrong shape as well.
    """
    return list(_answers(tuple(columns), tuple(map(tuple, rows)), sql, tuple(values)))


@lru_cache(maxsize=512)  # an answer, its mistakes and its steps ask the same
def _answers(columns: tuple[str, ...], rows: tuple[Any, ...], sql: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not columns or not all(column.isidentifier() for column in columns):
        raise ValueError(f"expected columns that are plain words, got {columns}")
    base = _engine()
    try:
        base.execute(f"CREATE TEMP TABLE t ({', '.join(columns)})")
        base.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608 - only "?"
        return tuple(base.execute(sql, values).fetchall())
    except sqlite3.Error as error:
        raise ValueError(f"the rows do not fit their columns: {error}") from error
    finally:
        base.execute("DROP TABLE IF EXISTS t")


@lru_cache(maxsize=1)
def _engine() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
