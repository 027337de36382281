"""Several tables: parents first, then the children of each row, given that row and the sibling before.

How many children a parent has is learnt from the parent's columns; a child's columns from its parent's, its place among
its siblings, their number and the sibling before it; so the same engine makes sequences, whose siblings are in order.
Of further parents each row finds one that fits it (:mod:`.matching`). The cost is linear in the rows of all tables; to
draw children it takes one batch for the first children of all parents, one for the second, and so on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns, rules, shaping
from synth.tabular.fitting import MOST_TRIES, FittingError, engine, learnt
from synth.tabular.matching import match
from synth.tabular.models import Fit, Model
from synth.tabular.schema import NUMERIC, Column, Schema, Table

NAME = "relational"
# Names of context columns, which no column of a table has.
BEFORE, PLACE, COUNT, GAP = "\x1ebefore ", "\x1eplace", "\x1ecount", "\x1egap"
Frames = Mapping[str, pd.DataFrame]


class Links(NamedTuple):
    """Which row of a parent each row of a table points at (-1: none), and the parent's name."""

    parent: str
    rows: NDArray[np.int64]


def links(frames: Frames, schema: Schema, name: str) -> list[Links]:
    """The links of a table's rows, one for each foreign key. Raises FittingError for a key without its row."""
    found = []
    for parent in schema.tables[name].parents:
        key = list(schema.tables[parent.table].key)
        ours = frames[name][list(parent.columns)].set_axis(key, axis=1)
        theirs = frames[parent.table][key].assign(**{PLACE: np.arange(len(frames[parent.table]))})
        joined = ours.merge(theirs, how="left", on=key)[PLACE]
        given = ours.notna().all(axis=1).to_numpy()
        lost = np.flatnonzero(joined.isna().to_numpy() & given)
        if len(lost):
            shown = ", ".join(map(str, ours.iloc[lost[0]]))
            raise FittingError(
                f"{name}, row {lost[0]}: {', '.join(parent.columns)} {shown} is no row of {parent.table}"
            )
        found.append(Links(parent.table, joined.fillna(-1).to_numpy(np.int64)))
    return found


def fit(frames: Frames, schema: Schema, *, seed: int, using: str = "cart") -> Model:
    """A model of all tables by an engine of one table. Raises ProvenderError for frames that do not hang together."""
    rng = np.random.default_rng([seed, 0x4E1])
    notes: dict[str, Any] = {"using": using, "tables": {}}
    arrays: dict[str, NDArray[Any]] = {}

    def keep(name: str, part: str, table: Table, frame: pd.DataFrame, given: list[str]) -> None:
        found = engine(using).fit(frame, table, rng=rng, order=given)
        notes["tables"].setdefault(name, {})[part] = {
            "fit": dict(found.notes),
            "table": table.model_dump(mode="json", exclude_defaults=True),
        }
        arrays.update({f"{name}/{part}/{key}": array for key, array in found.arrays.items()})

    linked = {name: links(frames, schema, name) for name in schema.tables}
    for name in schema.ordered():
        notes["tables"].setdefault(name, {})["rows"] = len(frames[name])
        own = _seen(frames[name], schema.tables[name])
        notes["tables"][name] |= {"kept": list(own.kept), "own": list(own.table.columns)}
        notes["tables"][name]["whole"] = [key for key in schema.tables[name].key if _is_whole(frames[name][key])]
        rows, table, given = own.frame, own.table, list[str]()
        if linked[name]:
            rows, table, given = _in_families(own, linked[name][0], frames, schema, name)
            _keep_counts(keep, name, linked[name], frames, schema)
        if len(table.columns) > len(given):
            keep(name, "rows", table, rows, given)
        for number, link in enumerate(linked[name][1:], 1):
            wanted, whole, before = _with_parent(own, link, frames, schema)
            if len(whole.columns) > len(before):
                keep(name, f"parent {number}", whole, wanted, before)
    return Model(NAME, schema, notes, arrays)


class Seen(NamedTuple):
    """What an engine sees of a table's own columns."""

    frame: pd.DataFrame
    table: Table
    kept: tuple[int, ...]


def _seen(frame: pd.DataFrame, table: Table) -> Seen:
    known = learnt(table)
    if not known.columns:
        return Seen(pd.DataFrame(index=range(len(frame))), known, ())
    shaped, shape = shaping.shape(frame[list(known.columns)].reset_index(drop=True), known)
    return Seen(shaped, shape.table, shape.kept)


def _count(low: int, high: int) -> Column:
    return Column(kind="integer", low=low, high=high)


def _named(prefix: str, table: Table) -> dict[str, Column]:
    """A table's columns as context: under other names, and possibly missing."""
    return {f"{prefix}{name}": column.model_copy(update={"nullable": True}) for name, column in table.columns.items()}


def _keep_counts(keep: Any, name: str, linked: list[Links], frames: Frames, schema: Schema) -> None:
    """Learn how many rows of a table point at each row of each parent."""
    for number, link in enumerate(linked):
        parent = _seen(frames[link.parent], schema.tables[link.parent])
        counts = np.bincount(link.rows[link.rows >= 0], minlength=len(frames[link.parent]))
        table = Table(columns={**parent.table.columns, COUNT: _count(0, int(counts.max(initial=0)))})
        keep(name, f"counts {number}", table, parent.frame.assign(**{COUNT: counts}), list(parent.table.columns))


