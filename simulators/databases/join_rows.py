"""A query over two or three linked tables: with inner joins, a left join, or rows that have no partner."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import joinings, queries, schemas
from simulators.grammar.problems import posed, tries

VERSION = 1
LEVELS = (
    {"tables": 2, "kind": "inner", "tests": 1, "ordered": False},
    {"tables": 2, "kind": "anti", "tests": 2, "ordered": False},
    {"tables": 2, "kind": "left", "tests": 1, "ordered": False},
    {"tables": 3, "kind": "inner", "tests": 2, "ordered": True},
    {"tables": 3, "kind": "anti", "tests": 2, "ordered": True},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, tables: int, kind: str, tests: int, ordered: bool) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, tables)
        query = joinings.query(rng, made, kind, tests, ordered)
        if query is None:
            continue
        found = posed(rng, made, query, joinings.says(made, query, kind), joinings.slips(rng, made, query, kind), drawn)
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
