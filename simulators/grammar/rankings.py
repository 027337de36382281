"""Queries about the first rows of an order, places within groups and running totals, and the slips they invite."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar import conditions, links, sentences
from simulators.grammar.queries import Join, Query, Window, sql
from simulators.grammar.schemas import Schema
from simulators.text import listing

COUNTS = ("zero", "one", "two", "three", "four", "five")


def query(rng: Stream, made: Schema, kind: str, tests: int) -> Query | None:
    """A query of a kind (``top``, ``place``, ``running``, ``best``); None where the schema is not one for it."""
    table = made.tables[0]
    joins: tuple[Join, ...] = ()
    if len(made.tables) > 1:
        joined = links.joins(made, "inner")
        if joined is None or any(made.column(join.here).nullable for join in joined[1]):
            return None
        table, joins = made.table(joined[0]), joined[1]
    own = conditions.known(made, conditions.paths([table]))
    parents = conditions.known(made, conditions.paths([made.table(join.table) for join in joins]))
    measured, parts = conditions.measured(made, own), conditions.texts(made, parents or own)
    if not measured or not parts:
        return None
    by, part, way = rng.choice(measured), rng.choice(parts), rng.choice(("asc", "desc"))
    free = [path for path in conditions.paths([table]) if path not in (by, part)]
    if len(free) < tests:
        return None
    where = conditions.all_of([conditions.compared(rng, made, path) for path in rng.sample(free, tests)])
    columns = (table.key, part, by)
    if kind == "top":
        order = ((by, way), (table.key, "asc"))
        return Query(table.name, columns, joins, where=where, order=order, limit=rng.integer(2, 5))
    if kind == "running":
        sums = [path for path in own if made.column(path).summed and path != by]
        if not sums or made.column(by).draw != "date":
            return None
        added = rng.choice(sums)
        window = Window("running_sum", (part,), ((by, "asc"), (table.key, "asc")), added)
        return Query(table.name, (*columns, added, "window"), joins, where=where, window=window)
    if kind == "place":
        window = Window(rng.choice(("rank", "dense_rank")), (part,), ((by, way),))
        return Query(table.name, (*columns, "window"), joins, where=where, window=window)
    window = Window(rng.choice(("rank", "dense_rank")), (part,), ((by, way),), keep=rng.integer(1, 3))
    return Query(table.name, columns, joins, where=where, window=window)


def says(made: Schema, query: Query, kind: str) -> dict[str, str]:
    """The phrases of the question."""
    base = made.table(query.table)
    names = [f"the {sentences.label(made, path, query.table)}" for path in query.columns if path != "window"]
    whose = sentences.whose(made, query.where, query.table) if query.where else ""
    if query.window:
        only = _windowed(made, query, query.window, kind)
        if kind == "running":
            names.append(f"the running total of {names[-1]}")
        elif kind == "place":
            names.append("the place")
    else:
        order = sentences.order(made, query.order, query.table)
        only = f"Sort the rows {order}. Give only the first {COUNTS[query.limit]} rows of this order."
    what = listing(names)
    asks = " ".join(f"{what} of every {base.one} {whose}".split())
    return sentences.request(what=what, of=base.one, whose=whose, only=only, asks=f"{asks}. {only}")


def _windowed(made: Schema, query: Query, window: Window, kind: str) -> str:
    """What the window is about, in a sentence."""
    base = made.table(query.table)
    path, way = window.order[0]
    group = sentences.label(made, window.by[0], query.table)
    of, last = sentences.label(made, path, query.table), sentences.way(made.column(path), way)
    alike = f"whose {group} is the same" if "'s " in group else f"that have the same {group}"
    among = f"among those of these {base.name} {alike}"
    if kind == "running":
        added = sentences.label(made, window.column, query.table)
        return (
            f"The running total adds up the {added} of this row and of all rows before it {among}, in the order of "
            f"the {of} and, where that is equal, of the {base.columns[0].name}, lowest first."
        )
    skipped = (
        "places after a tie are skipped (1, 1, 3)" if window.function == "rank" else "no place is skipped (1, 1, 2)"
    )
    if kind == "place":
        return (
            f"The place is counted {among}, by the {of}, {last}; rows with the same {of} share a place, and {skipped}."
        )
    if window.keep == 1:
        return f"Keep only those that come first {among}, by the {of}, {last}; rows with the same {of} share a place."
    return (
        f"Keep only those in the places 1 to {window.keep} {among}, by the {of}, {last}; rows with the same {of} "
        f"share a place, and {skipped}."
    )


def slips(rng: Stream, query: Query, kind: str) -> dict[str, Query | str]:
    """What learners write instead, by the name of the slip."""
    found: dict[str, Query | str] = _windowed_wrongly(query, query.window, kind) if query.window else {}
    if kind == "top":
        (path, way), *rest = query.order
        found["order_turned"] = query._replace(order=((path, _turned(way)), *rest))
        found["tie_not_broken"] = query._replace(order=((path, way),))
        found["one_row_too_many"] = query._replace(limit=query.limit + 1)
        found["one_row_too_few"] = query._replace(limit=query.limit - 1)
        if rng.chance(1, 2):
            found["order_forgotten"] = query._replace(order=())
    for name, slip in conditions.slips(query.where).items():
        found[name] = query._replace(where=slip)
    return found


def _windowed_wrongly(query: Query, window: Window, kind: str) -> dict[str, Query | str]:
    found: dict[str, Query | str] = {}
    (path, way), *others = window.order
    found["order_turned"] = query._replace(window=window._replace(order=((path, _turned(way)), *others)))
    found["not_partitioned"] = query._replace(window=window._replace(by=()))
    if kind == "running":
        text = sql(query)
        found["total_of_the_group"] = text.replace(
            text[text.index(" ORDER BY") : text.index(")", text.index(" ORDER BY"))], ""
        )
        found["same_day_added_together"] = query._replace(window=window._replace(order=((path, way),)))
        return found
    other = "dense_rank" if window.function == "rank" else "rank"
    found["places_numbered_otherwise"] = query._replace(window=window._replace(function=other))
    found["ties_not_shared"] = query._replace(window=window._replace(function="row_number"))
    if kind == "best":
        found["one_place_too_many"] = query._replace(window=window._replace(keep=window.keep + 1))
    return found


def _turned(way: str) -> str:
    return "asc" if way == "desc" else "desc"
