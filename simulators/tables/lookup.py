"""A cell of a table found by conditions, the row that fits them, or the difference of two cells."""

from __future__ import annotations

from typing import Any

from simulators.checks import numbers, words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.tables._records import Row, query, register

VERSION = 1
# Where there are neither texts nor limits, a row is found by its name.
LEVELS = (
    {"rows": 6, "texts": 0, "limits": 0, "kinds": ("cell", "difference")},
    {"rows": 8, "texts": 1, "limits": 1, "kinds": ("cell", "row")},
    {"rows": 13, "texts": 2, "limits": 0, "kinds": ("cell", "row", "difference")},
    {"rows": 18, "texts": 1, "limits": 1, "kinds": ("row", "difference")},
    {"rows": 28, "texts": 2, "limits": 1, "kinds": ("cell", "difference")},
)
TRIES = 500

Condition = list[Any]  # a column, "is", "at least" or "at most", and a value


def make(rng: Stream, *, rows: int, texts: int, limits: int, kinds: tuple[str, ...]) -> Problem:
    kind = rng.choice(kinds)
    name, columns, table = register(rng, rows)
    for attempt in range(TRIES):
        if attempt % 20 == 19:
            name, columns, table = register(rng, rows)
        at = 0 if kind == "row" else rng.choice((3, 4)) if kind == "difference" or texts == 2 else rng.integer(1, 4)
        places = rng.sample(range(rows), 2 if kind == "difference" else 1)
        asked = [_conditions(rng, columns, table[place], at, texts, limits) for place in places]
        fitting = [[row for row in table if _fits(row, columns, conditions)] for conditions in asked]
        values = [found[0][at] for found in fitting]
        if all(len(found) == 1 for found in fitting) and (kind != "difference" or values[0] != values[1]):
            break
    else:
        raise ValueError(f"no row that its conditions tell from all others came up in {TRIES} tries")
    steps = [
        Step("narrow", {"conditions": part, "people": [row[0] for row in table if _fits(row, columns, part)]})
        for conditions in asked
        for part in [conditions[:count] for count in range(1, len(conditions) + 1)]
    ]
    found = abs(values[0] - values[1]) if kind == "difference" else values[0]
    place = places[0]
    loosely = [row[at] for row in table if _fits(row, columns, asked[0][:1])]
    slipped, below = table[place][at % 4 + 1], table[(place + 1) % rows][at]
    answer = str(found)
    wrong_replies = {
        "condition_overlooked": loosely[loosely[0] == values[0] and len(loosely) > 1],
        "row_slipped": below,
        "column_slipped": slipped,
    }
    if kind == "difference":
        wrong_replies = {
            "first_cell_only": values[0],
            "added_instead": values[0] + values[1],
            "row_slipped": abs(below - values[1]),
        }
    return Problem(
        facts={
            "register": name,
            "columns": columns,
            "rows": table,
            "kind": kind,
            "column": columns[at],
            "asked": asked,
        },
        answer=answer,
        steps=(*steps, Step("take", {"values": values, "found": found})),
        mistakes=mistakes(answer, **wrong_replies),
    )


def _conditions(rng: Stream, columns: list[str], shown: Row, at: int, texts: int, limits: int) -> list[Condition]:
    """Conditions that this row fulfils, none of them on the column at ``at``."""
    if not texts + limits:
        return [["name", "is", shown[0]]]
    named = rng.sample([place for place in (1, 2) if place != at], texts)
    found: list[Condition] = [[columns[place], "is", shown[place]] for place in named]
    for place in rng.sample([place for place in (3, 4) if place != at], limits):
        slack = rng.integer(0, 9)
        limit = rng.choice((("at least", shown[place] - slack), ("at most", shown[place] + slack)))
        found.append([columns[place], *limit])
    return found


def _fits(row: Row, columns: list[str], conditions: list[Condition]) -> bool:
    for column, relation, value in conditions:
        given = row[columns.index(column)]
        if not (given == value if relation == "is" else given >= value if relation == "at least" else given <= value):
            return False
    return True


def _fulfilled(facts: Facts) -> list[tuple[Any, ...]]:
    """For each row its name, the wanted cell, and 1 or 0 for each condition in turn.

    By SQL on an engine of its own; the proposer used loops.
    """
    conditions = [condition for asked in facts["asked"] for condition in asked]
    if not {facts["column"], *(column for column, _, _ in conditions)} <= set(facts["columns"]):
        raise ValueError("the question names no column")
    signs = {"is": "=", "at least": ">=", "at most": "<="}
    wanted = ", ".join(["name", facts["column"], *(f"{column} {signs[sign]} ?" for column, sign, _ in conditions)])
    sql = f"SELECT {wanted} FROM t"  # noqa: S608 - names of columns, which query() wants to be plain words, and "?"
    return query(facts["columns"], facts["rows"], sql, [value for *_, value in conditions])


def _cells(facts: Facts) -> list[Any]:
    rows, cells, start = _fulfilled(facts), [], 2
    for asked in facts["asked"]:
        found = [row[1] for row in rows if all(row[start : start + len(asked)])]
        if len(found) != 1:
            raise ValueError("expected conditions that one row fulfils")
        cells += found
        start += len(asked)
    return cells


def _truth(facts: Facts) -> Any:
    cells = _cells(facts)
    return max(cells) - min(cells) if facts["kind"] == "difference" else cells[0]


def check(facts: Facts, reply: str) -> Verdict:
    truth = _truth(facts)
    if isinstance(truth, int):
        return numbers.judge(reply, lambda value: value == truth)
    return words.judge(reply, truth)


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "take":
        return claim["values"] == _cells(facts) and claim["found"] == _truth(facts)
    part = [list(condition) for condition in claim["conditions"]]
    start = 2
    for asked in facts["asked"]:
        if part and part == [list(condition) for condition in asked[: len(part)]]:
            people = [row[0] for row in _fulfilled(facts) if all(row[start : start + len(part)])]
            return sorted(claim["people"]) == sorted(people)
        start += len(asked)
    return False


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "rows": rng.shuffled(facts["rows"])}


def canonical(facts: Facts) -> list[object]:
    """Rows in any order, without the names: one that is asked for is told by the rest of its row."""
    rest = {row[0]: list(row[1:]) for row in facts["rows"]}
    asked = [
        [[column, relation, rest[value] if column == "name" else value] for column, relation, value in conditions]
        for conditions in facts["asked"]
    ]
    return [sorted(rest.values()), sorted(asked), facts["kind"], facts["column"]]