def _in_families(
    own: Seen, link: Links, frames: Frames, schema: Schema, name: str
) -> tuple[pd.DataFrame, Table, list[str]]:
    """A table's rows beside their parent's and the sibling before: the frame, its columns, those that will be given."""
    order = schema.tables[name].order
    sorting = (
        [link.rows]
        if not order
        else [columns.encode(frames[name][order], schema.tables[name].columns[order]), link.rows]
    )
    sorted_rows = np.lexsort(sorting)
    sorted_rows = sorted_rows[link.rows[sorted_rows] >= 0]
    whose = link.rows[sorted_rows]
    place, count = _places(whose)
    mine = own.frame.iloc[sorted_rows].reset_index(drop=True)
    parent = _seen(frames[link.parent], schema.tables[link.parent])
    above = parent.frame.iloc[whose].reset_index(drop=True).add_prefix(f"{link.parent}.")
    table = _family_table(own.table, parent.table, link.parent, order, int(count.max(initial=1)))
    before = mine.shift(1).where(pd.Series(place > 0), axis=0).add_prefix(BEFORE)
    context = pd.concat([above, before], axis=1).assign(**{PLACE: place, COUNT: count})
    if GAP in table.columns:
        mine, gaps = _with_gaps(mine, own.table.columns[order], order, place)
        mine = mine.assign(**{GAP: gaps})
    whole = pd.concat([context, mine], axis=1)
    given = [each for each in table.columns if each in context]
    return _in_types(whole, table), table, given


def _places(whose: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of rows sorted by whose they are: the place among the siblings, from 0, and their number."""
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]]) if len(whose) else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, len(whose)])
    return np.arange(len(whose)) - np.repeat(starts, sizes), np.repeat(sizes, sizes)


def _family_table(own: Table, parent: Table, name: str, order: str, most: int) -> Table:
    """The columns of a row in its family; what orders siblings is missing but for the first, which have no gap."""
    found = {**_named(f"{name}.", parent), **_named(BEFORE, own), PLACE: _count(0, most), COUNT: _count(0, most)}
    for column, known in own.columns.items():
        found[column] = known
        if column == order and known.kind in NUMERIC:
            found[column] = known.model_copy(update={"nullable": True})
            kind = "number" if known.kind == "number" else "integer"
            found[GAP] = Column(kind=kind, low=0, nullable=True, decimals=known.decimals, role=known.role)
    return Table(columns=found)


def _with_gaps(
    mine: pd.DataFrame, column: Column, order: str, place: NDArray[np.int64]
) -> tuple[pd.DataFrame, pd.Series[Any]]:
    numbers = columns.encode(mine[order], column)
    gaps = np.where(place > 0, np.diff(numbers, prepend=np.nan), np.nan)
    first = columns.decode(np.where(place > 0, np.nan, numbers), column.model_copy(update={"nullable": True}))
    kind = Column(kind="number" if column.kind == "number" else "integer", nullable=True, decimals=column.decimals)
    return mine.assign(**{order: first}), columns.decode(gaps, kind)


def _in_types(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame in the types and the order of the table's columns."""
    return columns.frame_of(
        {name: columns.encode(frame[name], column) for name, column in table.columns.items()}, table
    )


def _with_parent(own: Seen, link: Links, frames: Frames, schema: Schema) -> tuple[pd.DataFrame, Table, list[str]]:
    """A table's rows beside those of a further parent, which are to be found."""
    parent = _seen(frames[link.parent], schema.tables[link.parent])
    there = link.rows >= 0
    above = parent.frame.iloc[link.rows[there]].reset_index(drop=True).add_prefix(f"{link.parent}.")
    whole = pd.concat([own.frame[there].reset_index(drop=True), above], axis=1)
    table = Table(columns={**_named("", own.table), **_named(f"{link.parent}.", parent.table)})
    return _in_types(whole, table), table, list(own.table.columns)


def sample(model: Model, *, seed: int, scale: float = 1.0) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """All tables, ``scale`` times as large as the real ones; and how many rows were drawn again, by what they broke.

    Keys are whole numbers from 1, as text or numbers as the schema says. Raises FittingError where too few rows keep
    the rules.
    """
    rng = np.random.default_rng([seed, 0x5E1])
    drawn: dict[str, _Drawn] = {}
    rejected: dict[str, int] = {}
    for name in model.schema.ordered():
        table = model.schema.tables[name]
        if table.parents:
            drawn[name] = _children(model, name, drawn, rng, rejected)
        else:
            size = max(1, round(scale * model.notes["tables"][name]["rows"]))
            drawn[name] = _roots(model, name, size, rng, rejected)
    return {name: _whole(model.schema, name, drawn, model) for name in model.schema.tables}, rejected


class _Drawn(NamedTuple):
    """A table that was drawn: what engines see, the learnt columns, and for each parent the row that a row points at."""

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
    crossing = [rule for rule in model.schema.tables[name].rules if any("." in each for each in rule.named())]
    parts: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    left = np.arange(len(given))
    for _ in range(MOST_TRIES):
        if not len(left):
            break
        wanted = given.iloc[left] if len(given.columns) else None
        drawn = engine(model.notes["using"]).sample(found, seen, len(left), rng=rng, given=wanted)
        drawn = _in_order(drawn, given.iloc[left], seen, model.schema.tables[name].order)[told["own"]]
        back = shaping.unshape(drawn, tuple(told["kept"]), table)
        broken = columns.broken(back, table, name)
        beside = pd.concat([back, above.iloc[left].reset_index(drop=True)], axis=1)
        broken |= {f"{rule.kind} {', '.join(rule.named())}": rules.broken(rule, beside) for rule in crossing
                   if set(rule.named()) <= set(beside)}  # fmt: skip
        for said, which in broken.items():
            if which.any():
                rejected[f"{name}: {said}"] = rejected.get(f"{name}: {said}", 0) + int(which.sum())
        fits = ~np.any([*broken.values(), np.zeros(len(back), bool)], axis=0)
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
    model: Model, name: str, drawn: Mapping[str, _Drawn], rng: np.random.Generator, rejected: dict[str, int]
) -> _Drawn:
    parents = model.schema.tables[name].parents
    first = drawn[parents[0].table]
    whose = np.repeat(np.arange(len(first.places)), _counts(model, name, 0, first, rng))
    place, count = _places(whose)
    above = first.seen.add_prefix(f"{parents[0].table}.")
    parts: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    before = pd.DataFrame()
    for turn in range(int(place.max(initial=-1)) + 1):
        at = np.flatnonzero(place == turn)
        context = above.iloc[whose[at]].reset_index(drop=True)
        given = pd.concat([context, _before(model, name, before, at)], axis=1)
        given = given.assign(**{PLACE: turn, COUNT: count[at]})
        seen, rows = _kept(model, name, given, _unshaped(first, whose[at], parents[0].table), rng, rejected)
        parts.append((seen.set_axis(at), rows.set_axis(at)))
        before = parts[-1][0]
    whole = [pd.concat(side).sort_index() for side in zip(*parts, strict=True)] if parts else [pd.DataFrame()] * 2
    linked = [Links(parents[0].table, whose)]
    for number, parent in enumerate(parents[1:], 1):
        linked.append(Links(parent.table, _found(model, name, number, whole[0], drawn[parent.table], len(whose), rng)))
    return _Drawn(whole[0], whole[1], linked, place)


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
    """How many rows of a table each row of a parent has."""
    part = _part(model, name, f"counts {number}")
    if part is None:
        return np.ones(len(parent.places), np.int64)
    found, table = part
    given = parent.seen if len(parent.seen.columns) else None
    drawn = engine(model.notes["using"]).sample(found, table, len(parent.places), rng=rng, given=given)
    return drawn[COUNT].to_numpy(np.int64)


