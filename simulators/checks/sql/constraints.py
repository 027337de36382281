"""Which row breaks which constraint: each constraint tried on each row, as the rows are inserted one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulators.checks.sql.plans import holds

Row = Sequence[Any]
Constraint = Mapping[str, Any]


def broken(
    constraints: Sequence[Constraint], tables: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[Row]]
) -> list[tuple[str, int, str]]:
    """Table, number from 1 and constraint, wherever a row breaks one; such a row is not inserted."""
    found: list[tuple[str, int, str]] = []
    inserted: dict[str, list[dict[str, Any]]] = {name: [] for name in tables}
    for name, columns in tables.items():
        for number, row in enumerate(rows[name], 1):
            told = dict(zip(columns, row, strict=True))
            faults = [
                constraint["name"]
                for constraint in constraints
                if constraint["table"] == name and not _kept(constraint, told, inserted)
            ]
            found += [(name, number, fault) for fault in faults]
            if not faults:
                inserted[name].append(told)
    return found


def _kept(constraint: Constraint, row: dict[str, Any], inserted: Mapping[str, list[dict[str, Any]]]) -> bool:
    columns = constraint["columns"]
    values = [row[column] for column in columns]
    kind = constraint["kind"]
    if kind == "not_null":
        return values[0] is not None
    if kind == "check":
        sign, bound = constraint["holds"]
        return holds([sign, columns[0], {"value": bound}], row) is not False
    if kind == "foreign":
        parent, key = constraint["parent"]
        return values[0] is None or any(other[key] == values[0] for other in inserted[parent])
    if kind == "key" and None in values:
        return False
    others = [[other[column] for column in columns] for other in inserted[constraint["table"]]]
    return None in values or values not in others
