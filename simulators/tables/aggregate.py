"""A number that a table gives: how many rows fulfil conditions, or a sum, an extreme or a difference over them."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.tables._records import Row, query, register

VERSION = 1
LEVELS = (
    {"rows": 5, "texts": 1, "limits": 0, "kinds": ("count", "sum")},
    {"rows": 8, "texts": 1, "limits": 0, "kinds": ("sum", "max", "min")},
    {"rows": 12, "texts": 1, "limits": 1, "kinds": ("count", "sum", "max", "min")},
    {"rows": 18, "texts": 2, "limits": 0, "kinds": ("sum", "range", "count")},
    {"rows": 28, "texts": 2, "limits": 1, "kinds": ("sum", "range", "count")},
)
SQL = {
    "count": "count(*)",
    "sum": "coalesce(sum({0}), 0)",
    "max": "max({0})",
    "min": "min({0})",
    "range": "max({0}) - min({0})",
}


def make(rng: Stream, *, rows: int, texts: int, limits: int, kinds: tuple[str, ...]) -> Problem:
    name, columns, table = register(rng, rows)
    kind, column = rng.choice(kinds), rng.choice(columns[3:])
    conditions = _conditions(rng, columns, rng.choice(table), texts, limits)
    at = columns.index(column)
    kept = [row for row in table if _fulfils(row, columns, conditions)]
    loosely = [row for row in table if _fulfils(row, columns, conditions[1:])]
    value = _value(kind, at, kept)
    answer = str(value)
    asked = {"conditions": conditions, "kind": kind, "column": column}
    return Problem(
        facts={"register": name, "columns": columns, "rows": table, **asked},
        answer=answer,
        steps=(
            Step("filter", {"people": [row[0] for row in kept], "values": [row[at] for row in kept]}),
            Step("value", {"value": value}),
        ),
        mistakes=mistakes(
            answer,
            condition_forgotten=_value(kind, at, loosely),
            row_missed=_value(kind, at, kept[1:] or kept),
            rows_counted_instead=len(kept),
            conditions_ignored=_value(kind, at, table),
        ),
    )


def _conditions(rng: Stream, columns: list[str], shown: Row, texts: int, limits: int) -> list[Any]:
    """Conditions that this row fulfils: texts that are equal, numbers within a limit."""
    found: list[Any] = [[columns[at], "is", shown[at]] for at in rng.sample((1, 2), texts)]
    for at in rng.sample((3, 4), limits):
        slack = rng.integer(0, 9)
        found.append([columns[at], *rng.choice((("at least", shown[at] - slack), ("at most", shown[at] + slack)))])
    return found


def _fulfils(row: Row, columns: list[str], conditions: list[Any]) -> bool:
    for column, relation, value in conditions:
        given = row[columns.index(column)]
        if not (given == value if relation == "is" else given >= value if relation == "at least" else given <= value):
            return False
    return True


def _value(kind: str, at: int, rows: list[Row]) -> int:
    values = [row[at] for row in rows]
    if kind == "count":
        return len(values)
    if kind == "sum":
        return sum(values)
    return {"max": max(values), "min": min(values), "range": max(values) - min(values)}[kind]


def _where(facts: Facts) -> tuple[str, list[Any]]:
    signs = {"is": "=", "at least": ">=", "at most": "<="}
    parts = [f"{column} {signs[relation]} ?" for column, relation, _ in facts["conditions"]]
    if not {column for column, _, _ in facts["conditions"]} <= set(facts["columns"]):
        raise ValueError("a condition names no column")
    return " AND ".join(parts) or "true", [value for _, _, value in facts["conditions"]]


def _asked(facts: Facts, wanted: str) -> list[tuple[Any, ...]]:
    """By SQL on an engine of its own; the proposer used loops."""
    where, values = _where(facts)
    return query(facts["columns"], facts["rows"], f"SELECT {wanted} FROM t WHERE {where}", values)  # noqa: S608


def _truth(facts: Facts) -> int:
    if facts["column"] not in facts["columns"]:
        raise ValueError("the question names no column")
    return int(_asked(facts, SQL[facts["kind"]].format(facts["column"]))[0][0])


def check(facts: Facts, reply: str) -> Verdict:
    value = _truth(facts)
    return numbers.judge(reply, lambda claimed: claimed == value)


def check_step(facts: Facts, step: Step) -> bool:
    if step.rule == "value":
        return step.claim["value"] == _truth(facts)
    found = _asked(facts, f"name, {facts['column']}")
    return list(map(list, found)) == list(map(list, zip(step.claim["people"], step.claim["values"], strict=True)))


def canonical(facts: Facts) -> list[object]:
    """Rows in any order, without the names."""
    rows = sorted(map(list, (row[1:] for row in facts["rows"])))
    return [rows, sorted(map(list, facts["conditions"])), facts["kind"], facts["column"]]
