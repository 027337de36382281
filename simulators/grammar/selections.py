"""Queries that choose rows and columns of one table: drawn, put into words, and gone wrong."""

from __future__ import annotations

from typing import Any

from simulators.core import Stream
from simulators.grammar import conditions, sentences
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema


def query(rng: Stream, made: Schema, columns: int, count: int, forms: str, order: int, distinct: bool) -> Query | None:
    """A query; None where the schema is not one for it."""
    table = made.tables[0]
    paths = conditions.paths(made.tables)
    if len(paths) < max(columns, count):
        return None
    form = conditions.varied if forms == "all" else conditions.compared
    told: list[Any] = [form(rng, made, path) for path in rng.sample(paths, count)]
    where = ["or", *told] if count == 2 and rng.chance(1, 3) else conditions.all_of(told)
    if count == 3 and rng.chance(1, 2):
        where = ["and", told[2], ["or", *told[:2]]]
    if distinct:
        repeating = conditions.texts(made, paths)
        if len(repeating) < 1:
            return None
        chosen = tuple(repeating[: max(1, columns - 1)])
    else:
        chosen = tuple(rng.sample([*paths, table.key], columns))
    by = rng.sample(conditions.known(made, paths), min(order, len(conditions.known(made, paths)))) if order else []
    ordered = tuple((path, rng.choice(("asc", "desc"))) for path in by)
    if ordered:
        ordered = (*ordered, (table.key, "asc"))
    return Query(table.name, chosen, where=where, order=ordered, distinct=distinct)


def says(made: Schema, query: Query) -> dict[str, str]:
    """The phrases of the question."""
    return sentences.request(
        what=sentences.columns(made, query.columns, query.table),
        of=made.table(query.table).one,
        whose=sentences.whose(made, query.where or [], query.table),
        order=sentences.order(made, query.order, query.table),
        only="Each combination of values should come only once." if query.distinct else "",
    )


def slips(rng: Stream, made: Schema, query: Query) -> dict[str, Query | str]:
    """What learners write instead, by the name of the slip."""
    found: dict[str, Query | str] = {}
    for name, slip in conditions.slips(query.where).items():
        found[name] = query._replace(where=slip)
    if query.distinct:
        found["duplicates_kept"] = query._replace(distinct=False)
    if query.order:
        path, way = query.order[0]
        turned = (path, "asc" if way == "desc" else "desc")
        found["order_turned"] = query._replace(order=(turned, *query.order[1:]))
        found["order_forgotten"] = query._replace(order=())
    others = [path for path in conditions.paths(made.tables) if path not in query.columns]
    if others:
        found["wrong_column"] = query._replace(columns=(*query.columns[:-1], rng.choice(others)))
    return found
