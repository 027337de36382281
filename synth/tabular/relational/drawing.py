"""Draws several tables: roots, then the first children of all parents, the second ones, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns, public, shaping
from synth.tabular.engines import cart
from synth.tabular.families import Drawn, Links, broken, completed, hidden, places, seen
from synth.tabular.fitting import MOST_TRIES, FittingError, learnt
from synth.tabular.models import Fit, Model
from synth.tabular.relational.learning import BEFORE, COUNT, GAP, PLACE
from synth.tabular.relational.matching import match
from synth.tabular.schema import Column, Table


def sample(model: Model, *, seed: int, scale: float = 1.0) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """All tables, ``scale`` times as large as the real ones; and how many rows were drawn again, by what they broke.

    Keys look like the real ones and are none of them. Raises FittingError where too few rows keep the rules.
    """
    rng = np.random.default_rng([seed, 0x5E1])
    drawn: dict[str, _Drawn] = {}
    rejected: dict[str, int] = {}
    for name in model.schema.ordered():
        table = model.schema.tables[name]
        if table.public:
            drawn[name] = _public(model, name)
        elif table.parents:
            drawn[name] = _children(model, name, drawn, rng, rejected, scale)
        else:
            size = max(1, round(scale * model.notes["tables"][name]["size"]))
            drawn[name] = _roots(model, name, size, rng, rejected)
    made = {name: Drawn(one.rows, one.links, one.places) for name, one in drawn.items()}
    return completed(made, model.schema, hidden(model), rng=rng), rejected


class _Drawn(NamedTuple):
    """A table that was drawn: what engines see, the learnt columns, the rows of its parents, its places in families."""

    seen: pd.DataFrame
    rows: pd.DataFrame
    links: list[Links]
    places: NDArray[np.int64]


def _part(model: Model, name: str, part: str) -> tuple[Fit, Table] | None:
    told = model.notes["tables"][name].get(part)
    if told is None:
        return None
    prefix = f"{name}/{part}/"
    arrays = {key.removeprefix(prefix): array for key, array in model.arrays.items() if key.startswith(prefix)}
    return Fit(told["fit"], arrays), Table.model_validate(told["table"])


def _public(model: Model, name: str) -> _Drawn:
    whole = public.restored(model.notes["tables"][name]["public"], model.schema.tables[name], name)
    return _Drawn(seen(whole, model.schema.tables[name]).frame, whole, [], np.arange(len(whole)))


def _roots(model: Model, name: str, size: int, rng: np.random.Generator, rejected: dict[str, int]) -> _Drawn:
    nothing = pd.DataFrame(index=range(size))
    seen, rows = _kept(model, name, nothing, nothing, rng, rejected)
    return _Drawn(seen, rows, [], np.arange(size))


def _kept(
    model: Model,
    name: str,
    given: pd.DataFrame,
    above: pd.DataFrame,
    rng: np.random.Generator,
    rejected: dict[str, int],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A row for each given one: as engines see it and as it is, with its rules kept; ``above`` are parents' columns."""
    part = _part(model, name, "rows")
    table = learnt(model.schema.tables[name])
    if part is None:
        return pd.DataFrame(index=given.index), pd.DataFrame(index=given.index)
    found, seen = part
    told = model.notes["tables"][name]
    parts: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    left = np.arange(len(given))
    for _ in range(MOST_TRIES):
        if not len(left):
            break
        wanted = given.iloc[left] if len(given.columns) else None
        drawn = cart.sample(found, seen, len(left), rng=rng, given=wanted)
        drawn = _in_order(drawn, given.iloc[left], seen, model.schema.tables[name].order)[told["own"]]
        back = shaping.unshape(drawn, tuple(told["kept"]), table)
        wrong = broken(back, above.iloc[left].reset_index(drop=True), model.schema.tables[name], name)
        for said, which in wrong.items():
            if which.any():
                rejected[said] = rejected.get(said, 0) + int(which.sum())
        fits = ~np.any([*wrong.values(), np.zeros(len(back), bool)], axis=0)
        parts.append((drawn[fits].set_axis(left[fits]), back[fits].set_axis(left[fits])))
        left = left[~fits]
    if len(left):
        raise FittingError(f"{name}: too few rows keep the rules; {max(rejected, key=lambda said: rejected[said])}")
    whole = [pd.concat(side).sort_index(kind="stable") for side in zip(*parts, strict=True)]
    return whole[0], whole[1]


def _in_order(drawn: pd.DataFrame, given: pd.DataFrame, seen: Table, order: str) -> pd.DataFrame:
    """What orders siblings: drawn for the first, for the others the one before and the gap."""
    if GAP not in drawn:
        return drawn
    column = seen.columns[order]
    before = columns.encode(given[f"{BEFORE}{order}"].reset_index(drop=True), column)
    gap = columns.encode(drawn[GAP], Column(kind="number"))
    later = given[PLACE].to_numpy() > 0
    numbers = np.where(later, before + np.nan_to_num(gap), columns.encode(drawn[order], column))
    return drawn.assign(**{order: columns.decode(numbers, column)})


