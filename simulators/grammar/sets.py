"""Queries made of two: sets of keys put together, and rows compared with an aggregate of others."""

from __future__ import annotations

from typing import Any

from simulators.core import Stream
from simulators.grammar import conditions, links, sentences
from simulators.grammar.queries import Against, Query, condition, plan, sql
from simulators.grammar.schemas import Schema

WORDS = {"union": "UNION", "except": "EXCEPT", "intersect": "INTERSECT"}
SIGNS = (">", "<", ">=", "<=")


def against(rng: Stream, made: Schema, grouped: bool, tests: int) -> Query | None:
    """Rows whose value is above or below the average (least, greatest) of all or of their group."""
    table = made.tables[-1]
    own = conditions.paths([table])
    summed = [path for path in conditions.known(made, own) if made.column(path).summed]
    parts = conditions.known(made, conditions.texts(made, own))
    if not summed or (grouped and not parts):
        return None
    path = rng.choice(summed)
    by = rng.choice(parts) if grouped else ""
    free = [one for one in own if one not in (path, by)]
    if len(free) < tests:
        return None
    where = conditions.all_of([conditions.compared(rng, made, one) for one in rng.sample(free, tests)])
    columns = tuple(dict.fromkeys([table.key, *([by] if by else []), path]))
    return Query(table.name, columns, where=where, against=Against(path, rng.choice(SIGNS), "avg", by))


def pair(rng: Stream, made: Schema, nested: bool) -> tuple[Query, Query] | None:
    """Keys of a table under a condition, and the same keys where another table points at them."""
    joined = links.joins(made, "anti")
    if joined is None or len(made.tables) != 2:
        return None
    table, (join,) = joined
    parent, child = made.table(table), made.table(join.table)
    if made.column(join.there).nullable:
        return None
    own, theirs = conditions.paths([parent]), conditions.paths([child])
    left = Query(table, (parent.key,), where=conditions.compared(rng, made, rng.choice(own)))
    if not nested:
        return left, Query(child.name, (join.there,), where=conditions.varied(rng, made, rng.choice(theirs)))
    summed = [path for path in conditions.known(made, theirs) if made.column(path).summed]
    if not summed:
        return None
    return left, Query(child.name, (join.there,), against=Against(rng.choice(summed), rng.choice(SIGNS), "avg"))


def combined(kind: str, left: Query, right: Query) -> tuple[str, dict[str, Any]]:
    """Both queries as one, in SQL and as a plan."""
    return f"{sql(left)}\n{WORDS[kind]}\n{sql(right)}", {
        "op": "combine",
        "kind": kind,
        "left": plan(left),
        "right": plan(right),
    }


def above(made: Schema, query: Query) -> str:
    """The comparison with an aggregate as a clause: "whose price is above the average price of all books"."""
    if query.against is None:
        return ""
    path, sign, _, by = query.against
    label = sentences.label(made, path, query.table)
    words = {">": "above", "<": "below", ">=": "at least", "<=": "at most"}[sign]
    among = f"with the same {sentences.label(made, by, query.table)}" if by else "in the table"
    return f"whose {label} is {words} the average {label} of all {query.table} {among}"


def says_against(made: Schema, query: Query) -> dict[str, str]:
    """The phrases of a question about rows compared with an aggregate."""
    own = sentences.whose(made, query.where, query.table) if query.where else ""
    whose = above(made, query) + (f", and {own}" if own else "")
    only = "The average is taken over all of them, not only over those selected." if own else ""
    return sentences.request(
        what=sentences.columns(made, query.columns, query.table),
        of=made.table(query.table).one,
        whose=whose,
        own=own,
        only=only,
    )


def says_pair(made: Schema, kind: str, left: Query, right: Query) -> dict[str, str]:
    """The phrases of a question about two sets of keys."""
    parent, child = made.table(left.table), made.table(right.table)
    key = parent.columns[0].name
    first = f"{parent.one} {sentences.whose(made, left.where or [], parent.name)}"
    second = above(made, right) if right.against else sentences.whose(made, right.where or [], child.name)
    partner = f"{sentences.an(child.one)} {second}"
    join = {
        "union": f"every {first}, and likewise of every {parent.one} that has {partner}",
        "except": f"every {first}, leaving out those that have {partner}",
        "intersect": f"every {first} that also has {partner}",
    }[kind]
    asks = f"the {key} of {join}. Each {key} should come only once."
    has = f"the {parent.name} that have {partner}"
    return sentences.request(what=f"the {key}", asks=asks, first=f"every {first}", second=has)


def slips_against(made: Schema, query: Query) -> dict[str, Query | str]:
    """What learners write instead, by the name of the slip."""
    if query.against is None:
        return {}
    one = query.against
    found: dict[str, Query | str] = {
        "comparison_turned": query._replace(against=one._replace(sign=conditions.TURNED[one.sign])),
        "boundary_wrong": query._replace(against=one._replace(sign=conditions.LOOSER[one.sign])),
        "extreme_instead_of_average": query._replace(against=one._replace(function="max")),
    }
    if one.by:
        found["average_of_all_rows"] = query._replace(against=one._replace(by=""))
    else:
        texts = conditions.known(made, conditions.texts(made, conditions.paths([made.table(query.table)])))
        if texts:
            found["average_of_the_group"] = query._replace(against=one._replace(by=texts[0]))
    if query.where:
        text, selected = sql(query), condition(query.where, query).replace(f"{query.table}.", "others.")
        word = " AND " if one.by else " WHERE "
        at = text.rindex(")")
        found["average_of_those_selected_only"] = f"{text[:at]}{word}{selected}{text[at:]}"
    for name, slip in conditions.slips(query.where).items():
        found.setdefault(name, query._replace(where=slip))
    return found


def slips_pair(kind: str, left: Query, right: Query) -> dict[str, Query | str]:
    """What learners write instead, by the name of the slip."""
    found: dict[str, Query | str] = {}
    for other in WORDS:
        if other != kind:
            found[f"{other}_instead"] = combined(other, left, right)[0]
    if kind == "union":
        found["duplicates_kept"] = combined(kind, left, right)[0].replace("\nUNION\n", "\nUNION ALL\n")
    if kind == "except":
        found["sides_swapped"] = combined(kind, right, left)[0]
    found["second_part_forgotten"] = sql(left)
    found["first_part_forgotten"] = sql(right._replace(distinct=True))
    for name, slip in conditions.slips(left.where).items():
        found[name] = combined(kind, left._replace(where=slip), right)[0]
    for name, slip in conditions.slips(right.where).items():
        found[f"{name}_in_the_second"] = combined(kind, left, right._replace(where=slip))[0]
    return found
