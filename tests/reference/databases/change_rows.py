"""The change as keys that DuckDB finds and rows rewritten one by one, against the statement in SQLite."""

import importlib.util
import json
import sqlite3
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("algebra", Path(__file__).parent.parent / "algebra.py")
assert _SPEC is not None and _SPEC.loader is not None
algebra = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(algebra)


def keys(change: Any, facts: Any) -> list[set[Any]]:
    """The keys of the rows that are meant, in every database."""
    table = next(table for table in facts["tables"] if table["name"] == change["table"])
    source = change.get("beside", {"op": "scan", "table": change["table"]})
    found = {"op": "filter", "from": source, "where": change["where"]}
    key = f"{change['table']}.{table['columns'][0][0]}"
    expected, _ = algebra.prepared(json.dumps({**facts, "plan": {"op": "project", "from": found, "columns": [key]}}))
    return [{row[0] for row in rows} for rows in expected]


def right(facts: Any, answer: str) -> bool:  # noqa: C901 - a case a kind of change
    change, name = facts["change"], facts["change"]["table"]
    columns = [column[0] for table in facts["tables"] if table["name"] == name for column in table["columns"]]
    databases = algebra.rows.databases(facts)
    if change["do"] == "insert":
        for database in databases:
            database[name].append(change["row"])
    else:
        for database, meant in zip(databases, keys(change, facts), strict=True):
            if change["do"] == "delete":
                database[name] = [row for row in database[name] if row[0] not in meant]
            else:
                column, how, value = change["set"]
                at = columns.index(column)
                for row in database[name]:
                    if row[0] in meant and (how == "to" or row[at] is not None):
                        row[at] = value if how == "to" else row[at] + value
    for table in facts["tables"]:
        try:
            found = algebra.given(facts, answer, f"SELECT * FROM {table['name']}")
        except sqlite3.Error:
            return False
        for rows, database in zip(found, databases, strict=True):
            if sorted(map(repr, rows)) != sorted(map(repr, algebra.rounded(database[table["name"]]))):
                return False
    return True
