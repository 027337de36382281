"""Queries as makers draw them: parts that become SQL, clause by clause, and a plan of relational algebra."""

from __future__ import annotations

from typing import Any, NamedTuple

Condition = list[Any]
Order = tuple[tuple[str, str], ...]
AGGREGATES = {"count": "COUNT", "sum": "SUM", "min": "MIN", "max": "MAX", "avg": "AVG"}
RANKS = {"rank": "RANK()", "dense_rank": "DENSE_RANK()", "row_number": "ROW_NUMBER()"}


class Join(NamedTuple):
    """A further table: ``inner``, ``left`` or ``anti``, with the columns that must be equal."""

    kind: str
    table: str
    here: str
    there: str


class Against(NamedTuple):
    """A column compared with an aggregate of it: over the rows that agree in ``by``, or over all."""

    path: str
    sign: str
    function: str
    by: str = ""


class Window(NamedTuple):
    """A rank or a running sum of each row in its part; ``keep`` leaves only the first so many places."""

    function: str
    by: tuple[str, ...]
    order: Order
    column: str = ""
    keep: int = 0


class Query(NamedTuple):
    """One SELECT. Columns are ``table.column``, or an aggregate's or window's name."""

    table: str
    columns: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    where: Condition | None = None
    against: Against | None = None
    group: tuple[str, ...] = ()
    make: tuple[tuple[str, str, str], ...] = ()  # name, function, column or ""
    having: Condition | None = None
    window: Window | None = None
    distinct: bool = False
    order: Order = ()
    limit: int = 0

    @property
    def wide(self) -> bool:
        """Whether columns are told with their tables."""
        return bool(self.joins or self.against)


def sql(query: Query) -> str:
    """The query as SQL, a clause a line."""
    return "\n".join(clauses(query).values())


def clauses(query: Query) -> dict[str, str]:
    """The clauses of a query under their names, in the order in which SQL has them."""
    if query.window and query.window.keep:
        return _kept(query)
    found = {
        "select": f"SELECT {'DISTINCT ' * query.distinct}{', '.join(_told(query, path) for path in query.columns)}",
        "from": f"FROM {_source(query)}",
    }
    conditions = [condition(query.where, query)] if query.where else []
    conditions += [_against(query.against, query.table)] if query.against else []
    conditions += [
        f"NOT EXISTS (SELECT 1 FROM {join.table} WHERE {join.there} = {join.here})"
        for join in query.joins
        if join.kind == "anti"
    ]
    if conditions:
        found["where"] = f"WHERE {' AND '.join(conditions)}"
    if query.group:
        found["group"] = f"GROUP BY {', '.join(_told(query, path) for path in query.group)}"
    if query.having:
        found["having"] = f"HAVING {condition(query.having, query)}"
    return {**found, **_ending(query)}


def _ending(query: Query) -> dict[str, str]:
    found = {}
    if query.order:
        found["order"] = f"ORDER BY {_ordered(query, query.order)}"
    if query.limit:
        found["limit"] = f"LIMIT {query.limit}"
    return found


def _kept(query: Query) -> dict[str, str]:
    """With a window whose places are filtered: the windows are worked out inside, the filter stands outside."""
    names = [path.partition(".")[2] or path for path in query.columns]
    paths = [*query.columns, *(path for path, _ in query.order)]
    inner = query._replace(
        columns=tuple(dict.fromkeys(paths)), order=(), window=query.window._replace(keep=0) if query.window else None
    )
    ranked = clauses(inner)
    window = _windowed(query, query.window) if query.window else ""
    ranked["select"] = f"{ranked['select']}, {window} AS place"
    outer = Query("ranked", (), order=query.order)
    return {
        "select": f"SELECT {', '.join(names)}",
        "ranked": f"FROM ({' '.join(ranked.values())}) AS ranked",
        "keep": f"WHERE place <= {query.window.keep if query.window else 0}",
        **_ending(outer),
    }


def _source(query: Query) -> str:
    words = {"inner": "JOIN", "left": "LEFT JOIN"}
    joins = [
        f" {words[join.kind]} {join.table} ON {join.here} = {join.there}" for join in query.joins if join.kind in words
    ]
    return query.table + "".join(joins)