def _found(
    model: Model, name: str, number: int, seen: pd.DataFrame, parent: _Drawn, count: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The row of a further parent for each row of a table."""
    capacity = _counts(model, name, number, parent, rng)
    part = _part(model, name, f"parent {number}")
    if part is None:
        return match([], [], capacity, count, rng=rng)
    found, table = part
    given = seen.reset_index(drop=True) if len(seen.columns) else None
    drawn = engine(model.notes["using"]).sample(found, table, count, rng=rng, given=given)
    prefix = f"{model.schema.tables[name].parents[number].table}."
    names = [each.removeprefix(prefix) for each in drawn if each.startswith(prefix)]
    wanted = [columns.encode(drawn[f"{prefix}{each}"], table.columns[f"{prefix}{each}"]) for each in names]
    there = [columns.encode(parent.seen[each], table.columns[f"{prefix}{each}"]) for each in names]
    return match(wanted, there, capacity, count, rng=rng)


def _is_whole(series: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_integer_dtype(series))


def _whole(schema: Schema, name: str, drawn: Mapping[str, _Drawn], model: Model) -> pd.DataFrame:
    """A table with its keys: those of its parents, and numbers from 1; within a parent where that is part of the key."""
    table, made = schema.tables[name], drawn[name]
    found: dict[str, Any] = {column: made.rows[column].reset_index(drop=True) for column in made.rows}
    for parent, link in zip(table.parents, made.links, strict=True):
        above = _whole(schema, parent.table, drawn, model)
        for ours, theirs in zip(parent.columns, schema.tables[parent.table].key, strict=True):
            found[ours] = above[theirs].iloc[link.rows].reset_index(drop=True)
    within = any(key in parent.columns for key in table.key for parent in table.parents[:1])
    for key in table.key:
        if key not in found:
            numbers = pd.Series((made.places if within else np.arange(len(made.places))) + 1)
            found[key] = numbers if key in model.notes["tables"][name]["whole"] else numbers.astype(str)
    return pd.DataFrame({column: found[column] for column in table.columns if column in found})
