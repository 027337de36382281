"""A query that chooses rows and columns of one table, in an order if one is asked for."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import queries, schemas, selections
from simulators.grammar.problems import posed, tries

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
        query = selections.query(rng, made, columns, tests, forms, order, distinct)
        if query is None:
            continue
        found = posed(rng, made, query, selections.says(made, query), selections.slips(rng, made, query), drawn)
        if found:
            facts, answer, mistakes = found
            steps = [Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()]
            return Problem(facts, answer, tuple(steps), mistakes)
    raise RuntimeError("no query")


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: the rows must be those that the plan means."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the plan has."""
    return clauses.holds(facts["plan"], step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
