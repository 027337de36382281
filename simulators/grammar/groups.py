"""Queries about groups: what they are grouped by, what is counted or added up, and how that goes wrong."""

from __future__ import annotations

from simulators.core import Stream
from simulators.grammar import conditions, links, sentences
from simulators.grammar.queries import Join, Query, sql
from simulators.grammar.schemas import Schema
from simulators.text import listing

Made = tuple[str, str, str]  # name, function, column
SIGNS = (">=", "<=", ">", "<")


def query(rng: Stream, made: Schema, kind: str, tests: int, measures: int, having: bool) -> Query | None:
    """A query with groups; None where the schema is not one for it."""
    if kind == "left":
        return _counted(rng, made)
    table = made.tables[0].name
    joins: tuple[Join, ...] = ()
    if len(made.tables) > 1:
        joined = links.joins(made, "inner")
        if joined is None:
            return None
        table, joins = joined
    group = _group(rng, made, table, joins)
    if group is None:
        return None
    own = [path for path in conditions.paths([made.table(table)]) if path not in group]
    make = _measures(rng, made, own, measures)
    if len(make) < measures or len(own) < tests:
        return None
    free = [path for path in own if path not in [column for *_, column in make]]
    if len(free) < tests:
        return None
    where = conditions.all_of([conditions.compared(rng, made, path) for path in rng.sample(free, tests)])
    asked = [rng.choice(SIGNS), make[0][0], {"value": _level(rng, made, make[0])}] if having else None
    names = tuple(name for name, *_ in make)
    return Query(table, (*group, *names), joins, where=where, group=group, make=make, having=asked)


def _group(rng: Stream, made: Schema, table: str, joins: tuple[Join, ...]) -> tuple[str, ...] | None:
    """A column of text, or the key and a name of a table that is joined."""
    if joins:
        parent = made.table(joins[-1].table)
        names = conditions.known(made, conditions.texts(made, conditions.paths([parent])))
        if rng.chance(1, 3) and len(names) > 1:
            return (names[-1],)
        return (parent.key, names[0]) if names else None
    names = conditions.known(made, conditions.texts(made, conditions.paths([made.table(table)])))
    return (rng.choice(names),) if names else None


def _measures(rng: Stream, made: Schema, own: list[str], count: int) -> tuple[Made, ...]:
    options: list[tuple[str, str]] = [("count", "")]
    for path in own:
        column = made.column(path)
        if column.summed:
            options += [("sum", path), ("avg", path), ("min", path), ("max", path)]
        elif column.measured:
            options += [("min", path), ("max", path)]
        if column.nullable:
            options.append(("count", path))
        if path in made.pools:
            options.append(("count_distinct", path))
    chosen = rng.sample(options, min(count, len(options)))
    return tuple((f"measure {at}", function, path) for at, (function, path) in enumerate(chosen, 1))


def _level(rng: Stream, made: Schema, measure: Made) -> object:
    """What a group's value is compared with."""
    _, function, path = measure
    if function in ("count", "count_distinct"):
        return rng.integer(2, 3)
    value = conditions.constant(rng, made, path)
    return value * rng.integer(1, 3) if function == "sum" else value


def _counted(rng: Stream, made: Schema) -> Query | None:
    """Every parent with the number of its children, or the total of a column of theirs, also where there are none."""
    joined = links.joins(made, "left")
    if joined is None:
        return None
    table, joins = joined
    parent, child = made.table(table), made.table(joins[-1].table)
    names = conditions.known(made, conditions.texts(made, conditions.paths([parent])))
    own = conditions.paths([child])
    if not names:
        return None
    distinct = conditions.texts(made, own)
    options = [("count", child.key), ("count", child.key)]
    options += [("count_distinct", path) for path in distinct]
    options += [("count", path) for path in own if made.column(path).nullable]
    options += [("sum", path) for path in own if made.column(path).summed]
    function, path = rng.choice(options)
    asked = rng.sample(conditions.paths([parent]), 2)
    where = conditions.all_of([conditions.varied(rng, made, one) for one in asked])
    group = (parent.key, rng.choice(names))
    return Query(table, (*group, "measure 1"), joins, where=where, group=group, make=(("measure 1", function, path),))


def _measured(made: Schema, one: Made, base: str, kind: str) -> str:
    """What is asked for: with a left join of the children, whose words come from their own table."""
    _, function, path = one
    about = path.partition(".")[0] if kind == "left" else base
    bare = path if not (kind == "left" and path == made.table(about).key) else ""
    return sentences.measure(made, function, bare, about)


