"""A query that chooses rows and columns of one table, in an order if one is asked for."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import conditions, queries, schemas, sentences
from simulators.grammar.problems import posed, tries
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema

VERSION = 1
LEVELS = (
    {"columns": 1, "tests": 1, "forms": "plain", "order": 0, "distinct": False},
    {"columns": 2, "tests": 1, "forms": "all", "order": 1, "distinct": False},
    {"columns": 2, "tests": 2, "forms": "plain", "order": 1, "distinct": False},
    {"columns": 2, "tests": 2, "forms": "all", "order": 0, "distinct": True},
    {"columns": 3, "tests": 3, "forms": "all", "order": 2, "distinct": False},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, columns: int, tests: int, forms: str, order: int, distinct: bool) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, 1)
        query = _query(rng, made, columns, tests, forms, order, distinct)
        if query is None:
            continue
        found = posed(rng, made, query, _says(made, query), _wrong(rng, made, query), drawn)
        if found:
            facts, answer, mistakes = found
            steps = [Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()]
            return Problem(facts, answer, tuple(steps), mistakes)
    raise RuntimeError("no query")


def _query(rng: Stream, made: Schema, columns: int, count: int, forms: str, order: int, distinct: bool) -> Query | None:
    table = made.tables[0]
    paths = conditions.paths(made.tables)
    if len(paths) < max(columns, count):
        return None
    form = conditions.varied if forms == "all" else conditions.compared
    told: list[Any] = [form(rng, made, path) for path in rng.sample(paths, count)]
    where = ["or", *told] if count == 2 and rng.chance(1, 3) else conditions.all_of(told)
    if count == 3 and rng.chance(1, 2):
        where = ["and", told[2], ["or", *told[:2]]]
    if distinct:
        repeating = conditions.texts(made, paths)
        if len(repeating) < 1:
            return None
        chosen = tuple(repeating[: max(1, columns - 1)])
    else:
        chosen = tuple(rng.sample([*paths, table.key], columns))
    by = rng.sample(conditions.known(made, paths), min(order, len(conditions.known(made, paths)))) if order else []
    ordered = tuple((path, rng.choice(("asc", "desc"))) for path in by)
    if ordered:
        ordered = (*ordered, (table.key, "asc"))
    return Query(table.name, chosen, where=where, order=ordered, distinct=distinct)


def _says(made: Schema, query: Query) -> dict[str, str]:
    return sentences.request(
        what=sentences.columns(made, query.columns, query.table),
        of=made.table(query.table).one,
        whose=sentences.whose(made, query.where or [], query.table),
        order=sentences.order(made, query.order, query.table),
        only="Each combination of values should come once only." if query.distinct else "",
    )


def _wrong(rng: Stream, made: Schema, query: Query) -> dict[str, Query | str]:
    found: dict[str, Query | str] = {}
    for name, slip in conditions.slips(query.where).items():
        found[name] = query._replace(where=slip)
    if query.distinct:
        found["duplicates_kept"] = query._replace(distinct=False)
    if query.order:
        path, way = query.order[0]
        turned = (path, "asc" if way == "desc" else "desc")
        found["order_turned"] = query._replace(order=(turned, *query.order[1:]))
        found["order_forgotten"] = query._replace(order=())
    others = [path for path in conditions.paths(made.tables) if path not in query.columns]
    if others:
        found["wrong_column"] = query._replace(columns=(*query.columns[:-1], rng.choice(others)))
    return found


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: the rows must be those that the plan means."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the plan has."""
    return clauses.holds(facts["plan"], step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
