"""A query made of two: union, intersection or difference, or a comparison with the average of other rows."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar import queries, schemas, sets
from simulators.grammar.problems import near, posed, settled, tries
from simulators.grammar.schemas import Schema

VERSION = 1
LEVELS = (
    {"kinds": ("union", "intersect"), "tests": 1},
    {"kinds": ("except",), "tests": 1},
    {"kinds": ("above_all",), "tests": 2},
    {"kinds": ("above_group",), "tests": 2},
    {"kinds": ("except", "intersect", "union"), "tests": 0},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}
Made = tuple[dict[str, Any], str, tuple[Mistake, ...]]


def make(rng: Stream, *, kinds: tuple[str, ...], tests: int) -> Problem:
    for _ in tries():
        kind = rng.choice(kinds)
        if kind in sets.WORDS:
            found = _sets(rng, schemas.schema(rng, 2), kind, nested=not tests)
        else:
            found = _above(rng, schemas.schema(rng, rng.integer(1, 2)), kind, tests)
        if found:
            (facts, answer, mistakes), steps = found
            return Problem({**facts, "kind": kind}, answer, steps, mistakes)
    raise RuntimeError("no query")


def _sets(rng: Stream, made: Schema, kind: str, nested: bool) -> tuple[Made, tuple[Step, ...]] | None:
    both = sets.pair(rng, made, nested)
    if both is None:
        return None
    left, right = both
    text, meaning = sets.combined(kind, left, right)
    wrong = {
        name: one if isinstance(one, str) else queries.sql(one)
        for name, one in sets.slips_pair(kind, left, right).items()
    }
    says = sets.says_pair(made, kind, left, right)
    found = settled(rng, made, (text, meaning, False), near(left.where, right.where), says, wrong, drawn)
    if found is None:
        return None
    steps = (
        Step("left", {"sql": queries.sql(left)}),
        Step("right", {"sql": queries.sql(right)}),
        Step("word", {"word": sets.WORDS[kind]}),
    )
    return found, steps


def _above(rng: Stream, made: Schema, kind: str, tests: int) -> tuple[Made, tuple[Step, ...]] | None:
    query = sets.against(rng, made, kind == "above_group", tests)
    if query is None:
        return None
    found = posed(rng, made, query, sets.says_against(made, query), sets.slips_against(made, query), drawn)
    if found is None:
        return None
    return found, tuple([Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()])


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: the rows must be those that the plan means."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause, or the part, must be the one that the plan has."""
    plan = facts["plan"]
    if step.rule in ("left", "right"):
        return dict(step.claim) == {"sql": clauses.text(plan[step.rule])}
    if step.rule == "word":
        return step.claim["word"] == plan["kind"].upper()
    return clauses.holds(plan, step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
