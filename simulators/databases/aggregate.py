"""A query that counts, adds up or averages the rows of each group, and may ask something of the groups."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import groups, queries, schemas
from simulators.grammar.problems import posed, tries

VERSION = 1
LEVELS = (
    {"tables": 1, "kind": "inner", "tests": 1, "measures": 1, "having": False},
    {"tables": 1, "kind": "inner", "tests": 1, "measures": 2, "having": False},
    {"tables": 2, "kind": "inner", "tests": 1, "measures": 1, "having": True},
    {"tables": 2, "kind": "left", "tests": 0, "measures": 1, "having": False},
    {"tables": 3, "kind": "inner", "tests": 1, "measures": 2, "having": True},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, tables: int, kind: str, tests: int, measures: int, having: bool) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, tables)
        query = groups.query(rng, made, kind, tests, measures, having)
        if query is None:
            continue
        found = posed(rng, made, query, groups.says(made, query, kind), groups.slips(made, query, kind), drawn)
        if found:
            facts, answer, mistakes = found
            steps = [Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()]
            return Problem({**facts, "kind": kind}, answer, tuple(steps), mistakes)
    raise RuntimeError("no query")


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: the rows must be those that the plan means."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the plan has."""
    return clauses.holds(facts["plan"], step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
