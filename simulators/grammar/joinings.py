"""Queries over linked tables: drawn, put into words, and gone wrong."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar import conditions, links, sentences
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema


def query(rng: Stream, made: Schema, kind: str, tests: int, ordered: bool) -> Query | None:
    """A query; None where the schema is not one for it."""
    joined = links.joins(made, kind)
    if joined is None:
        return None
    table, joins = joined
    seen = [made.table(name) for name in (table, *(join.table for join in joins if join.kind != "anti"))]
    own = conditions.paths(seen[:1] if kind == "left" else seen)
    if len(own) < tests:
        return None
    asked = rng.sample(own, tests)
    form = conditions.varied if kind == "anti" else conditions.compared
    if kind == "anti" and len(seen) > 1 and all(path.startswith(f"{table}.") for path in asked):
        return None  # the table that is joined would have nothing to do
    where = conditions.all_of([form(rng, made, path) for path in asked])
    first = rng.choice(conditions.paths(seen[:1]))
    if kind == "left" or (kind == "inner" and len(joins) > 1):
        others = [rng.choice(conditions.paths([one])) for one in seen[1:]]
    elif kind == "inner":
        others = [rng.choice(conditions.paths(seen[1:]))]
    else:
        others = [seen[0].key]
    order = ((seen[0].key, rng.choice(("asc", "desc"))),) if ordered else ()
    if kind == "left":
        return Query(table, (seen[0].key, first, *others), joins, where=where)
    return Query(table, (first, *others), joins, where=where, order=order)


def says(made: Schema, query: Query, kind: str) -> dict[str, str]:
    """The phrases of the question."""
    joins = query.joins
    without = [made.table(join.table) for join in joins if join.kind != "inner"]
    return sentences.request(
        what=sentences.columns(made, query.columns, query.table),
        of=made.table(query.table).one,
        whose=sentences.whose(made, query.where or [], query.table),
        order=sentences.order(made, query.order, query.table) if query.order else "",
        only=links.told(made, query, kind),
        partner=without[0].one if without else made.table(joins[0].table).one,
        partners=without[0].name if without else made.table(joins[0].table).name,
    )


def slips(rng: Stream, made: Schema, query: Query, kind: str) -> dict[str, Query | str]:
    """What learners write instead, by the name of the slip."""
    found: dict[str, Query | str] = links.slips(made, query, kind)
    for name, slip in conditions.slips(query.where).items():
        found[name] = query._replace(where=slip)
    if query.order:
        path, way = query.order[0]
        turned = (path, "asc" if way == "desc" else "desc")
        found["order_turned"] = query._replace(order=(turned, *query.order[1:]))
    own = [path for path in conditions.paths([made.table(query.table)]) if path not in query.columns]
    if own:
        found["wrong_column"] = query._replace(columns=(rng.choice(own), *query.columns[1:]))
    return found
