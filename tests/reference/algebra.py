"""Plans by DuckDB, one SELECT an operation, and replies by SQLite: what both give in every database is compared."""

import functools
import importlib.util
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

_SPEC = importlib.util.spec_from_file_location("rows", Path(__file__).parent / "rows.py")
assert _SPEC is not None and _SPEC.loader is not None
rows = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(rows)

DUCK = duckdb.connect(config={"threads": 1})


def quoted(value: Any) -> str:
    return "NULL" if value is None else repr(value)


def name(path: str) -> str:
    return f'"{path}"'


def condition(told: Any) -> str:
    kind, *parts = told
    if kind in ("and", "or"):
        return "(" + f" {kind} ".join(map(condition, parts)) + ")"
    first = name(parts[0])
    if kind == "null":
        return f"({first} IS NULL)"
    if kind == "known":
        return f"({first} IS NOT NULL)"
    if kind == "between":
        return f"({first} >= {quoted(parts[1])} AND {first} <= {quoted(parts[2])})"
    if kind == "in":
        return "(" + " OR ".join(f"{first} = {quoted(value)}" for value in parts[1]) + ")"
    other = parts[1]
    return f"({first} {kind} {name(other['column']) if 'column' in other else quoted(other['value'])})"


def made(makes: Any) -> str:
    texts = []
    for alias, function, of in makes:
        inside = name(of) if of else "*"
        call = f"count(DISTINCT {inside})" if function == "count_distinct" else f"{function}({inside})"
        texts.append(f"{call} AS {name(alias)}")
    return ", ".join(texts)


def by(order: Any) -> str:
    return ", ".join(f"{name(path)} {way}" for path, way in order)


def select(plan: Any, tables: dict[str, list[str]]) -> str:  # noqa: C901 - a case an operation
    """One operation as a SELECT from those below it."""
    kind = plan["op"]
    if kind == "scan":
        table = plan["table"]
        columns = [f"{column} AS {name(table + '.' + column)}" for column in tables[table]]
        return f"SELECT {', '.join(columns)} FROM {table}"
    if kind in ("join", "combine"):
        left, right = select(plan["left"], tables), select(plan["right"], tables)
        if kind == "combine":
            return f"({left}) {plan['kind']} ({right})"
        here, there = map(name, plan["on"])
        word = {"inner": "INNER", "left": "LEFT", "anti": "ANTI"}[plan["kind"]]
        return f"SELECT * FROM ({left}) AS a {word} JOIN ({right}) AS b ON a.{here} = b.{there}"
    below = f"({select(plan['from'], tables)}) AS below"
    if kind == "filter":
        return f"SELECT * FROM {below} WHERE {condition(plan['where'])}"
    if kind == "group":
        keys = [name(path) for path in plan["by"]]
        ending = f" GROUP BY {', '.join(keys)}" if keys else ""
        return f"SELECT {', '.join([*keys, *([made(plan['make'])] if plan['make'] else [])])} FROM {below}{ending}"
    if kind == "beside":
        part = f"PARTITION BY {', '.join(map(name, plan['by']))}" if plan["by"] else ""
        ((alias, function, of),) = plan["make"]
        return f"SELECT *, {function}({name(of)}) OVER ({part}) AS {name(alias)} FROM {below}"
    if kind == "window":
        part = f"PARTITION BY {', '.join(map(name, plan['by']))} " if plan["by"] else ""
        call = f"sum({name(plan['column'])})" if plan["function"] == "running_sum" else f"{plan['function']}()"
        rest = " ROWS UNBOUNDED PRECEDING" if plan["function"] == "running_sum" else ""
        return f"SELECT *, {call} OVER ({part}ORDER BY {by(plan['order'])}{rest}) AS {name(plan['name'])} FROM {below}"
    if kind == "project":
        columns = ", ".join(f"{name(path)} AS c{at}" for at, path in enumerate(plan["columns"]))
        return f"SELECT {columns} FROM {below}"
    if kind == "distinct":
        return f"SELECT DISTINCT * FROM {below}"
    if kind == "order":
        return f"SELECT * FROM {below} ORDER BY {by(plan['by'])}"
    return f"SELECT * FROM {below} LIMIT {plan['count']}"


def rounded(found: list[Any]) -> list[Any]:
    return [
        tuple(float(f"{float(value):.9g}") if isinstance(value, (int, float)) else value for value in row)
        for row in found
    ]


@functools.lru_cache(maxsize=8)
def prepared(text: str) -> tuple[list[list[Any]], list[sqlite3.Connection]]:
    """What the plan gives in every database, and the databases."""
    facts = json.loads(text)
    tables = {table["name"]: [column[0] for column in table["columns"]] for table in facts["tables"]}
    expected, databases = [], []
    for contents in rows.databases(facts):
        lite = sqlite3.connect(":memory:", isolation_level=None)
        DUCK.execute("BEGIN")
        for table in facts["tables"]:
            columns = ", ".join(f"{column[0]} {column[1]}" for column in table["columns"])
            values = ", ".join(f"({', '.join(map(quoted, row))})" for row in contents[table["name"]])
            for engine in (lite, DUCK):
                engine.execute(f"CREATE TABLE {table['name']} ({columns})")
                engine.execute(f"INSERT INTO {table['name']} VALUES {values}")
        if "plan" in facts:
            expected.append(rounded(DUCK.execute(select(facts["plan"], tables)).fetchall()))
        DUCK.execute("ROLLBACK")
        databases.append(lite)
    return expected, databases


def statement(answer: str) -> str:
    return re.sub(r"```(?:sql)?", "", answer).strip().removesuffix(";")


def given(facts: Any, answer: str, read: str = "") -> list[list[Any]]:
    """What a reply gives in every database; with ``read``, what that gives after it."""
    _, databases = prepared(json.dumps(facts))
    found = []
    for lite in databases:
        lite.execute("BEGIN")
        cursor = lite.execute(statement(answer))
        if read:
            cursor = lite.execute(read)
        found.append(rounded(cursor.fetchall()))
        lite.execute("ROLLBACK")
    return found


def right(facts: Any, answer: str, read: str = "") -> bool:
    expected, _ = prepared(json.dumps(facts))
    try:
        found = given(facts, answer, read)
    except sqlite3.Error:
        prepared.cache_clear()
        return False
    if facts["ordered"]:
        return found == expected
    return all(Counter(one) == Counter(other) for one, other in zip(found, expected, strict=True))
