"""Conditions drawn for the columns of a schema, with the constants that rows should lie near."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from simulators.core import Stream
from simulators.grammar.queries import Condition
from simulators.grammar.schemas import Column, Schema, Table

SIGNS = (">=", "<=", ">", "<")
LOOSER = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
TURNED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def paths(tables: Iterable[Table], *, keys: bool = False) -> list[str]:
    """The columns that say something of a row, as ``table.column``; keys only if asked for."""
    return [
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if column.draw != "->" and (keys or column.draw != "key")
    ]


def known(made: Schema, among: Iterable[str]) -> list[str]:
    """Those columns that are never NULL."""
    return [path for path in among if not made.column(path).nullable]


def measured(made: Schema, among: Iterable[str]) -> list[str]:
    """Those columns of which there is more and less."""
    return [path for path in among if made.column(path).measured]


def numbers(made: Schema, among: Iterable[str]) -> list[str]:
    """Those columns that can be added up."""
    return [path for path in among if made.column(path).draw == "number"]


def texts(made: Schema, among: Iterable[str]) -> list[str]:
    """Those columns whose values repeat."""
    return [path for path in among if path in made.pools]


def constant(rng: Stream, made: Schema, path: str) -> Any:
    """A value in the middle of what a column may hold."""
    column = made.column(path)
    if column.draw == "number":
        low, high, step = column.settings
        places = (high - low) // step
        return low + step * rng.integer(max(1, places // 5), max(1, places - places // 5))
    if column.draw == "date":
        first, last = _days(column)
        return date.fromordinal(rng.integer(first + (last - first) // 5, last - (last - first) // 5)).isoformat()
    return rng.choice(made.pools[path])


def _days(column: Column) -> tuple[int, int]:
    return date(column.settings[0], 1, 1).toordinal(), date(column.settings[1], 12, 31).toordinal()


def compared(rng: Stream, made: Schema, path: str) -> Condition:
    """A condition on a column: at least, before, is."""
    if not made.column(path).measured:
        return ["=", path, {"value": constant(rng, made, path)}]
    return [rng.choice(SIGNS), path, {"value": constant(rng, made, path)}]


def varied(rng: Stream, made: Schema, path: str) -> Condition:
    """A condition of another form: between, one of, NULL or not, or a plain one."""
    column = made.column(path)
    if column.nullable and rng.chance(1, 2):
        return [rng.choice(("null", "known")), path]
    if column.measured and rng.chance(1, 2):
        low, high = sorted((constant(rng, made, path), constant(rng, made, path)))
        if low != high:
            return ["between", path, low, high]
    if path in made.pools and rng.chance(1, 2):
        return ["in", path, rng.sample(made.pools[path], 2)]
    if path in made.pools and not column.nullable and rng.chance(1, 3):
        return ["<>", path, {"value": constant(rng, made, path)}]
    return compared(rng, made, path)


def constants(told: Condition | None) -> dict[str, list[Any]]:
    """The constants of a condition, by column: where rows should lie near."""
    found: dict[str, list[Any]] = {}
    for kind, *parts in leaves(told):
        if kind == "between":
            found.setdefault(parts[0], []).extend(parts[1:])
        elif kind == "in":
            found.setdefault(parts[0], []).extend(parts[1])
        elif kind not in ("null", "known") and "value" in parts[1]:
            found.setdefault(parts[0], []).append(parts[1]["value"])
    return found


def leaves(told: Condition | None) -> list[Condition]:
    """The single conditions that a condition is made of."""
    if told is None:
        return []
    if told[0] in ("and", "or"):
        return [leaf for part in told[1:] for leaf in leaves(part)]
    return [told]


def all_of(parts: Sequence[Condition]) -> Condition | None:
    """The conditions, joined by "and"."""
    return None if not parts else parts[0] if len(parts) == 1 else ["and", *parts]


def slips(told: Condition | None) -> dict[str, Condition | None]:  # noqa: C901 - a case a form
    """What a learner writes instead of a condition, by the name of the slip."""
    if told is None:
        return {}
    found: dict[str, Condition | None] = {}
    if told[0] in ("and", "or"):
        other = "or" if told[0] == "and" else "and"
        found["and_or_confused"] = [other, *told[1:]]
        for at, part in enumerate(told[1:], 1):
            for name, slip in slips(part).items():
                if slip is not None:
                    found.setdefault(name, [*told[:at], slip, *told[at + 1 :]])
        found["condition_forgotten"] = told[1] if len(told) == 3 else told[:-1]
        return found
    kind, path, *rest = told
    if kind in LOOSER:
        found["boundary_wrong"] = [LOOSER[kind], path, *rest]
        found["comparison_turned"] = [TURNED[kind], path, *rest]
    elif kind == "between":
        found["boundary_left_out"] = ["and", [">", path, {"value": rest[0]}], ["<", path, {"value": rest[1]}]]
    elif kind == "in":
        found["value_forgotten"] = ["=", path, {"value": rest[0][0]}]
    elif kind in ("null", "known"):
        found["null_test_turned"] = ["known" if kind == "null" else "null", path]
        found["compared_with_null"] = ["=", path, {"value": None}]
    elif kind == "=":
        found["equality_turned"] = ["<>", path, *rest]
    elif kind == "<>":
        found["inequality_turned"] = ["=", path, *rest]
    found["condition_forgotten"] = None
    return found
