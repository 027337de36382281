"""Which columns of a table are determined by others, as far as its rows show."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from simulators.checks import words
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar import dependencies, schemas
from simulators.grammar.problems import base, tries

VERSION = 1
LEVELS = (
    {"rows": 5, "columns": 3, "given": 1},
    {"rows": 6, "columns": 4, "given": 1},
    {"rows": 8, "columns": 5, "given": 1},
    {"rows": 8, "columns": 5, "given": 2},
    {"rows": 10, "columns": 6, "given": 2},
)
NONE = "none"


def make(rng: Stream, *, rows: int, columns: int, given: int) -> Problem:
    for _ in tries():
        made = schemas.schema(rng, 2)
        facts = base(rng, made, {})
        contents = drawn({**facts, "seeds": facts["seeds"][:1]})[0]
        table = dependencies.flat(rng, made, contents, rows, columns)
        if table is None:
            continue
        names, found = table
        determining = sorted(rng.sample(names, given), key=names.index)
        others = [name for name in names if name not in determining]
        determined = dependencies.determined(names, found, determining)
        if (not determined and not rng.chance(1, 8)) or not dependencies.repeats(names, found, determining):
            continue
        answer = ", ".join(determined) or NONE
        wrong = mistakes(answer, **dependencies.slips(names, found, determining, others, determined))
        if len(wrong) < 2:
            continue
        against = {name: dependencies.witness(names, found, determining, name) for name in others}
        steps = [Step("column", {"column": name, "rows": pair}) for name, pair in against.items()]
        facts = {
            "columns": names,
            "rows": found,
            "determining": determining,
            "contents": dependencies.listed(names, found),
        }
        return Problem(facts, answer, tuple(steps), wrong)
    raise RuntimeError("no rows")


def check(facts: Facts, reply: str) -> Verdict:
    """By comparing every two rows: a column is determined if no two agree in those given and differ in it."""
    right = {name for name in facts["columns"] if name not in facts["determining"] and not _parted(facts, name)}
    told = [name.lower() for name in sorted(right)] or [NONE]
    return words.judge_list(reply, lambda items: sorted(item.strip("`").lower() for item in items) == told)


def _parted(facts: Facts, name: str) -> list[int]:
    """The numbers of the first two rows that agree in the columns given and differ in this one."""
    places = [facts["columns"].index(one) for one in facts["determining"]]
    at = facts["columns"].index(name)
    for (one, row), (other, later) in combinations(enumerate(facts["rows"], 1), 2):
        if row[at] != later[at] and all(row[place] == later[place] for place in places):
            return [one, other]
    return []


def check_step(facts: Facts, step: Step) -> bool:
    """The two rows must be the first that speak against it; where none are named there must be none."""
    column = step.claim["column"]
    return column not in facts["determining"] and step.claim["rows"] == _parted(facts, column)


def canonical(facts: Facts) -> list[Any]:
    """The rows with each value replaced by the number of its first appearance in its column."""
    columns = [list(column) for column in zip(*facts["rows"], strict=True)]
    given = [facts["columns"].index(name) for name in facts["determining"]]
    forms = [[at in given, [column.index(value) for value in column]] for at, column in enumerate(columns)]
    told = sorted(forms, key=repr)
    return [facts["columns"], told]
