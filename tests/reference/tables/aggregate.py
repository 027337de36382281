"""By DuckDB."""

from typing import Any

import duckdb

BASE = duckdb.connect()
WANTED = {
    "count": "count(*)",
    "sum": "sum({0})",
    "max": "max({0})",
    "min": "min({0})",
    "range": "max({0}) - min({0})",
}


def table(facts: Any) -> str:
    names = ", ".join(f'"{column}"' for column in facts["columns"])
    values = ", ".join("(" + ", ".join(repr(value) for value in row) + ")" for row in facts["rows"])
    return f"(VALUES {values}) AS t({names})"


def right(facts: Any, answer: str) -> bool:
    signs = {"is": "=", "at least": ">=", "at most": "<="}
    where = " AND ".join(f'"{column}" {signs[relation]} {value!r}' for column, relation, value in facts["conditions"])
    wanted = WANTED[facts["kind"]].format(f'"{facts["column"]}"')
    return BASE.execute(f"SELECT {wanted} FROM {table(facts)} WHERE {where}").fetchone()[0] == int(answer)
