"""A query that does not say what it should: find the fault and mend it."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import clauses, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar import mixed, queries
from simulators.grammar.problems import posed, tries
from simulators.grammar.trials import FENCED

VERSION = 1
LEVELS = (
    {"kinds": ("select",), "ordered": True},
    {"kinds": ("inner", "distinct"), "ordered": False},
    {"kinds": ("group", "having"), "ordered": False},
    {"kinds": ("left", "anti", "counted"), "ordered": False},
    {"kinds": ("inner3", "above", "having"), "ordered": True},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}
# Slips that a person sees at once by reading the question are no fault worth looking for.
PLAIN = ("condition_forgotten", "wrong_column", "order_forgotten", "first_part_forgotten")


def make(rng: Stream, *, kinds: tuple[str, ...], ordered: bool) -> Problem:
    for _ in tries():
        found = mixed.query(rng, rng.choice(kinds), ordered=ordered)
        if found is None:
            continue
        made, query, says, slips = found
        posing = posed(rng, made, query, says, slips, drawn)
        if posing is None:
            continue
        facts, answer, mistakes = posing
        hidden = [mistake for mistake in mistakes if mistake.name not in PLAIN]
        if not hidden:
            continue
        planted = rng.choice(hidden)
        faulty = planted.answer.removeprefix("```sql\n").removesuffix(";\n```")
        steps = _steps(queries.clauses(query), faulty)
        if not steps:
            continue
        others = tuple(mistake for mistake in mistakes if mistake is not planted)
        left = Mistake("fault_left", FENCED.format(faulty))
        return Problem({**facts, "faulty": faulty}, answer, steps, (left, *others))
    raise RuntimeError("no query")


def _steps(right: dict[str, str], faulty: str) -> tuple[Step, ...]:
    """Each clause that is wrong, as it stands and as it should be."""
    lines = faulty.split("\n")
    found = []
    for name, text in right.items():
        if text not in lines:
            word = text.split(" ", 1)[0]
            before = next((line for line in lines if line.split(" ", 1)[0] == word), "")
            found.append(Step("clause", {"name": name, "before": before, "after": text}))
    if len(lines) > len(right):
        found += [
            Step("surplus", {"line": line}) for line in lines if line not in right.values() and not _named(line, right)
        ]
    return tuple(found)


def _named(line: str, right: dict[str, str]) -> bool:
    return line.split(" ", 1)[0] in [text.split(" ", 1)[0] for text in right.values()]


def check(facts: Facts, reply: str) -> Verdict:
    """By executing the mended query in SQLite and DuckDB on three databases: its rows must be those of the plan."""
    return replies.judge(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be wrong in the query that is shown, and right in the plan."""
    right, lines, claim = clauses.clauses(facts["plan"]), facts["faulty"].split("\n"), step.claim
    if step.rule == "surplus":
        words = [text.partition(" ")[0] for text in right.values()]
        return claim["line"] in lines and claim["line"].partition(" ")[0] not in words
    after = right[claim["name"]]
    same = [line for line in lines if line.partition(" ")[0] == after.partition(" ")[0]]
    return claim["after"] == after and after not in lines and claim["before"] == (same[0] if same else "")


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["plan"], facts["faulty"]]