def _children(
    model: Model, name: str, drawn: Mapping[str, _Drawn], rng: np.random.Generator, rejected: dict[str, int],
    scale: float,
) -> _Drawn:  # fmt: skip
    parents = model.schema.tables[name].parents
    first = drawn[parents[0].table]
    counts = _counts(model, name, 0, first, rng)
    if model.schema.tables[parents[0].table].public:
        counts = np.round(scale * counts).astype(np.int64)
    whose = np.repeat(np.arange(len(first.places)), counts)
    place, count = places(whose)
    above = first.seen.add_prefix(f"{parents[0].table}.")
    parts: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    before = pd.DataFrame()
    for turn in range(int(place.max(initial=-1)) + 1):
        at = np.flatnonzero(place == turn)
        context = above.iloc[whose[at]].reset_index(drop=True)
        given = pd.concat([context, _before(model, name, before, at)], axis=1)
        given = given.assign(**{PLACE: np.full(len(at), turn), COUNT: count[at]})
        seen, rows = _kept(model, name, given, _unshaped(first, whose[at], parents[0].table), rng, rejected)
        parts.append((seen.set_axis(at), rows.set_axis(at)))
        before = parts[-1][0]
    whole = [pd.concat(side).sort_index() for side in zip(*parts, strict=True)] if parts else [pd.DataFrame()] * 2
    if model.notes["tables"][name]["strict"] and len(whole[1]):
        kept = _apart(whole[1], model.schema.tables[name], whose)
        whole, whose = [side[kept].reset_index(drop=True) for side in whole], whose[kept]
        place, _ = places(whose)
    linked = [Links(parents[0].table, whose)]
    for number, parent in enumerate(parents[1:], 1):
        linked.append(Links(parent.table, _found(model, name, number, whole[0], drawn[parent.table], len(whose), rng)))
    return _Drawn(whole[0], whole[1], linked, place)


def _apart(rows: pd.DataFrame, table: Table, whose: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The first of siblings at each place of the order: where real ones never share one, made ones don't either.

    What is moved inside a bound there would otherwise meet at it.
    """
    numbers = columns.encode(rows[table.order], table.columns[table.order])
    return ~pd.DataFrame({"whose": whose, "order": numbers}).duplicated().to_numpy()


def _unshaped(parent: _Drawn, at: NDArray[np.int64], name: str) -> pd.DataFrame:
    """The parents' columns as rules name them."""
    return parent.rows.iloc[at].reset_index(drop=True).add_prefix(f"{name}.")


def _before(model: Model, name: str, before: pd.DataFrame, at: NDArray[np.int64]) -> pd.DataFrame:
    """The columns of the siblings before, which stand in the row before; missing for the first."""
    own = model.notes["tables"][name]["own"]
    if before.empty:
        return pd.DataFrame({f"{BEFORE}{each}": [None] * len(at) for each in own})
    return before.loc[at - 1].reset_index(drop=True).add_prefix(BEFORE)


def _counts(model: Model, name: str, number: int, parent: _Drawn, rng: np.random.Generator) -> NDArray[np.int64]:
    """How many rows of a table each row of a parent has; of a public parent, how many it had."""
    if model.schema.tables[model.schema.tables[name].parents[number].table].public:
        return model.arrays[f"{name}/counts {number}"]
    part = _part(model, name, f"counts {number}")
    if part is None:
        return np.ones(len(parent.places), np.int64)
    found, table = part
    given = parent.seen if len(parent.seen.columns) else None
    drawn = cart.sample(found, table, len(parent.places), rng=rng, given=given)
    return np.asarray(drawn[COUNT].to_numpy(np.int64))


def _found(
    model: Model, name: str, number: int, seen: pd.DataFrame, parent: _Drawn, count: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The row of a further parent for each row of a table."""
    capacity = _counts(model, name, number, parent, rng)
    if model.schema.tables[model.schema.tables[name].parents[number].table].public:
        capacity = np.ceil(count * capacity / max(capacity.sum(), 1)).astype(np.int64)
    part = _part(model, name, f"parent {number}")
    if part is None:
        return match([], [], capacity, count, rng=rng)
    found, table = part
    given = seen.reset_index(drop=True) if len(seen.columns) else None
    drawn = cart.sample(found, table, count, rng=rng, given=given)
    prefix = f"{model.schema.tables[name].parents[number].table}."
    names = [each.removeprefix(prefix) for each in table.columns if each.startswith(prefix)]
    wanted = [columns.encode(drawn[f"{prefix}{each}"], table.columns[f"{prefix}{each}"]) for each in names]
    there = [columns.encode(parent.seen[each], table.columns[f"{prefix}{each}"]) for each in names]
    return match(wanted, there, capacity, count, rng=rng)
