"""A query over two or three linked tables: with inner joins, a left join, or rows that have no partner."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import conditions, links, queries, schemas, sentences
from simulators.grammar.problems import posed, tries
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema

VERSION = 1
LEVELS = (
    {"tables": 2, "kind": "inner", "tests": 1, "ordered": False},
    {"tables": 2, "kind": "anti", "tests": 1, "ordered": False},
    {"tables": 2, "kind": "left", "tests": 1, "ordered": False},
    {"tables": 3, "kind": "inner", "tests": 2, "ordered": True},
    {"tables": 3, "kind": "anti", "tests": 2, "ordered": True},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, tables: int, kind: str, tests: int, ordered: bool) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, tables)
        query = _query(rng, made, kind, tests, ordered)
        if query is None:
            continue
        found = posed(rng, made, query, _says(made, query, kind), _wrong(rng, made, query, kind), drawn)
        if found:
            facts, answer, mistakes = found
            steps = [Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()]
            return Problem({**facts, "kind": kind}, answer, tuple(steps), mistakes)
    raise RuntimeError("no query")


def _query(rng: Stream, made: Schema, kind: str, tests: int, ordered: bool) -> Query | None:
    joined = links.joins(made, kind)
    if joined is None:
        return None
    table, joins = joined
    seen = [made.table(name) for name in (table, *(join.table for join in joins if join.kind != "anti"))]
    own = conditions.paths(seen[:1] if kind == "left" else seen)
    if len(own) < tests:
        return None
    asked = rng.sample(own, tests)
    if kind == "anti" and len(seen) > 1 and all(path.startswith(f"{table}.") for path in asked):
        return None  # the table that is joined would have nothing to do
    where = conditions.all_of([conditions.compared(rng, made, path) for path in asked])
    first = rng.choice(conditions.paths(seen[:1]))
    if kind == "left" or (kind == "inner" and len(joins) > 1):
        others = [rng.choice(conditions.paths([one])) for one in seen[1:]]
    elif kind == "inner":
        others = [rng.choice(conditions.paths(seen[1:]))]
    else:
        others = [seen[0].key]
    order = ((seen[0].key, rng.choice(("asc", "desc"))),) if ordered else ()
    if kind == "left":
        return Query(table, (seen[0].key, first, *others), joins, where=where)
    return Query(table, (first, *others), joins, where=where, order=order)


def _says(made: Schema, query: Query, kind: str) -> dict[str, str]:
    joins = query.joins
    without = [made.table(join.table) for join in joins if join.kind != "inner"]
    return sentences.request(
        what=sentences.columns(made, query.columns, query.table),
        of=made.table(query.table).one,
        whose=sentences.whose(made, query.where or [], query.table),
        order=sentences.order(made, query.order, query.table) if query.order else "",
        only=links.told(made, query, kind),
        partner=without[0].one if without else made.table(joins[0].table).one,
        partners=without[0].name if without else made.table(joins[0].table).name,
    )


def _wrong(rng: Stream, made: Schema, query: Query, kind: str) -> dict[str, Query | str]:
    found: dict[str, Query | str] = links.slips(made, query, kind)
    for name, slip in conditions.slips(query.where).items():
        found[name] = query._replace(where=slip)
    if query.order:
        path, way = query.order[0]
        turned = (path, "asc" if way == "desc" else "desc")
        found["order_turned"] = query._replace(order=(turned, *query.order[1:]))
    own = [path for path in conditions.paths([made.table(query.table)]) if path not in query.columns]
    if own:
        found["wrong_column"] = query._replace(columns=(rng.choice(own), *query.columns[1:]))
    return found


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: the rows must be those that the plan means."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the plan has."""
    return clauses.holds(facts["plan"], step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
