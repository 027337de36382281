"""Problems about queries: facts, the gold query and mistakes put together, and drawn anew until they say something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from simulators.core import Facts, Mistake, Stream
from simulators.grammar import schemas
from simulators.grammar.conditions import constants
from simulators.grammar.queries import Query, plan, sql
from simulators.grammar.schemas import Schema
from simulators.grammar.trials import FENCED, Trial, telling, told_apart

TRIES = 300
SEEDS = 3
Draw = Callable[[Facts], list[dict[str, list[list[Any]]]]]


def base(rng: Stream, made: Schema, near: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The facts of a problem's databases: all that their rows are drawn from."""
    return {
        "domain": made.domain,
        "tables": schemas.specification(made),
        "pools": made.pools,
        "near": {path: list(values) for path, values in near.items()},
        "seeds": [rng.below(10**9) for _ in range(SEEDS)],
    }


def shown(made: Schema, databases: Sequence[dict[str, list[list[Any]]]]) -> dict[str, str]:
    """The schema as a question shows it: as statements, in words, and with the first rows."""
    return {
        "place": schemas.PLACES[made.domain],
        "create": schemas.definitions(made),
        "outline": schemas.outline(made),
        "excerpt": schemas.excerpt(made, databases[0]),
    }


def near(*conditions: list[Any] | None) -> dict[str, list[Any]]:
    """The constants of several conditions by column, without those of aggregates."""
    found: dict[str, list[Any]] = {}
    for one in conditions:
        for path, values in constants(one).items():
            if "." in path:
                found.setdefault(path, []).extend(value for value in values if value not in found.get(path, ()))
    return found


def posed(
    rng: Stream, made: Schema, query: Query, says: Mapping[str, Any], wrong: Mapping[str, Query | str], draw: Draw
) -> tuple[dict[str, Any], str, tuple[Mistake, ...]] | None:
    """Facts, gold reply and mistakes of a query; None where its rows or its mistakes say too little."""
    texts = {name: one if isinstance(one, str) else sql(one) for name, one in wrong.items()}
    return settled(rng, made, (sql(query), plan(query), bool(query.order)), near(query.where), says, texts, draw)


def settled(
    rng: Stream,
    made: Schema,
    gold: tuple[str, Mapping[str, Any], bool],
    close: Mapping[str, Sequence[Any]],
    says: Mapping[str, Any],
    wrong: Mapping[str, str],
    draw: Draw,
) -> tuple[dict[str, Any], str, tuple[Mistake, ...]] | None:
    """The same for a query that is told as SQL, plan and whether its rows have an order."""
    text, meaning, ordered = gold
    facts = {**base(rng, made, close), "plan": meaning, "ordered": ordered, "says": dict(says)}
    databases = draw(facts)
    trial = Trial(facts["tables"], databases)
    right = trial.rows(text)
    if not telling(right):
        return None
    mistakes = told_apart(trial, right, wrong, ordered)
    if len(mistakes) < 2:
        return None
    return {**facts, **shown(made, databases)}, FENCED.format(text), mistakes


def tries() -> Iterator[int]:
    """As often as a maker draws anew. Raises RuntimeError afterwards."""
    yield from range(TRIES)
    raise RuntimeError(f"no problem that says something came up in {TRIES} tries")
