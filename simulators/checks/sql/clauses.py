"""A plan told in the clauses of SQL: what the steps of a trace claim is held against this.

>>> scan = {"op": "scan", "table": "books"}
>>> clauses({"op": "project", "from": scan, "columns": ["books.title"]})
{'select': 'SELECT title', 'from': 'FROM books'}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Plan = Mapping[str, Any]


def text(plan: Plan) -> str:
    """The whole query, a clause a line."""
    if plan["op"] == "combine":
        return f"{text(plan['left'])}\n{plan['kind'].upper()}\n{text(plan['right'])}"
    return "\n".join(clauses(plan).values())


def clauses(plan: Plan) -> dict[str, str]:
    """The clauses of a plan without sets, under their names. Raises LookupError where it is no such plan."""
    return _Reader(plan).told()


class _Reader:
    """Takes a plan apart, from the outermost operation inwards."""

    def __init__(self, plan: Plan) -> None:
        self.parts: dict[str, Any] = {"joins": [], "conditions": []}
        parts = self.parts
        while plan["op"] != "scan":
            kind = plan["op"]
            if kind == "filter":
                self._filter(plan)
            elif kind == "join":
                parts["joins"].insert(0, plan)
            else:
                parts[kind] = plan
            plan = plan["left"] if kind == "join" else plan["from"]
        self.table = plan["table"]
        self.wide = bool(parts["joins"] or "beside" in parts)
        self.made = {name: (how, of) for name, how, of in parts.get("group", {}).get("make", ())}

    def _filter(self, plan: Plan) -> None:
        below = plan["from"]["op"]
        place = {"group": "having", "window": "keep", "beside": "level"}.get(below)
        if place:
            self.parts[place] = plan["where"]
        else:
            self.parts["conditions"].append(plan["where"])

    def told(self) -> dict[str, str]:
        return self._ranked() if "keep" in self.parts else self._plainly(self.parts["project"]["columns"])

    def _plainly(self, columns: Sequence[str]) -> dict[str, str]:
        parts = self.parts
        first = "SELECT DISTINCT " if "distinct" in parts else "SELECT "
        found = {"select": first + ", ".join(map(self.name, columns)), "from": "FROM " + self._tables()}
        if conditions := self._conditions():
            found["where"] = "WHERE " + " AND ".join(conditions)
        if parts.get("group", {}).get("by"):
            found["group"] = "GROUP BY " + ", ".join(map(self.name, parts["group"]["by"]))
        if "having" in parts:
            found["having"] = "HAVING " + self.condition(parts["having"])
        if "keep" not in parts:
            found |= self._tail(self.wide)
        return found

    def _tail(self, wide: bool) -> dict[str, str]:
        found, kept = {}, self.wide
        self.wide = wide
        if "order" in self.parts:
            found["order"] = "ORDER BY " + self._by(self.parts["order"]["by"])
        if "limit" in self.parts:
            found["limit"] = f"LIMIT {self.parts['limit']['count']}"
        self.wide = kept
        return found

    def _ranked(self) -> dict[str, str]:
        columns = self.parts["project"]["columns"]
        needed = list(dict.fromkeys([*columns, *(path for path, _ in self.parts.get("order", {}).get("by", ()))]))
        inside = self._plainly(needed)
        inside["select"] += f", {self._window()} AS place"
        return {
            "select": "SELECT " + ", ".join(column.split(".")[-1] for column in columns),
            "ranked": f"FROM ({' '.join(inside.values())}) AS ranked",
            "keep": f"WHERE place <= {self.parts['keep'][2]['value']}",
            **self._tail(wide=False),
        }

    def _tables(self) -> str:
        told = self.table
        for join in self.parts["joins"]:
            if join["kind"] != "anti":
                left = "LEFT " if join["kind"] == "left" else ""
                told += f" {left}JOIN {join['right']['table']} ON {' = '.join(join['on'])}"
        return told

    def _conditions(self) -> list[str]:
        found = [self.condition(one) for one in self.parts["conditions"]]
        if "level" in self.parts:
            found.append(self._level())
        for join in self.parts["joins"]:
            if join["kind"] == "anti":
                here, there = join["on"]
                found.append(f"NOT EXISTS (SELECT 1 FROM {join['right']['table']} WHERE {there} = {here})")
        return found

    def _level(self) -> str:
        sign, path, _ = self.parts["level"]
        ((_, how, of),) = self.parts["beside"]["make"]
        told = f"{path} {sign} (SELECT {how.upper()}(others.{of.split('.')[1]}) FROM {self.table} AS others"
        for by in self.parts["beside"]["by"]:
            told += f" WHERE others.{by.split('.')[1]} = {by}"
        return told + ")"

    def _window(self) -> str:
        window = self.parts["window"]
        how = (
            f"SUM({self.name(window['column'])})"
            if window["function"] == "running_sum"
            else window["function"].upper() + "()"
        )
        by = f"PARTITION BY {', '.join(map(self.name, window['by']))} " if window["by"] else ""
        return f"{how} OVER ({by}ORDER BY {self._by(window['order'])})"

    def _by(self, order: Sequence[Sequence[str]]) -> str:
        return ", ".join(self.name(path) + {"asc": "", "desc": " DESC"}[way] for path, way in order)

    def name(self, path: str) -> str:
        if path in self.made:
            how, of = self.made[path]
            if how == "count_distinct":
                return f"COUNT(DISTINCT {self.name(of)})"
            return f"{how.upper()}({self.name(of) if of else '*'})"
        if path == "window":
            return self._window()
        return path if self.wide else path.rsplit(".", maxsplit=1)[-1]

    def condition(self, told: Sequence[Any]) -> str:
        kind = told[0]
        if kind in ("and", "or"):
            inside = [
                f"({self.condition(part)})" if {kind, part[0]} == {"and", "or"} else self.condition(part)
                for part in told[1:]
            ]
            return f" {kind.upper()} ".join(inside)
        column = self.name(told[1])
        if kind == "null":
            return f"{column} IS NULL"
        if kind == "known":
            return f"{column} IS NOT NULL"
        if kind == "between":
            return f"{column} BETWEEN {_quoted(told[2])} AND {_quoted(told[3])}"
        if kind == "in":
            return f"{column} IN ({', '.join(map(_quoted, told[2]))})"
        return f"{column} {kind} {_quoted(told[2]['value'])}"


def condition(table: str, told: Sequence[Any], *, wide: bool = False) -> str:
    """A condition on the rows of a table as SQL; ``wide`` names the table with each column."""
    reader = _Reader({"op": "scan", "table": table})
    reader.wide = wide
    return reader.condition(told)


def _quoted(value: Any) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)


def holds(plan: Plan, rule: str, claim: Mapping[str, Any]) -> bool:
    """Whether a step says rightly what a clause of the plan is."""
    return dict(claim) == {"sql": clauses(plan)[rule]}
