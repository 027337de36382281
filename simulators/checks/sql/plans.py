"""What a plan of relational algebra means: the slow, obvious way, row by row, and no SQL anywhere.

A plan is JSON: ``{"op": "filter", "from": plan, "where": condition}`` and so on, one function below for each ``op``.
A row is a dictionary from names to values; ``None`` is NULL, and a condition on it is neither true nor false.

>>> books = {"books": (["title", "year"], [["Dune", 1965], ["Emma", 1815], ["Lost", None]])}
>>> old = {"op": "filter", "from": {"op": "scan", "table": "books"}, "where": ["<", "books.year", {"value": 1900}]}
>>> rows({"op": "project", "from": old, "columns": ["books.title"]}, books)
[('Emma',)]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Plan = Mapping[str, Any]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Sequence[Any]]]]  # name → names of columns, rows
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def rows(plan: Plan, tables: Tables) -> list[tuple[Any, ...]]:
    """The rows of a plan, in their order. Raises LookupError for an operation or a column that there is none of."""
    return [tuple(row.values()) for row in evaluated(plan, tables)]


def evaluated(plan: Plan, tables: Tables) -> list[Row]:
    """The rows of a plan with their names."""
    return _OPERATIONS[plan["op"]](plan, tables)


def holds(condition: Sequence[Any], row: Row) -> bool | None:
    """Whether a condition holds of a row: None where a NULL leaves it open."""
    kind, *parts = condition
    if kind in ("and", "or"):
        found = [holds(part, row) for part in parts]
        decided = kind == "or"
        return decided if decided in found else None if None in found else not decided
    if kind == "not":
        inner = holds(parts[0], row)
        return None if inner is None else not inner
    value = row[parts[0]]
    if kind in ("null", "known"):
        return (value is None) == (kind == "null")
    if kind == "in":
        return None if value is None else value in parts[1]
    if kind == "between":
        return None if value is None else parts[1] <= value <= parts[2]
    other = row[parts[1]["column"]] if "column" in parts[1] else parts[1]["value"]
    return None if value is None or other is None else _COMPARED[kind](value, other)


def _scan(plan: Plan, tables: Tables) -> list[Row]:
    name = plan["table"]
    columns, found = tables[name]
    return [{f"{name}.{column}": value for column, value in zip(columns, row, strict=True)} for row in found]


def _filter(plan: Plan, tables: Tables) -> list[Row]:
    return [row for row in evaluated(plan["from"], tables) if holds(plan["where"], row) is True]


def _join(plan: Plan, tables: Tables) -> list[Row]:
    """Inner, left or anti, by ``kind``: each row of the left with each that matches of the right."""
    left, right = evaluated(plan["left"], tables), evaluated(plan["right"], tables)
    here, there = plan["on"]
    found: list[Row] = []
    for row in left:
        partners = [other for other in right if row[here] is not None and row[here] == other[there]]
        if plan["kind"] == "anti":
            found += [] if partners else [row]
            continue
        found += [{**row, **other} for other in partners]
        if plan["kind"] == "left" and not partners:
            found.append({**row, **dict.fromkeys(_names(plan["right"], tables))})
    return found


def _names(plan: Plan, tables: Tables) -> list[str]:
    """The columns of a table as :func:`_scan` names them: a side of a join may have no rows to tell them."""
    return [f"{plan['table']}.{column}" for column in tables[plan["table"]][0]]


def _group(plan: Plan, tables: Tables) -> list[Row]:
    """One row a group; without columns to group by, one row in all."""
    groups = _parted(evaluated(plan["from"], tables), plan["by"])
    if not plan["by"] and not groups:
        groups[()] = []
    return [
        {**dict(zip(plan["by"], key, strict=True)), **_aggregates(plan["make"], inside)}
        for key, inside in groups.items()
    ]


def _beside(plan: Plan, tables: Tables) -> list[Row]:
    """Each row with the aggregates of its group beside it."""
    found = evaluated(plan["from"], tables)
    groups = _parted(found, plan["by"])
    return [{**row, **_aggregates(plan["make"], groups[tuple(row[name] for name in plan["by"])])} for row in found]


def _parted(found: list[Row], by: Sequence[str]) -> dict[tuple[Any, ...], list[Row]]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in found:
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    return groups


def _aggregates(make: Sequence[Sequence[Any]], inside: list[Row]) -> Row:
    return {
        name: aggregate(function, [row[column] if column else 1 for row in inside]) for name, function, column in make
    }


def aggregate(function: str, values: Sequence[Any]) -> Any:
    """One value of many; NULLs do not count, and of nothing only a count is known.

    >>> aggregate("avg", [1, None, 2]), aggregate("sum", [None])
    (1.5, None)
    """
    known = [value for value in values if value is not None]
    if function in ("count", "count_distinct"):
        return len(set(known) if function == "count_distinct" else known)
    if not known:
        return None
    if function == "avg":
        return sum(known) / len(known)
    if function == "sum":
        return sum(known)
    return min(known) if function == "min" else max(known)


def _project(plan: Plan, tables: Tables) -> list[Row]:
    found = evaluated(plan["from"], tables)
    return [{str(at): row[name] for at, name in enumerate(plan["columns"])} for row in found]


def _distinct(plan: Plan, tables: Tables) -> list[Row]:
    kept: dict[tuple[Any, ...], Row] = {}
    for row in evaluated(plan["from"], tables):
        kept.setdefault(tuple(row.values()), row)
    return list(kept.values())


def _order(plan: Plan, tables: Tables) -> list[Row]:
    return _sorted(evaluated(plan["from"], tables), plan["by"])


def _sorted(found: list[Row], by: Sequence[Sequence[str]]) -> list[Row]:
    for name, direction in reversed(by):
        found = sorted(found, key=lambda row, name=name: row[name], reverse=direction == "desc")  # type: ignore[misc]
    return found


def _limit(plan: Plan, tables: Tables) -> list[Row]:
    return evaluated(plan["from"], tables)[: plan["count"]]


def _window(plan: Plan, tables: Tables) -> list[Row]:
    """Each row with its rank in its part, or the sum of a column over the rows up to it and those that tie with it."""
    found = evaluated(plan["from"], tables)
    for inside in _parted(found, plan["by"]).values():
        ordered = _sorted(inside, plan["order"])
        keys = [tuple(row[name] for name, _ in plan["order"]) for row in ordered]
        for at, row in enumerate(ordered):
            row[plan["name"]] = _place(plan, ordered, keys, at)
    return found


def _place(plan: Plan, ordered: list[Row], keys: list[tuple[Any, ...]], at: int) -> Any:
    if plan["function"] == "rank":
        return 1 + keys.index(keys[at])
    if plan["function"] == "dense_rank":
        return len(set(keys[: at + 1]))
    if plan["function"] == "row_number":
        return at + 1
    upto = max(number for number, key in enumerate(keys) if key == keys[at])
    return aggregate("sum", [row[plan["column"]] for row in ordered[: upto + 1]])


def _combine(plan: Plan, tables: Tables) -> list[Row]:
    """Union, except or intersect of sets: no row comes twice."""
    left, right = ([tuple(row.values()) for row in evaluated(plan[side], tables)] for side in ("left", "right"))
    kept = {
        "union": left + right,
        "except": [row for row in left if row not in right],
        "intersect": [row for row in left if row in right],
    }[plan["kind"]]
    return [{str(at): value for at, value in enumerate(row)} for row in dict.fromkeys(kept)]


_OPERATIONS: dict[str, Callable[[Plan, Tables], list[Row]]] = {
    "scan": _scan, "filter": _filter, "join": _join, "group": _group, "beside": _beside, "project": _project,
    "distinct": _distinct, "order": _order, "limit": _limit, "window": _window, "combine": _combine,
}  # fmt: skip
