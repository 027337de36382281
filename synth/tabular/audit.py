"""Asks DuckDB which released rows break the schema: one query for each thing that columns, keys and rules say.

Nothing here is shared with what enforces them (:mod:`.columns`, :mod:`.rules`): the same words of a schema become SQL,
and another engine answers. A released data set gives 0 everywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from synth.tabular import rules
from synth.tabular.schema import Column, Schema, Table

Source = pd.DataFrame | Path  # a Parquet file


def audit(sources: Mapping[str, Source], schema: Schema) -> dict[str, int]:
    """How many rows break each thing that the schema says, by what it says.

    >>> from synth.tabular.schema import parse
    >>> known = parse("name: t\\ncolumns: {n: {kind: integer, low: 0}, m: {kind: integer}}", "t.yaml")
    >>> audit({"t": pd.DataFrame({"n": [1, -2], "m": [1.0, None]})}, known)
    {'t.n is at least 0': 1, 't.m is never empty': 1}
    """
    import duckdb  # slow to import, and a run without tables needs none

    with duckdb.connect() as connection:
        for name, source in sources.items():
            if isinstance(source, Path):
                connection.from_parquet(str(source)).create_view(name)
            else:
                connection.register(name, source)
        found = {}
        for said, query in queries(schema):
            row = connection.execute(query).fetchone()
            if row is not None and row[0]:
                found[said] = int(row[0])
        return found


def queries(schema: Schema) -> Iterator[tuple[str, str]]:
    """What the schema says, each with the query that counts the rows that break it."""
    for name, table in schema.tables.items():
        for column, known in table.columns.items():
            yield from _of_column(name, column, known)
        if table.key:
            keys = ", ".join(map(_quoted, table.key))
            yield (
                f"{name}: the key {', '.join(table.key)} is unique",
                "SELECT coalesce(sum(n), 0) FROM "
                f"(SELECT count(*) AS n FROM {_quoted(name)} GROUP BY {keys}) WHERE n > 1",
            )
        for parent in table.parents:
            yield _of_parent(name, parent.columns, parent.table, schema.tables[parent.table].key)
        for rule in table.rules:
            yield _of_rule(name, rule, schema)


def _of_column(table: str, name: str, column: Column) -> Iterator[tuple[str, str]]:
    there = f"{table}.{name}"
    this = _quoted(name)

    def counted(condition: str) -> str:
        return f"SELECT count(*) FROM {_quoted(table)} WHERE {condition}"

    if not column.nullable:
        yield f"{there} is never empty", counted(f"{this} IS NULL")
    if column.kind == "category" and column.values:
        yield f"{there} is one of its values", counted(f"{this}::VARCHAR NOT IN ({_texts(column.values)})")
    if column.kind == "integer":
        yield f"{there} is a whole number", counted(f"{this} <> floor({this}) OR isinf({this}::DOUBLE)")
    for bound, word, sign in ((column.low, "least", "<"), (column.high, "most", ">")):
        if bound is not None:
            shown = int(bound) if isinstance(bound, float) and bound.is_integer() else bound
            yield f"{there} is at {word} {shown}", counted(f"{this} {sign} {_constant(bound)}")
    if column.pattern:
        pattern = _text(column.pattern)
        yield f"{there} matches its pattern", counted(f"NOT regexp_full_match({this}::VARCHAR, {pattern})")
    if column.unique:
        yield (
            f"{there} is unique",
            f"SELECT count({this}) - count(DISTINCT {this}) FROM {_quoted(table)}",
        )


def _of_parent(table: str, columns: tuple[str, ...], parent: str, key: tuple[str, ...]) -> tuple[str, str]:
    same = " AND ".join(f"p.{_quoted(theirs)} = c.{_quoted(ours)}" for ours, theirs in zip(columns, key, strict=True))
    given = " AND ".join(f"c.{_quoted(ours)} IS NOT NULL" for ours in columns)
    return (
        f"{table}: {', '.join(columns)} names a row of {parent}",
        f"SELECT count(*) FROM {_quoted(table)} c WHERE {given} "
        f"AND NOT EXISTS (SELECT 1 FROM {_quoted(parent)} p WHERE {same})",
    )


def _of_rule(name: str, rule: rules.Rule, schema: Schema) -> tuple[str, str]:
    source, column = _joined(name, schema.tables[name], rule, schema)
    said, condition = _CONDITIONS[type(rule)](rule, column)
    return f"{name}: {said}", f"SELECT count(*) FROM {source} WHERE {condition}"


def _joined(name: str, table: Table, rule: rules.Rule, schema: Schema) -> tuple[str, Callable[[str], str]]:
    """The source of rows for a rule, its parents beside each, and how SQL calls a column there."""
    source = f"{_quoted(name)} AS c"
    wanted = {each.partition(".")[0] for each in rule.named() if "." in each}
    for parent in table.parents:
        if parent.table in wanted:
            key = schema.tables[parent.table].key
            same = (f"c.{_quoted(ours)} = {_quoted(parent.table)}.{_quoted(theirs)}"
                    for ours, theirs in zip(parent.columns, key, strict=True))  # fmt: skip
            source += f" JOIN {_quoted(parent.table)} ON {' AND '.join(same)}"

    def column(full: str) -> str:
        of, _, own = full.rpartition(".")
        kind = (schema.tables[of] if of else table).columns[own].kind
        text = f"{_quoted(of) if of else 'c'}.{_quoted(own)}"
        return f"CAST({text} AS DATE)" if kind == "date" else text

    return source, column


def _order(rule: rules.Order, column: Callable[[str], str]) -> tuple[str, str]:
    sign = ">=" if rule.strict else ">"
    pairs = zip(rule.columns, rule.columns[1:], strict=False)
    broken = " OR ".join(f"{column(one)} {sign} {column(other)}" for one, other in pairs)
    return f"{(' < ' if rule.strict else ' <= ').join(rule.columns)}", broken


def _combinations(rule: rules.Combinations, column: Callable[[str], str]) -> tuple[str, str]:
    def same(row: tuple[str | None, ...]) -> str:
        pairs = zip(rule.columns, row, strict=True)
        return " AND ".join(
            f"{_worded(column(name))} IS NOT DISTINCT FROM {'NULL' if value is None else _text(value)}"
            for name, value in pairs
        )

    allowed = " OR ".join(f"({same(row)})" for row in rule.allowed) or "true"
    return f"{', '.join(rule.columns)} stand together as allowed", f"NOT ({allowed})"


def _formula(rule: rules.Formula, column: Callable[[str], str]) -> tuple[str, str]:
    asked = _sql(rules.parsed(rule.expression), column)
    given = " AND ".join(f"{column(name)} IS NOT NULL" for name in rule.named())
    room = f"{rule.tolerance!r} + 1e-9 * abs({asked})"
    return f"{rule.column} = {rule.expression}", f"{given} AND abs({column(rule.column)} - ({asked})) > {room}"


def _sql(node: ast.expr, column: Callable[[str], str]) -> str:
    """An expression of a formula as SQL."""
    match node:
        case ast.Constant(value=number):
            return f"{number!r}::DOUBLE"
        case ast.Name(id=name):
            return column(name)
        case ast.Attribute(value=ast.Name(id=table), attr=name):
            return column(f"{table}.{name}")
        case ast.UnaryOp(operand=inner):
            return f"(-{_sql(inner, column)})"
        case ast.BinOp(op=operation, left=left, right=right):
            return f"({_sql(left, column)} {_SIGNS[type(operation)]} {_sql(right, column)})"
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _CALLS[name].format(*(_sql(argument, column) for argument in arguments))
    raise ValueError(f"expected an expression of the small language, got {ast.unparse(node)!r}")


_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_CALLS = {
    "abs": "abs({})",
    "floor": "floor({})",
    "round": "round({}, CAST({} AS INTEGER))",
    "min": "least({}, {})",
    "max": "greatest({}, {})",
    "days": "date_diff('day', CAST({} AS DATE), CAST({} AS DATE))",
    # Not date_sub(), which has somebody born on 29 February a year older on the 28th already.
    "years": "(year({1}) - year({0}) - CAST(month({1}) * 100 + day({1}) < month({0}) * 100 + day({0}) AS INTEGER))",
}


def _one_hot(rule: rules.OneHot, column: Callable[[str], str]) -> tuple[str, str]:
    ones = " + ".join(f"coalesce(CAST({column(name)} AS INTEGER), 0)" for name in rule.columns)
    odd = " OR ".join(f"coalesce(CAST({column(name)} AS INTEGER), -1) NOT IN (0, 1)" for name in rule.columns)
    return f"just one of {', '.join(rule.columns)}", f"({ones}) <> 1 OR {odd}"


def _sum(rule: rules.Sum, column: Callable[[str], str]) -> tuple[str, str]:
    total = column(rule.total) if isinstance(rule.total, str) else repr(rule.total)
    added = " + ".join(map(column, rule.columns))
    return f"{' + '.join(rule.columns)} = {rule.total}", f"abs({added} - {total}) > {rule.tolerance!r}"


def _required(rule: rules.Required, column: Callable[[str], str]) -> tuple[str, str]:
    wanted = f"coalesce({_worded(column(rule.when))} IN ({_texts(rule.values)}), false)"
    broken = f"({wanted} AND {column(rule.column)} IS NULL)"
    if rule.otherwise == "empty":
        broken += f" OR (NOT {wanted} AND {column(rule.column)} IS NOT NULL)"
    return f"{rule.column} is filled where {rule.when} is {' or '.join(rule.values)}", broken


def _worded(column: str) -> str:
    """A value as the text that rules name it by: truths are True and False."""
    text = f"CAST({column} AS VARCHAR)"
    return f"CASE WHEN typeof({column}) = 'BOOLEAN' THEN upper(({text})[1]) || ({text})[2:] ELSE {text} END"


_CONDITIONS: dict[type[Any], Callable[[Any, Callable[[str], str]], tuple[str, str]]] = {
    rules.Order: _order,
    rules.Combinations: _combinations,
    rules.Formula: _formula,
    rules.OneHot: _one_hot,
    rules.Sum: _sum,
    rules.Required: _required,
}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _texts(values: tuple[str, ...]) -> str:
    return ", ".join(map(_text, values))


def _constant(bound: float | date) -> str:
    return f"TIMESTAMP '{bound.isoformat()}'" if isinstance(bound, date) else repr(bound)