def _told(query: Query, path: str) -> str:
    for name, function, column in query.make:
        if name == path:
            inside = (_told(query, column) if column else "*") if function != "count_distinct" else _told(query, column)
            return f"COUNT(DISTINCT {inside})" if function == "count_distinct" else f"{AGGREGATES[function]}({inside})"
    if query.window and path == "window":
        return _windowed(query, query.window)
    return path if query.wide else path.partition(".")[2] or path


def _windowed(query: Query, window: Window) -> str:
    function = RANKS.get(window.function) or f"SUM({_told(query, window.column)})"
    parted = f"PARTITION BY {', '.join(_told(query, path) for path in window.by)} " if window.by else ""
    return f"{function} OVER ({parted}ORDER BY {_ordered(query, window.order)})"


def _ordered(query: Query, order: Order) -> str:
    return ", ".join(f"{_told(query, path)}{' DESC' * (way == 'desc')}" for path, way in order)


def _against(against: Against, table: str) -> str:
    inner = f"others.{against.path.partition('.')[2]}"
    same = f" WHERE others.{against.by.partition('.')[2]} = {against.by}" if against.by else ""
    return (
        f"{against.path} {against.sign} (SELECT {AGGREGATES[against.function]}({inner}) FROM {table} AS others{same})"
    )


def condition(told: Condition, query: Query) -> str:
    """A condition as SQL."""
    kind, *parts = told
    if kind in ("and", "or"):
        return f" {kind.upper()} ".join(_bracketed(part, kind, query) for part in parts)
    column = _told(query, parts[0])
    if kind in ("null", "known"):
        return f"{column} IS {'NOT ' * (kind == 'known')}NULL"
    if kind == "between":
        return f"{column} BETWEEN {literal(parts[1])} AND {literal(parts[2])}"
    if kind == "in":
        return f"{column} IN ({', '.join(map(literal, parts[1]))})"
    other = parts[1]
    return f"{column} {kind} {_told(query, other['column']) if 'column' in other else literal(other['value'])}"


def _bracketed(part: Condition, around: str, query: Query) -> str:
    text = condition(part, query)
    return f"({text})" if part[0] in ("and", "or") and part[0] != around else text


def literal(value: Any) -> str:
    """A constant as SQL."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else f"'{value}'"


def plan(query: Query) -> dict[str, Any]:
    """The query as a plan, for :mod:`simulators.checks.sql.plans`."""
    made: dict[str, Any] = {"op": "scan", "table": query.table}
    if query.against:
        path, sign, function, by = query.against
        made = {"op": "beside", "from": made, "by": [by] if by else [], "make": [["level", function, path]]}
        made = {"op": "filter", "from": made, "where": [sign, path, {"column": "level"}]}
    for join in query.joins:
        right = {"op": "scan", "table": join.table}
        made = {"op": "join", "kind": join.kind, "left": made, "right": right, "on": [join.here, join.there]}
    if query.where:
        made = {"op": "filter", "from": made, "where": query.where}
    if query.make or query.group:
        made = {"op": "group", "from": made, "by": list(query.group), "make": [list(one) for one in query.make]}
    if query.having:
        made = {"op": "filter", "from": made, "where": query.having}
    if query.window:
        made = _window_plan(query.window, made)
    if query.order:
        made = {"op": "order", "from": made, "by": [list(one) for one in query.order]}
    if query.limit:
        made = {"op": "limit", "from": made, "count": query.limit}
    made = {"op": "project", "from": made, "columns": list(query.columns)}
    return {"op": "distinct", "from": made} if query.distinct else made


def _window_plan(window: Window, made: dict[str, Any]) -> dict[str, Any]:
    made = {
        "op": "window",
        "from": made,
        "function": window.function,
        "by": list(window.by),
        "order": [list(one) for one in window.order],
        "column": window.column,
        "name": "window",
    }
    if not window.keep:
        return made
    return {"op": "filter", "from": made, "where": ["<=", "window", {"value": window.keep}]}
