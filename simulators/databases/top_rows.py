"""A query for the first rows of an order, for places within groups, or for running totals."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.grammar import queries, rankings, schemas
from simulators.grammar.problems import posed, tries

VERSION = 1
LEVELS = (
    {"kind": "top", "tables": 1, "tests": 1},
    {"kind": "top", "tables": 2, "tests": 1},
    {"kind": "place", "tables": 1, "tests": 1},
    {"kind": "running", "tables": 2, "tests": 2},
    {"kind": "best", "tables": 2, "tests": 1},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, kind: str, tables: int, tests: int) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, tables)
        query = rankings.query(rng, made, kind, tests)
        if query is None:
            continue
        wrong = rankings.slips(rng, query, kind)
        found = posed(rng, made, query, rankings.says(made, query, kind), wrong, drawn)
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
