"""Changes of tables: drawn, told in SQL and in words, and gone wrong."""

from __future__ import annotations

from typing import Any

from simulators.core import Stream
from simulators.grammar import conditions, links, sentences
from simulators.grammar.queries import Query, condition, literal
from simulators.grammar.schemas import Column, Schema, Table
from simulators.text import listing

Change = dict[str, Any]


def change(rng: Stream, made: Schema, kind: str, tests: int) -> Change | None:
    """A change; None where the schema is not one for it.

    The kinds are ``insert``, ``set``, ``raise``, ``delete``, each but the first also with ``_linked`` (the condition is
    about the parent), and ``delete_unlinked``.
    """
    table = made.tables[-1]
    if kind == "insert":
        return {
            "do": "insert",
            "table": table.name,
            "row": [_value(rng, made, table, column) for column in table.columns],
        }
    how, _, linked = kind.partition("_")
    if linked == "unlinked":
        return _unlinked(rng, made)
    own = conditions.paths([table])
    found: Change = {"do": "delete" if how == "delete" else "update", "table": table.name}
    if how != "delete":
        paths = [path for path in own if made.column(path).summed] if how == "raise" else own
        if not paths:
            return None
        path = rng.choice(paths)
        own.remove(path)
        column = made.column(path)
        value = conditions.constant(rng, made, path) if how == "set" else _amount(rng, column)
        found["set"] = [column.name, "to" if how == "set" else "by", value]
    if linked:
        if not made.foreign(table):
            return None
        foreign, parent = made.foreign(table)[0]
        own = conditions.paths([parent])
        on = [f"{table.name}.{foreign.name}", parent.key]
        found["beside"] = {"op": "join", "kind": "inner", "left": _scan(table), "right": _scan(parent), "on": on}
    if len(own) < tests:
        return None
    form = conditions.compared if linked else conditions.varied
    told = [form(rng, made, path) for path in rng.sample(own, tests)]
    found["where"] = ["or", *told] if tests == 2 and rng.chance(1, 3) else conditions.all_of(told)
    return found


def _amount(rng: Stream, column: Column) -> int:
    step = int(column.settings[2])
    return rng.integer(1, 3) * step * (-1 if rng.chance(1, 4) else 1)


def _value(rng: Stream, made: Schema, table: Table, column: Column) -> Any:
    if column.draw == "key":
        return column.settings[0] + rng.integer(50, 950)
    if column.nullable and rng.chance(1, 2):
        return None
    return conditions.constant(rng, made, f"{table.name}.{column.name}")


def _unlinked(rng: Stream, made: Schema) -> Change | None:
    joined = links.joins(made, "anti")
    if joined is None or len(made.tables) != 2:
        return None
    name, (join,) = joined
    parent, child = made.table(name), made.table(join.table)
    return {
        "do": "delete",
        "table": name,
        "where": conditions.compared(rng, made, rng.choice(conditions.paths([parent]))),
        "beside": {
            "op": "join",
            "kind": "anti",
            "left": _scan(parent),
            "right": _scan(child),
            "on": [join.here, join.there],
        },
    }


def _scan(table: Table) -> dict[str, str]:
    return {"op": "scan", "table": table.name}


def sql(told: Change) -> str:
    """The change as SQL, a clause a line."""
    return "\n".join(clauses(told).values())


def clauses(told: Change) -> dict[str, str]:
    """The clauses of a change under their names."""
    table = told["table"]
    if told["do"] == "insert":
        return {"first": f"INSERT INTO {table}", "values": f"VALUES ({', '.join(map(literal, told['row']))})"}
    found = {"first": f"{'DELETE FROM' if told['do'] == 'delete' else 'UPDATE'} {table}"}
    if "set" in told:
        column, how, value = told["set"]
        sign = "+" if how == "by" and value > 0 else "-"
        after = literal(value) if how == "to" else f"{column} {sign} {abs(value)}"
        found["set"] = f"SET {column} = {after}"
    if told.get("where"):
        found["where"] = f"WHERE {_where(told)}"
    return found


def _where(told: Change) -> str:
    beside = told.get("beside")
    source = Query(beside["right"]["table"] if beside and beside["kind"] == "inner" else told["table"], ())
    asked = condition(told["where"], source)
    if not beside:
        return asked
    here, there = beside["on"]
    if beside["kind"] == "anti":
        return f"{asked} AND NOT EXISTS (SELECT 1 FROM {beside['right']['table']} WHERE {there} = {here})"
    return f"{here.partition('.')[2]} IN (SELECT {there.partition('.')[2]} FROM {source.table} WHERE {asked})"


def says(made: Schema, told: Change) -> str:
    """What the change is, as an order: "Delete every loan whose reader is Ann"."""
    table = made.table(told["table"])
    if told["do"] == "insert":
        pairs = zip(table.columns, told["row"], strict=True)
        values = [f"{column.label} {_quoted(value)}" for column, value in pairs]
        return f"Add {sentences.an(table.one)} with {listing(values)}"
    which = f"every {table.one} {sentences.whose(made, told['where'], table.name)}"
    if told.get("beside", {}).get("kind") == "anti":
        which += f", provided that no row of the table {told['beside']['right']['table']} points at it"
    if told["do"] == "delete":
        return f"Delete {which}"
    column, how, value = told["set"]
    label = made.column(f"{table.name}.{column}").label
    if how == "to":
        return f"Set the {label} to {_quoted(value)} for {which}"
    return f"{'Raise' if value > 0 else 'Lower'} the {label} by {abs(value)} for {which}"


def _quoted(value: Any) -> str:
    """A value in a sentence: a passenger may be called French."""
    if value is None:
        return "not known (NULL)"
    return f'"{value}"' if isinstance(value, str) else str(value)


def slips(told: Change) -> dict[str, str]:
    """What learners write instead, by the name of the slip."""
    found: dict[str, str] = {}
    if told["do"] == "insert":
        row = told["row"]
        found["row_without_its_end"] = sql({**told, "row": [*row[:-1], None]})
        found["key_changed"] = sql({**told, "row": [row[0] + 1, *row[1:]]})
        numbers = [at for at, value in enumerate(row) if at and isinstance(value, int)]
        for at in numbers[:1]:
            found["number_off_by_one"] = sql({**told, "row": [*row[:at], row[at] + 1, *row[at + 1 :]]})
        return found
    for name, slip in conditions.slips(told["where"]).items():
        found[name] = sql({**told, "where": slip})
    if "set" in told:
        column, how, value = told["set"]
        if how == "by":
            found["amount_set_instead"] = sql({**told, "set": [column, "to", abs(value)]})
            found["amount_with_the_other_sign"] = sql({**told, "set": [column, "by", -value]})
        found["rows_deleted"] = sql({"do": "delete", **{k: v for k, v in told.items() if k not in ("do", "set")}})
    if told.get("beside", {}).get("kind") == "anti":
        found["partners_ignored"] = sql({k: v for k, v in told.items() if k != "beside"})
        found["partners_wanted_instead"] = sql(told).replace("NOT EXISTS", "EXISTS")
    return found
