"""Queries of any kind, for families that are not about one kind: with words and slips."""

from __future__ import annotations

from collections.abc import Mapping

from simulators.core import Stream
from simulators.grammar import conditions, groups, joinings, queries, schemas, selections, sets
from simulators.grammar.queries import Query
from simulators.grammar.schemas import Schema

Drawn = tuple[Schema, Query, dict[str, str], dict[str, Query | str]]


def query(rng: Stream, kind: str, *, ordered: bool) -> Drawn | None:
    """A schema, a query of a kind, its phrases and its slips; None where the schema is not one for it.

    The kinds are ``select``, ``distinct``, ``inner``, ``inner3``, ``left``, ``anti``, ``group``, ``having``,
    ``counted`` and ``above``.
    """
    made = schemas.schema(rng, {"select": 1, "distinct": 1, "group": 1, "above": 1, "inner3": 3}.get(kind, 2))
    if kind in ("select", "distinct"):
        distinct = kind == "distinct"
        drawn = selections.query(rng, made, 2, 2, "all", int(ordered and not distinct), distinct)
        return drawn and (made, drawn, selections.says(made, drawn), selections.slips(rng, made, drawn))
    if kind in ("inner", "inner3", "left", "anti"):
        how = kind.removesuffix("3")
        drawn = joinings.query(rng, made, how, 2 if kind == "inner3" else 1, ordered)
        return drawn and (made, drawn, joinings.says(made, drawn, how), joinings.slips(rng, made, drawn, how))
    if kind == "above":
        drawn = sets.against(rng, made, grouped=rng.chance(1, 2), tests=1)
        return drawn and (made, drawn, sets.says_against(made, drawn), sets.slips_against(made, drawn))
    how = "left" if kind == "counted" else "inner"
    drawn = groups.query(rng, made, how, 1, 1, kind == "having")
    return drawn and (made, drawn, groups.says(made, drawn, how), groups.slips(made, drawn, how))


def texts(slips: Mapping[str, Query | str]) -> dict[str, str]:
    """The slips as SQL."""
    return {name: one if isinstance(one, str) else queries.sql(one) for name, one in slips.items()}


def one_column(rng: Stream, kind: str) -> tuple[Schema, Query] | None:
    """A query whose outcome is one value or one column in an order, for reading by eye.

    The kinds are ``measure``, ``select``, ``inner``, ``having`` and ``counted``.
    """
    made = schemas.schema(rng, 1 if kind in ("measure", "select") else 2)
    if kind in ("measure", "select"):
        return _of_one_table(rng, made, kind)
    if kind == "inner":
        drawn = joinings.query(rng, made, "inner", 1, ordered=True)
        return drawn and (made, drawn._replace(columns=(rng.choice(drawn.columns),)))
    drawn = groups.query(rng, made, "left" if kind == "counted" else "inner", 1, 1, kind == "having")
    if drawn is None:
        return None
    shown = drawn.make[0][0] if kind == "counted" else drawn.group[-1]
    return made, drawn._replace(columns=(shown,), order=tuple((path, "asc") for path in drawn.group[:1]))


def _of_one_table(rng: Stream, made: Schema, kind: str) -> tuple[Schema, Query] | None:
    table = made.tables[0]
    paths = conditions.paths(made.tables)
    told = [conditions.varied(rng, made, path) for path in rng.sample(paths, 2)]
    where = rng.choice((["and", *told], ["or", *told]))
    summed = [path for path in paths if made.column(path).summed]
    if kind == "measure":
        options = [("count", ""), *(("count", path) for path in paths if made.column(path).nullable)]
        options += [(function, path) for path in summed for function in ("sum", "min", "max")]
        options += [("count_distinct", path) for path in paths if path in made.pools]
        function, path = rng.choice(options)
        return made, Query(table.name, ("measure 1",), where=where, make=(("measure 1", function, path),))
    by = rng.choice(conditions.known(made, paths))
    order = ((by, rng.choice(("asc", "desc"))), (table.key, "asc"))
    return made, Query(table.name, (rng.choice(conditions.known(made, paths)),), where=where, order=order)
