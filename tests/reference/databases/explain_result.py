"""By running the query itself, in SQLite, on the rows that are shown."""

import sqlite3
from typing import Any


def right(facts: Any, answer: str) -> bool:
    database = sqlite3.connect(":memory:")
    for name, columns in facts["tables"]:
        database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        database.executemany(f"INSERT INTO {name} VALUES ({marks})", facts["rows"][name])
    found = ["NULL" if value is None else str(value) for (value,) in database.execute(facts["sql"])]
    return answer == ", ".join(found)
