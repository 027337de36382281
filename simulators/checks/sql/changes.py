"""What a change of a table means: the rows of every table after it, row by row, and no SQL anywhere.

A change is JSON: ``{"do": "delete" | "update", "table": name, "where": condition}``, for an update with
``"set": [column, how, value]`` where how is "to" or "by", and for an insert the new ``row``. With
``"beside"`` (the plan of a join whose left side is the table) the condition is about the joined rows.
"""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses as sql
from simulators.checks.sql import plans

State = list[list[tuple[Any, ...]]]


def state(change: plans.Plan, tables: plans.Tables) -> State:
    """The rows of all tables, in the tables' order. Raises LookupError for a change that there is none of."""
    after = {name: [tuple(row) for row in found] for name, (_, found) in tables.items()}
    columns, _ = tables[change["table"]]
    if change["do"] == "insert":
        after[change["table"]].append(tuple(change["row"]))
        return list(after.values())
    touched = _touched(change, tables)
    kept = []
    for row in after[change["table"]]:
        if row[0] not in touched:
            kept.append(row)
        elif change["do"] == "update":
            kept.append(_updated(row, columns.index(change["set"][0]), *change["set"][1:]))
    after[change["table"]] = kept
    return list(after.values())


def clauses(change: plans.Plan) -> dict[str, str]:
    """The clauses of a change as SQL has them, under their names."""
    table = change["table"]
    if change["do"] == "insert":
        values = ", ".join("NULL" if value is None else repr(value) for value in change["row"])
        return {"first": f"INSERT INTO {table}", "values": f"VALUES ({values})"}
    found = {"first": f"DELETE FROM {table}" if change["do"] == "delete" else f"UPDATE {table}"}
    if "set" in change:
        column, how, value = change["set"]
        sign = "+" if how == "by" and value > 0 else "-"
        found["set"] = f"SET {column} = {value!r}" if how == "to" else f"SET {column} = {column} {sign} {abs(value)}"
    found["where"] = f"WHERE {_limited(change)}"
    return found


def _limited(change: plans.Plan) -> str:
    table, beside = change["table"], change.get("beside")
    if beside is None:
        return sql.condition(table, change["where"])
    here, there = beside["on"]
    if beside["kind"] == "anti":
        other = beside["right"]["table"]
        told = sql.condition(table, change["where"])
        return f"{told} AND NOT EXISTS (SELECT 1 FROM {other} WHERE {there} = {here})"
    _, own = here.split(".")
    other, key = there.split(".")
    return f"{own} IN (SELECT {key} FROM {other} WHERE {sql.condition(other, change['where'])})"


def _touched(change: plans.Plan, tables: plans.Tables) -> set[Any]:
    """The keys, first of a table's columns, of the rows that the change is about."""
    columns, _ = tables[change["table"]]
    source = change.get("beside") or {"op": "scan", "table": change["table"]}
    found = plans.evaluated(source, tables)
    return {row[f"{change['table']}.{columns[0]}"] for row in found if plans.holds(change["where"], row) is True}


def _updated(row: tuple[Any, ...], at: int, how: str, value: Any) -> tuple[Any, ...]:
    before = row[at]
    if how == "to":
        after = value
    elif before is None:
        after = None
    elif how == "by":
        after = before + value
    else:
        raise LookupError(f"expected to or by, got {how!r}")
    return (*row[:at], after, *row[at + 1 :])
