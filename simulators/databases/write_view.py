"""A view to create, by what its rows should be."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar import mixed, queries
from simulators.grammar.problems import posed, tries

VERSION = 1
LEVELS = (
    {"kinds": ("select",)},
    {"kinds": ("inner",)},
    {"kinds": ("group", "having")},
    {"kinds": ("left", "anti", "distinct")},
    {"kinds": ("inner3", "above")},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}
NAMES = ("digest", "extract", "overview", "report", "selection", "summary")
START = "```sql\n"


def make(rng: Stream, *, kinds: tuple[str, ...]) -> Problem:
    for _ in tries():
        found = mixed.query(rng, rng.choice(kinds), ordered=False)
        if found is None:
            continue
        made, query, says, slips = found
        posing = posed(rng, made, query, says, slips, drawn)
        if posing is None:
            continue
        facts, answer, mistakes = posing
        view = f"{rng.choice(made.tables).one}_{rng.choice(NAMES)}"
        first = f"CREATE VIEW {view} AS"
        wrong = [Mistake(name, text.replace(START, f"{START}{first}\n")) for name, text in mistakes]
        wrong.append(Mistake("query_alone", answer))
        wrong.append(Mistake("table_instead", answer.replace(START, f"{START}CREATE TABLE {view} AS\n")))
        steps = (
            *(Step(rule, {"sql": text}) for rule, text in queries.clauses(query).items()),
            Step("create", {"sql": first}),
        )
        gold = answer.replace(START, f"{START}{first}\n")
        return Problem({**facts, "view": view}, gold, steps, tuple(wrong))
    raise RuntimeError("no query")


def check(facts: Facts, reply: str) -> Verdict:
    """By creating the view in SQLite and DuckDB on three databases: it must show the rows of the plan."""
    return replies.judge_view(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the plan has, and the name the one that was asked for."""
    if step.rule == "create":
        return step.claim["sql"].split(" ") == ["CREATE", "VIEW", facts["view"], "AS"]
    return clauses.holds(facts["plan"], step.rule, step.claim)


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"]]
