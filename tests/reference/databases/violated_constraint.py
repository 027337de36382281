"""By SQLite: without the constraint that is named all rows go in, with it just that row is refused."""

import re
import sqlite3
from typing import Any


def refused(script: str, facts: Any) -> list[str]:
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(script)
    found = []
    for name, columns in facts["tables"].items():
        for number, row in enumerate(facts["rows"][name], 1):
            try:
                database.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", row)
            except sqlite3.IntegrityError:
                found.append(f"{name}-{number}")
    return found


def without(script: str, constraint: str) -> str:
    script = re.sub(rf" CONSTRAINT {constraint} NOT NULL", "", script)
    lines = [line for line in script.split("\n") if f"CONSTRAINT {constraint} " not in line]
    return re.sub(r",\n\);", "\n);", "\n".join(lines))


def right(facts: Any, answer: str) -> bool:
    row, constraint = answer.split(", ")
    if f"CONSTRAINT {constraint} " not in facts["create"]:
        return False
    try:
        kept = refused(without(facts["create"], constraint), facts) == []
    except sqlite3.OperationalError:  # a foreign key points at the key that is gone: the keys are compared by hand
        table, _, number = row.rpartition("-")
        told = [each[0] for each in facts["rows"][table]]
        kept = constraint == f"pk_{table}" and told[int(number) - 1] in told[: int(number) - 1]
    return kept and refused(facts["create"], facts) == [row]
