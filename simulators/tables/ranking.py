"""Who comes out on top in a table: the group with the largest total, or the person at a place of an order."""

from __future__ import annotations

from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes
from simulators.tables._records import Row, query, register

VERSION = 1
LEVELS = (
    {"rows": 5, "kinds": ("place",), "deepest": 2},
    {"rows": 8, "kinds": ("place", "group"), "deepest": 3},
    {"rows": 12, "kinds": ("group",), "deepest": 1},
    {"rows": 18, "kinds": ("place", "group"), "deepest": 6},
    {"rows": 30, "kinds": ("place", "group"), "deepest": 9},
)
TRIES = 50


def make(rng: Stream, *, rows: int, kinds: tuple[str, ...], deepest: int) -> Problem:
    for _ in range(TRIES):
        name, columns, table = register(rng, rows)
        kind, column, group = rng.choice(kinds), rng.choice(columns[3:]), rng.choice(columns[1:3])
        place = rng.integer(1, deepest) if kind == "place" else 1
        order = _order(table, columns, kind, column, group)
        if len(order) > place and len({value for value, _ in order}) == len(order):
            break
    else:
        raise RuntimeError(f"no table without a tie in {TRIES} tries")
    answer = order[place - 1][1]
    asked = {"kind": kind, "column": column, "group": group, "place": place}
    return Problem(
        facts={"register": name, "columns": columns, "rows": table} | asked,
        answer=answer,
        steps=(
            Step("order", {"ordered": [[key, value] for value, key in order]}),
            Step("take", {"place": place, "taken": answer}),
        ),
        mistakes=mistakes(
            answer,
            one_place_too_far=order[place][1],
            counted_from_the_bottom=order[-place][1],
            single_largest_row=_largest(table, columns, kind, column, group),
        ),
    )


def _order(table: list[Row], columns: list[str], kind: str, column: str, group: str) -> list[tuple[int, str]]:
    key = 0 if kind == "place" else columns.index(group)
    totals: dict[str, int] = {}
    for row in table:
        totals[row[key]] = totals.get(row[key], 0) + row[columns.index(column)]
    return sorted(((value, name) for name, value in totals.items()), reverse=True)


def _largest(table: list[Row], columns: list[str], kind: str, column: str, group: str) -> str:
    best = max(table, key=lambda row: row[columns.index(column)])
    return str(best[0 if kind == "place" else columns.index(group)])


def _ranked(facts: Facts) -> list[tuple[Any, ...]]:
    """By SQL on an engine of its own; raises ValueError where two are alike."""
    key = "name" if facts["kind"] == "place" else facts["group"]
    if not {key, facts["column"]} <= set(facts["columns"]):
        raise ValueError("the question names no column")
    wanted = f"SELECT {key}, sum({facts['column']}) AS total FROM t GROUP BY {key} ORDER BY total DESC"  # noqa: S608
    found = query(facts["columns"], facts["rows"], wanted)
    if len({total for _, total in found}) < len(found):
        raise ValueError("expected an order without ties")
    return found


def check(facts: Facts, reply: str) -> Verdict:
    ranked = _ranked(facts)
    return words.judge(reply, ranked[facts["place"] - 1][0], options=sorted(name for name, _ in ranked))


def check_step(facts: Facts, step: Step) -> bool:
    ranked = _ranked(facts)
    if step.rule == "order":
        return [list(pair) for pair in ranked] == [list(pair) for pair in step.claim["ordered"]]
    return step.claim["place"] == facts["place"] and step.claim["taken"] == ranked[facts["place"] - 1][0]


def canonical(facts: Facts) -> list[object]:
    """Rows in any order, without the names."""
    asked = [facts[part] for part in ("kind", "column", "group", "place")]
    return [sorted(map(list, (row[1:] for row in facts["rows"]))), asked]


def reordered(rng: Stream, facts: Facts) -> Facts:
    return {**facts, "rows": rng.shuffled(facts["rows"])}
