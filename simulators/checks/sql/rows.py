"""The rows of the databases that a query is tried on: a function of the facts, drawn alike for makers and checkers.

Tables come from specifications: a name, how many rows, and columns, each ``[name, type, draw, nullable]``, where a
draw is ``["key", first]``, ``["foreign", table]``, ``["pool", name]``, ``["number", low, high, step]`` or
``["date", first year, last year]``. Values that the question's conditions name come often, and so do their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from simulators.core import Facts, Stream, stream

Row = list[Any]
Database = dict[str, list[Row]]


def drawn(facts: Facts) -> list[Database]:
    """The databases, one a seed of the facts."""
    return [database(facts["tables"], facts["pools"], facts["near"], seed) for seed in facts["seeds"]]


def database(
    tables: Sequence[Mapping[str, Any]],
    pools: Mapping[str, Sequence[str]],
    near: Mapping[str, Sequence[Any]],
    seed: int,
) -> Database:
    """One database: parents come before their children, some parents have none, numbers tie."""
    rng = stream(seed, "databases/rows", 0)
    made: Database = {}
    for table in tables:
        name, count = table["name"], rng.integer(*table["rows"])
        columns = [
            _column(rng, count, draw, nullable, near.get(f"{name}.{column}", ()), (pools, made))
            for column, _, draw, nullable in table["columns"]
        ]
        made[name] = [list(row) for row in zip(*columns, strict=True)]
    return made


def _column(
    rng: Stream,
    count: int,
    draw: Sequence[Any],
    nullable: bool,
    near: Sequence[Any],
    known: tuple[Mapping[str, Sequence[str]], Database],
) -> list[Any]:
    kind, *settings = draw
    pools, made = known
    if kind == "key":
        return list(range(settings[0], settings[0] + count))
    if kind == "foreign":
        keys = [row[0] for row in made[settings[0]]]
        options: Sequence[Any] = rng.sample(keys, max(2, len(keys) * 3 // 4))
    elif kind == "pool":
        options = pools[settings[0]]
    else:
        options = ()
    values: list[Any] = []
    for _ in range(count):
        if nullable and rng.chance(1, 5):
            values.append(None)
        elif near and rng.chance(1, 3):
            values.append(_neighbour(rng, kind, settings, rng.choice(near)))
        elif options:
            values.append(rng.choice(options))
        elif values and values[-1] is not None and rng.chance(1, 5):
            values.append(values[-1])
        else:
            values.append(_far(rng, kind, settings))
    return values


def _neighbour(rng: Stream, kind: str, settings: Sequence[Any], value: Any) -> Any:
    """The value itself twice in three times, else the one before or after."""
    if kind in ("pool", "foreign") or not rng.chance(1, 3):
        return value
    away = 1 if rng.chance(1, 2) else -1
    if kind == "date":
        return date.fromordinal(date.fromisoformat(value).toordinal() + away).isoformat()
    low, high, step = settings
    return min(high, max(low, value + away * step))


def _far(rng: Stream, kind: str, settings: Sequence[Any]) -> Any:
    if kind == "date":
        first, last = date(settings[0], 1, 1).toordinal(), date(settings[1], 12, 31).toordinal()
        return date.fromordinal(rng.integer(first, last)).isoformat()
    low, high, step = settings
    return low + step * rng.integer(0, (high - low) // step)
