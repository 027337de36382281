"""By DuckDB."""

from typing import Any

import duckdb

BASE = duckdb.connect()


def right(facts: Any, answer: str) -> bool:
    names = ", ".join(f'"{column}"' for column in facts["columns"])
    values = ", ".join("(" + ", ".join(repr(value) for value in row) + ")" for row in facts["rows"])
    key = "name" if facts["kind"] == "place" else facts["group"]
    sql = (
        f'SELECT "{key}", sum("{facts["column"]}") AS total FROM (VALUES {values}) AS t({names}) '
        f"GROUP BY 1 ORDER BY total DESC LIMIT 1 OFFSET {facts['place'] - 1}"
    )
    return BASE.execute(sql).fetchone()[0] == answer
