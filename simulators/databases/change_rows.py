"""Rows to insert, to update or to delete, told in words: one statement."""

from __future__ import annotations

from typing import Any

from simulators.checks.sql import changes, replies
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Mistake, Problem, Step, Stream, Verdict
from simulators.grammar import amendments, schemas
from simulators.grammar.problems import base, near, shown, tries
from simulators.grammar.trials import FENCED, Trial

VERSION = 2
LEVELS = (
    {"kinds": ("insert", "set"), "tables": 1, "tests": 1},
    {"kinds": ("raise", "delete"), "tables": 1, "tests": 1},
    {"kinds": ("raise", "set", "delete"), "tables": 1, "tests": 2},
    {"kinds": ("raise_linked", "set_linked", "delete_linked"), "tables": 2, "tests": 1},
    {"kinds": ("delete_unlinked", "delete_linked", "raise_linked"), "tables": 2, "tests": 2},
)
SHARED = {"drawn": "the hidden databases: the maker tries its mistakes on the same rows that replies are tried on"}


def make(rng: Stream, *, kinds: tuple[str, ...], tables: int, tests: int) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, tables)
        change = amendments.change(rng, made, rng.choice(kinds), tests)
        if change is None:
            continue
        facts = {**base(rng, made, near(change.get("where"))), "change": change}
        databases = drawn(facts)
        trial, gold = Trial(facts["tables"], databases), amendments.sql(change)
        before, after = trial.after("SELECT 1"), trial.after(gold)
        if before[0] == after[0] or (change["do"] == "delete" and not after[0]):
            continue
        wrong = _wrong(trial, after, amendments.slips(change))
        if len(wrong) < 2:
            continue
        steps = [Step(name, {"sql": text}) for name, text in amendments.clauses(change).items()]
        facts = {**facts, "says": amendments.says(made, change), **shown(made, databases)}
        return Problem(facts, FENCED.format(gold), tuple(steps), wrong)
    raise RuntimeError("no change")


def _wrong(trial: Trial, after: list[Any], slips: dict[str, str]) -> tuple[Mistake, ...]:
    found: dict[str, str] = {}
    for name, text in slips.items():
        if text and text not in found and trial.after(text) != after:
            found[text] = name
    return tuple([Mistake(name, FENCED.format(text)) for text, name in found.items()])


def check(facts: Facts, reply: str) -> Verdict:
    """By executing it in SQLite and DuckDB on three databases: all tables must then hold what the change means."""
    return replies.judge_change(facts, reply, drawn)


def check_step(facts: Facts, step: Step) -> bool:
    """The clause must be the one that the change has."""
    return dict(step.claim) == {"sql": changes.clauses(facts["change"])[step.rule]}


def canonical(facts: Facts) -> list[Any]:
    return [facts["domain"], facts["change"]]
