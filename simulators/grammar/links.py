"""How the tables of a schema are joined, what that means in words, and how joins go wrong."""

from __future__ import annotations

from simulators.grammar.queries import Join, Query, sql
from simulators.grammar.schemas import Schema, Table
from simulators.grammar.sentences import an, label


def chain(made: Schema) -> list[tuple[Table, str, Table]]:
    """The links of a schema, each from a child by its column to a parent, from the last table on."""
    return [
        (child, f"{child.name}.{column.name}", parent)
        for child in reversed(made.tables)
        for column, parent in reversed(made.foreign(child))
    ]


def joins(made: Schema, kind: str) -> tuple[str, tuple[Join, ...]] | None:
    """The table that a query begins with and its joins; None where the schema has none of the kind.

    Inner joins go from the child to its parents; left and anti joins ask of a parent what children it has.
    """
    links = chain(made)
    child, path, parent = links[0]
    if kind == "inner":
        found, known = [], {child.name}
        for source, column, target in links:
            if source.name in known and target.name not in known:
                known.add(target.name)
                found.append(Join("inner", target.name, column, target.key))
        return (child.name, tuple(found)) if len(found) == len(made.tables) - 1 else None
    if len(made.tables) == 2:
        return parent.name, (Join(kind, child.name, parent.key, path),)
    # With three tables: a row in the middle, which has a parent and may have no children.
    for lower, through, middle in links:
        above = made.foreign(middle)
        if lower is made.tables[-1] and above:
            upper, top = above[0]
            first = Join("inner", top.name, f"{middle.name}.{upper.name}", top.key)
            return middle.name, (first, Join(kind, lower.name, middle.key, through))
    return None


def told(made: Schema, query: Query, kind: str) -> str:
    """What the joins ask for, in a sentence."""
    last = made.table(query.joins[-1].table)
    base = made.table(query.table)
    if kind == "anti":
        return f"Take only {base.name} that appear in no row of the table {last.name}."
    if kind == "left":
        value = label(made, query.columns[-1], query.table)
        return (
            f"There is to be one row for every {last.one} of such {an(base.one)}, and for {an(base.one)} without any "
            f"{last.name} one row with NULL for the {value}."
        )
    nullable = [join.table for join in query.joins if made.column(join.here).nullable]
    if nullable:
        return f"Leave out {base.name} without {an(made.table(nullable[0]).one)}."
    return ""


def slips(made: Schema, query: Query, kind: str) -> dict[str, Query | str]:
    """What learners do with joins, by the name of the slip."""
    last = query.joins[-1]
    found: dict[str, Query | str] = {}
    if kind == "anti":
        inner = query._replace(joins=(*query.joins[:-1], last._replace(kind="inner")))
        found["partners_wanted_instead"] = inner
        found["partners_ignored"] = query._replace(joins=query.joins[:-1]) if len(query.joins) > 1 else _alone(query)
    if kind == "left":
        found["inner_join_instead"] = query._replace(joins=(last._replace(kind="inner"),))
        found["unmatched_only"] = sql(query).replace("\nWHERE ", f"\nWHERE {last.there} IS NULL AND ")
    if kind == "inner":
        keys = Join("inner", last.table, made.table(query.table).key, made.table(last.table).key)
        found["joined_on_the_wrong_column"] = query._replace(joins=(*query.joins[:-1], keys))
        found["duplicates_removed"] = query._replace(distinct=True)
        joined = f" JOIN {last.table} ON {last.here} = {last.there}"
        found["join_condition_forgotten"] = sql(query).replace(joined, f" CROSS JOIN {last.table}")
    return found


def _alone(query: Query) -> str:
    """The query without its join, whose columns stand with their table all the same."""
    return sql(query).partition(" AND NOT EXISTS")[0] + _tail(query)


def _tail(query: Query) -> str:
    text = sql(query)
    return text[text.index("\nORDER BY") :] if query.order else ""
