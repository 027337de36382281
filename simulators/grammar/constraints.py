"""Constraints that rows keep, and a row that breaks one of them."""

from __future__ import annotations

import sqlite3
from typing import Any

from simulators.core import Stream
from simulators.grammar.queries import literal
from simulators.grammar.schemas import Schema, Table

Constraint = dict[str, Any]
Rows = dict[str, list[list[Any]]]


def declared(rng: Stream, made: Schema, rows: Rows, checks: int) -> list[Constraint]:
    """Constraints that these rows keep: keys, foreign keys, and some of the others a table."""
    found: list[Constraint] = []
    for table in made.tables:
        names = [column.name for column in table.columns]
        found.append(_constraint("pk", "key", table, names[:1]))
        found += [
            {**_constraint("fk", "foreign", table, [column.name]), "parent": [parent.name, parent.columns[0].name]}
            for column, parent in made.foreign(table)
        ]
        given = [column.name for column in table.columns if not column.nullable and column.draw not in ("key", "->")]
        for name in rng.sample(given, min(checks, len(given))):
            found.append(_constraint("nn", "not_null", table, [name]))
        found += _checked(rng, table, rows[table.name], checks)
        pairs = [[one, other] for at, one in enumerate(names[1:], 2) for other in names[at:]]
        apart = [pair for pair in pairs if _unlike(rows[table.name], [names.index(one) for one in pair])]
        if apart:
            found.append(_constraint("uq", "unique", table, rng.choice(apart)))
    return found


def _checked(rng: Stream, table: Table, rows: list[list[Any]], checks: int) -> list[Constraint]:
    """Bounds that the least or the greatest value just keeps."""
    found = []
    places = [at for at, column in enumerate(table.columns) if column.measured]
    for at in rng.sample(places, min(checks, len(places))):
        values = [row[at] for row in rows if row[at] is not None]
        if values:
            sign = rng.choice((">=", "<="))
            bound = min(values) if sign == ">=" else max(values)
            found.append({**_constraint("ck", "check", table, [table.columns[at].name]), "holds": [sign, bound]})
    return found


def _constraint(prefix: str, kind: str, table: Table, columns: list[str]) -> Constraint:
    suffix = "" if kind in ("key", "unique") else f"_{columns[0]}"
    return {"name": f"{prefix}_{table.name}{suffix}", "kind": kind, "table": table.name, "columns": columns}


def _unlike(rows: list[list[Any]], places: list[int]) -> bool:
    told = [tuple(row[at] for at in places) for row in rows]
    return len(set(told)) == len(told)


def spoiled(rng: Stream, made: Schema, rows: Rows, constraint: Constraint) -> tuple[Rows, int]:
    """The rows with one value (or pair) changed so that a row, of this number from 0, breaks the constraint."""
    table = made.table(constraint["table"])
    names = [column.name for column in table.columns]
    number = rng.integer(1, len(rows[table.name]) - 1)
    row, earlier = list(rows[table.name][number]), rows[table.name][rng.below(number)]
    places = [names.index(column) for column in constraint["columns"]]
    kind = constraint["kind"]
    for at in places:
        if kind in ("key", "unique"):
            row[at] = earlier[at]
        elif kind == "not_null":
            row[at] = None
        elif kind == "foreign":
            row[at] = max(other[0] for other in rows[constraint["parent"][0]]) + rng.integer(1, 3)
        else:
            row[at] = _beyond(rng, *constraint["holds"])
    changed = [row if at == number else list(one) for at, one in enumerate(rows[table.name])]
    return {**rows, table.name: changed}, number


def _beyond(rng: Stream, sign: str, bound: Any) -> Any:
    if isinstance(bound, int):
        return bound + rng.integer(1, 5) * (-1 if sign == ">=" else 1)
    year, rest = int(bound[:4]), bound[4:]
    return f"{year + (-1 if sign == '>=' else 1)}{rest if rest != '-02-29' else '-02-28'}"


def refused(script: str, made: Schema, rows: Rows) -> list[tuple[str, int]]:
    """The rows that SQLite refuses, by table and number from 1, when they are inserted one after another."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(script)
    found = []
    for table in made.tables:
        marks = ", ".join("?" * len(table.columns))
        for number, row in enumerate(rows[table.name], 1):
            try:
                database.execute(f"INSERT INTO {table.name} VALUES ({marks})", row)
            except sqlite3.IntegrityError:
                found.append((table.name, number))
    return found


def definitions(made: Schema, constraints: list[Constraint]) -> str:
    """The CREATE TABLE statements, every constraint with its name."""
    told = [(table, [one for one in constraints if one["table"] == table.name]) for table in made.tables]
    return "\n".join(_definition(table, own) for table, own in told)


def _definition(table: Table, constraints: list[Constraint]) -> str:
    lines = []
    for column in table.columns:
        line = f"  {column.name} {column.type.upper()}"
        for one in constraints:
            if one["kind"] == "not_null" and one["columns"] == [column.name]:
                line += f" CONSTRAINT {one['name']} NOT NULL"
        lines.append(line)
    lines += [f"  CONSTRAINT {one['name']} {_told(one)}" for one in constraints if one["kind"] != "not_null"]
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n);"


def _told(constraint: Constraint) -> str:
    columns = ", ".join(constraint["columns"])
    kind = constraint["kind"]
    if kind == "key":
        return f"PRIMARY KEY ({columns})"
    if kind == "unique":
        return f"UNIQUE ({columns})"
    if kind == "foreign":
        return f"FOREIGN KEY ({columns}) REFERENCES {constraint['parent'][0]} ({constraint['parent'][1]})"
    return f"CHECK ({columns} {constraint['holds'][0]} {literal(constraint['holds'][1])})"


def listed(made: Schema, rows: Rows) -> str:
    """All rows with their numbers."""
    parts = []
    for table in made.tables:
        head = " | ".join(("row", *(column.name for column in table.columns)))
        told = [
            " | ".join((f"{table.name}-{number}", *("NULL" if value is None else str(value) for value in row)))
            for number, row in enumerate(rows[table.name], 1)
        ]
        parts.append("\n".join((f"{table.name}:", head, *told)))
    return "\n\n".join(parts)
