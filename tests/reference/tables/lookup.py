"""By DuckDB."""

from typing import Any

import duckdb

BASE = duckdb.connect()
SIGNS = {"is": "=", "at least": ">=", "at most": "<="}


def right(facts: Any, answer: str) -> bool:
    names = ", ".join(f'"{column}"' for column in facts["columns"])
    values = ", ".join("(" + ", ".join(repr(value) for value in row) + ")" for row in facts["rows"])
    cells = []
    for conditions in facts["asked"]:
        where = " AND ".join(f'"{column}" {SIGNS[relation]} {value!r}' for column, relation, value in conditions)
        sql = f'SELECT "{facts["column"]}" FROM (VALUES {values}) AS t({names}) WHERE {where}'
        ((cell,),) = BASE.execute(sql).fetchall()
        cells.append(cell)
    return answer == str(abs(cells[0] - cells[1]) if facts["kind"] == "difference" else cells[0])
