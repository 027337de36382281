"""What a query returns, with all rows of its tables in view: one value, or the values of a column in their order."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, plans, values
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar import conditions, mixed, queries, schemas
from simulators.grammar.problems import base, near, tries
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema
from simulators.grammar.trials import Trial

VERSION = 1
LEVELS = (
    {"kind": "measure", "rows": 6},
    {"kind": "select", "rows": 8},
    {"kind": "inner", "rows": 8},
    {"kind": "having", "rows": 9},
    {"kind": "counted", "rows": 10},
)
CLAUSES = ("from", "where", "group", "having")
LONGEST = 8  # values of an answer


def make(rng: Stream, *, kind: str, rows: int) -> Problem:
    for _ in tries():
        found = mixed.one_column(rng, kind)
        if found is None:
            continue
        made, query = found
        problem = _problem(rng, made, query, rows)
        if problem:
            return problem
    raise RuntimeError("no query")


def _problem(rng: Stream, made: Schema, query: Query, rows: int) -> Problem | None:
    small = made._replace(tables=tuple(_smaller(table, rows) for table in made.tables))
    source = base(rng, small, near(query.where))
    contents = drawn({**source, "seeds": source["seeds"][:1]})[0]
    trial = Trial(source["tables"], [contents])
    said = _values(trial, queries.sql(query))
    if not said or len(said) > LONGEST or said == ["NULL"]:
        return None
    if not (query.make and not query.group) and len(set(said)) < 2:
        return None  # a column of one value shows nothing
    answer = ", ".join(said)
    facts = {
        "domain": made.domain,
        "tables": [[table["name"], [column[0] for column in table["columns"]]] for table in source["tables"]],
        "rows": contents,
        "sql": queries.sql(query),
        "plan": queries.plan(query),
        "create": schemas.definitions(small),
        "contents": schemas.excerpt(small, contents, 99),
    }
    slips = {name: ", ".join(_values(trial, text)) or "nothing" for name, text in _slips(query).items()}
    if len(said) > 1:
        slips |= {"order_turned": ", ".join(said[::-1]), "last_row_missed": ", ".join(said[:-1])}
    elif said[0].lstrip("-").isdigit():
        slips["one_too_many"] = str(int(said[0]) + 1)
    wrong = mistakes(answer, **slips)
    if not wrong:
        return None
    parts = queries.clauses(query)
    told = {name: Step("clause", {"name": name, "sql": parts[name]}) for name in CLAUSES if name in parts}
    kept = Step("rows", {"count": _count(trial, query)})
    before = [told[name] for name in ("from", "where") if name in told]
    after = [told[name] for name in ("group", "having") if name in told]
    return Problem(facts, answer, (*before, kept, *after, Step("values", {"values": said})), wrong)


def _smaller(table: schemas.Table, rows: int) -> schemas.Table:
    return table._replace(rows=(min(table.rows[0], rows - 2), min(table.rows[1], rows)))


def _values(trial: Trial, text: str) -> list[str]:
    return ["NULL" if row[0] is None else str(row[0]) for row in trial.rows(text)[0]]


def _count(trial: Trial, query: Query) -> int:
    """How many rows are left after WHERE."""
    bare = Query(query.table, ("rows",), query.joins, where=query.where, make=(("rows", "count", ""),))
    return int(trial.rows(queries.sql(bare))[0][0][0])


def _slips(query: Query) -> dict[str, str]:
    found = {name: queries.sql(query._replace(where=slip)) for name, slip in conditions.slips(query.where).items()}
    if query.having:
        found["groups_not_filtered"] = queries.sql(query._replace(having=None))
    if query.joins and query.joins[0].kind == "left":
        found["partnerless_lost"] = queries.sql(query._replace(joins=(query.joins[0]._replace(kind="inner"),)))
    found["order_ignored"] = queries.sql(query._replace(order=()))
    return found


def check(facts: Facts, reply: str) -> Verdict:
    """By evaluating the plan of the query on the rows in plain Python, without any engine."""
    return values.judge(reply, _returned(facts))


def _returned(facts: Facts) -> list[Any]:
    return [row[0] for row in plans.rows(facts["plan"], _tables(facts))]


def _tables(facts: Facts) -> dict[str, Any]:
    return {name: (columns, facts["rows"][name]) for name, columns in facts["tables"]}


def check_step(facts: Facts, step: Step) -> bool:
    """A clause against the plan's; the rows that are left, and the values, by evaluating the plan."""
    if step.rule == "clause":
        return clauses.clauses(facts["plan"])[step.claim["name"]] == step.claim["sql"]
    if step.rule == "rows":
        plan = facts["plan"]
        while plan["op"] not in ("scan", "join") and not (
            plan["op"] == "filter" and plan["from"]["op"] in ("scan", "join")
        ):
            plan = plan["from"]
        return len(plans.evaluated(plan, _tables(facts))) == step.claim["count"]
    return step.claim["values"] == ["NULL" if value is None else str(value) for value in _returned(facts)]


def _before_groups(plan: Any) -> bool:
    """Whether it is what FROM and WHERE give."""
    return plan["op"] in ("scan", "join") or (plan["op"] == "filter" and plan["from"]["op"] in ("scan", "join"))


def canonical(facts: Facts) -> list[Any]:
    return [facts["plan"], facts["rows"]]
