"""Tables in which some columns determine others: joined from two, so that facts about a parent are repeated."""

from __future__ import annotations

from typing import Any

from simulators.core import Stream
from simulators.grammar.schemas import Schema

Rows = list[list[Any]]


def flat(
    rng: Stream, made: Schema, contents: dict[str, Rows], rows: int, columns: int
) -> tuple[list[str], Rows] | None:
    """Some columns and rows of the children joined with their parents; None where there are too few."""
    child, parent = made.tables[1], made.tables[0]
    (foreign, _), *_ = made.foreign(child)
    at = [column.name for column in child.columns].index(foreign.name)
    parents = {row[0]: row for row in contents[parent.name]}
    joined = [[*row, *parents[row[at]][1:]] for row in contents[child.name] if row[at] is not None]
    names = [column.name for column in child.columns]
    above = [column.name for column in parent.columns[1:]]
    names += [name if name not in names else f"{parent.one}_{name}" for name in above]
    upper = list(range(len(child.columns), len(names)))
    lower = [place for place in range(1, len(child.columns)) if place != at]
    facts = rng.sample(upper, min(columns // 2, len(upper)))
    rest = rng.sample(lower, min(columns - 1 - len(facts), len(lower)))
    kept = [at, *sorted([*facts, *rest])]
    if len(joined) < rows or len(kept) < columns:
        return None
    chosen = [joined[place] for place in sorted(rng.sample(range(len(joined)), rows))]
    told = [[row[place] for place in kept] for row in chosen]
    if any(value is None for row in told for value in row):
        return None
    return [names[place] for place in kept], told


def determined(names: list[str], rows: Rows, given: list[str]) -> list[str]:
    """The columns whose value is a function of those given."""
    places = [names.index(name) for name in given]
    found = []
    for at, name in enumerate(names):
        if name not in given:
            pairs = {(tuple(row[place] for place in places), row[at]) for row in rows}
            if len(pairs) == len({left for left, _ in pairs}):
                found.append(name)
    return found


def repeats(names: list[str], rows: Rows, given: list[str]) -> bool:
    """Whether some rows agree in the columns given, so that they say anything."""
    places = [names.index(name) for name in given]
    return len({tuple(row[place] for place in places) for row in rows}) < len(rows)


def witness(names: list[str], rows: Rows, given: list[str], name: str) -> list[int]:
    """The first two rows that agree in the columns given and differ in another."""
    at, places = names.index(name), [names.index(one) for one in given]
    for number, row in enumerate(rows):
        for later in range(number + 1, len(rows)):
            same = [row[place] for place in places] == [rows[later][place] for place in places]
            if same and row[at] != rows[later][at]:
                return [number + 1, later + 1]
    return []


def slips(names: list[str], rows: Rows, given: list[str], others: list[str], right: list[str]) -> dict[str, str]:
    """What learners say instead, by the name of the slip."""
    missed = [name for name in others if name not in right]
    turned = [name for name in others if not set(given) - set(determined(names, rows, [name]))]
    found = {"all_others": ", ".join(others), "arrow_turned": ", ".join(turned) or "none"}
    if missed:
        found["one_too_many"] = ", ".join([*right, missed[0]])
    if right:
        found["one_too_few"] = ", ".join(right[1:]) or "none"
    return found


def listed(names: list[str], rows: Rows) -> str:
    """The rows with their numbers, as a table of Markdown."""
    head = ["row", *names]
    told = [[str(number), *map(str, row)] for number, row in enumerate(rows, 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *told))
