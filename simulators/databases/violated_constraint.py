"""Which row breaks which declared constraint: a key, a foreign key, uniqueness, a check, a value that is missing."""

from __future__ import annotations

from typing import Any

from simulators.checks import words
from simulators.checks.sql.constraints import broken
from simulators.checks.sql.rows import drawn
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.grammar import constraints, schemas
from simulators.grammar.problems import base, tries
from simulators.grammar.schemas import Schema

VERSION = 1
LEVELS = (
    {"tables": 1, "rows": 6, "checks": 1},
    {"tables": 1, "rows": 9, "checks": 2},
    {"tables": 2, "rows": 7, "checks": 1},
    {"tables": 2, "rows": 10, "checks": 2},
    {"tables": 3, "rows": 10, "checks": 2},
)


def make(rng: Stream, *, tables: int, rows: int, checks: int) -> Problem:
    for _ in tries():
        whole = schemas.schema(rng, tables)
        made = whole._replace(
            tables=tuple(
                table._replace(rows=(min(table.rows[0], rows - 2), min(table.rows[1], rows))) for table in whole.tables
            )
        )
        facts = base(rng, made, {})
        sound = drawn({**facts, "seeds": facts["seeds"][:1]})[0]
        declared = constraints.declared(rng, made, sound, checks)
        kind = rng.choice(sorted({one["kind"] for one in declared}))
        meant = rng.choice([one for one in declared if one["kind"] == kind])
        spoiled, number = constraints.spoiled(rng, made, sound, meant)
        create = constraints.definitions(made, declared)
        if constraints.refused(create, made, sound):
            continue
        if constraints.refused(create, made, spoiled) != [(meant["table"], number + 1)]:
            continue
        return _problem(rng, made, declared, meant, spoiled, number + 1, create)
    raise RuntimeError("no rows")


def _problem(
    rng: Stream, made: Schema, declared: list[Any], meant: Any, rows: dict[str, Any], number: int, create: str
) -> Problem:
    answer = f"{meant['table']}-{number}, {meant['name']}"
    wrong = _wrong(rng, made, declared, meant, rows, number)
    return Problem(
        facts={
            "domain": made.domain,
            "tables": {table.name: [column.name for column in table.columns] for table in made.tables},
            "rows": rows,
            "constraints": declared,
            "create": create,
            "contents": constraints.listed(made, rows),
        },
        answer=answer,
        steps=tuple(
            Step(
                "constraint",
                {"name": one["name"], "kind": one["kind"], "row": f"{meant['table']}-{number}" if one is meant else ""},
            )
            for one in declared
        ),
        mistakes=mistakes(answer, **wrong),
    )


def _wrong(
    rng: Stream, made: Schema, declared: list[Any], meant: Any, rows: dict[str, Any], number: int
) -> dict[str, str]:
    """Another row or another constraint that a learner may take for the one."""
    table = meant["table"]
    same = [one["name"] for one in declared if one["table"] == table and one is not meant]
    other = rng.choice([at for at in range(1, len(rows[table]) + 1) if at != number])
    wrong = {"other_constraint": f"{table}-{number}, {rng.choice(same)}"} if same else {}
    wrong["other_row"] = f"{table}-{other}, {meant['name']}"
    if meant["kind"] in ("key", "unique"):
        names = [column.name for column in made.table(table).columns]
        told = [[row[names.index(name)] for name in meant["columns"]] for row in rows[table]]
        wrong["first_of_the_two"] = f"{table}-{told.index(told[number - 1]) + 1}, {meant['name']}"
    for one in declared:
        if one["kind"] in ("foreign", "check"):
            names = [column.name for column in made.table(one["table"]).columns]
            values = [row[names.index(one["columns"][0])] for row in rows[one["table"]]]
            if None in values:
                missing = f"{one['table']}-{values.index(None) + 1}, {one['name']}"
                wrong.setdefault("null_taken_for_a_fault", missing)
    return wrong


def check(facts: Facts, reply: str) -> Verdict:
    """By trying each constraint on each row in turn, in plain Python: one pair must be named, and no other."""
    right = {f"{table}-{number}, {name}".lower() for table, number, name in _broken(facts)}
    return words.judge_list(reply, lambda items: len(items) == 2 and ", ".join(items).lower() in right)


def _broken(facts: Facts) -> list[tuple[str, int, str]]:
    return broken(facts["constraints"], facts["tables"], facts["rows"])


def check_step(facts: Facts, step: Step) -> bool:
    """The constraint must be a declared one, broken by just that row, or by none."""
    claim = step.claim
    rows = [f"{table}-{number}" for table, number, name in _broken(facts) if name == claim["name"]]
    declared = {one["name"]: one["kind"] for one in facts["constraints"]}
    return declared[claim["name"]] == claim["kind"] and claim["row"] == (rows[0] if rows else "")


def canonical(facts: Facts) -> list[Any]:
    return [facts["constraints"], facts["rows"]]