def says(made: Schema, query: Query, kind: str) -> dict[str, str]:
    """The phrases of the question."""
    base = query.joins[-1].table if kind == "left" else query.table
    measures = [_measured(made, one, query.table, kind) for one in query.make]
    child = made.table(base)
    only = ""
    if query.having:
        sign, name, other = query.having
        about = measures[[one[0] for one in query.make].index(name)]
        compares = sentences.compares(made, query.make, name, sign, other["value"])
        only = f"Keep only the groups in which {about} {compares}."
    if kind == "left":
        empty = "0" if query.make[0][1] != "sum" else "NULL"
        parent = made.table(query.table)
        only = f"{sentences.an(parent.one).capitalize()} without any {child.name} is to appear too, with {empty}."
    if any(function == "avg" for _, function, _ in query.make):
        only = f"{only} Averages are not to be rounded.".strip()
    columns = sentences.columns(made, query.group, query.table)
    whose = sentences.whose(made, query.where, query.table) if query.where else ""
    if kind == "left":
        asks = f"{columns} of every {made.table(query.table).one} {whose}, with {listing(measures)}. {only}"
    else:
        taken = f", taking only {child.name} {whose}" if whose else ""
        found, each = listing(measures), _each(made, query)
        one = len(query.group) == 1
        per = f" and, for each {each}, {found}" if one else f", with {found} for each {each.partition(' (')[0]}"
        asks = f"{columns}{per}{taken}. {only}"
    return sentences.request(
        asks=" ".join(asks.split()).replace(" ,", ","),
        what=listing(measures),
        each=_each(made, query),
        columns=columns,
        of=child.name if kind != "left" else made.table(query.table).one,
        whose=whose,
        only=only,
        partners=child.name,
        partner=child.one,
    )


def _each(made: Schema, query: Query) -> str:
    """What a group is: an author by key and name, or a value of a column."""
    *keys, name = query.group
    table, column = made.table(name.partition(".")[0]), made.column(name)
    if keys:
        return f"{table.one} ({keys[0].partition('.')[2]} and {column.label})"
    return column.label if table.name == query.table else f"{table.one}'s {column.label}"


def slips(made: Schema, query: Query, kind: str) -> dict[str, Query | str]:
    """What learners do with groups, by the name of the slip."""
    found = _measured_wrongly(made, query, kind)
    if kind == "left":
        found["inner_join_instead"] = query._replace(joins=(query.joins[-1]._replace(kind="inner"),))
    if query.having:
        found |= _filtered_wrongly(query)
    if query.where and kind != "left":
        found["condition_forgotten"] = query._replace(where=None)
    for slip, where in conditions.slips(query.where).items():
        found.setdefault(slip, query._replace(where=where))
    if len(query.group) == 2:
        found["grouped_by_the_name_alone"] = query._replace(
            columns=tuple(one for one in query.columns if one != query.group[0]), group=query.group[1:]
        )
    if len(query.group) == 1 and not query.joins:
        found["not_grouped"] = query._replace(group=(*query.group, made.table(query.table).key))
    return found


def _measured_wrongly(made: Schema, query: Query, kind: str) -> dict[str, Query | str]:
    found: dict[str, Query | str] = {}
    name, function, path = query.make[0]
    others = {"sum": "avg", "avg": "sum", "min": "max", "max": "min"}

    def instead(how: str, of: str) -> Query:
        return query._replace(make=((name, how, of), *query.make[1:]))

    if function == "count" and path:
        found["nulls_counted" if kind != "left" else "rows_counted"] = instead("count", "")
    elif function == "count_distinct":
        found["duplicates_counted"] = instead("count", path)
    elif function in others:
        found["wrong_function"] = instead(others[function], path)
    elif texts := conditions.texts(made, conditions.paths([made.table(query.table)])):
        found["different_values_counted"] = instead("count_distinct", texts[0])
    if function == "avg":
        column = path if query.wide else path.partition(".")[2]
        found["nulls_taken_for_zero"] = sql(query).replace(f"AVG({column})", f"SUM({column}) * 1.0 / COUNT(*)")
    return found


def _filtered_wrongly(query: Query) -> dict[str, Query | str]:
    sign, about, other = query.having or []
    found: dict[str, Query | str] = {
        "boundary_wrong": query._replace(having=[conditions.LOOSER[sign], about, other]),
        "comparison_turned": query._replace(having=[conditions.TURNED[sign], about, other]),
        "groups_not_filtered": query._replace(having=None),
    }
    _, function, path = query.make[0]
    if function in ("sum", "avg", "min", "max"):
        where = conditions.all_of([one for one in (query.where, [sign, path, other]) if one])
        found["where_instead_of_having"] = query._replace(having=None, where=where)
    return found
