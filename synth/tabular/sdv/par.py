"""Sequences by SDV's PAR, a recurrent network over the rows of each entity, given what never changes within it.

SDV sees columns on scales that keep the bounds (:mod:`.scales`), under names and keys of ours. What orders a sequence
is learnt as its start, which belongs to the entity, and the distance to the row before, so the order is kept. A
sequence of which a row breaks a rule is drawn again whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from synth.tabular import columns, families, filling, sequences, shaping
from synth.tabular.extremes import bound, released
from synth.tabular.families import Drawn, Links, Seen
from synth.tabular.fitting import MOST_TRIES, FittingError, learnt
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.schema import NUMERIC, Column, Schema, Table
from synth.tabular.sdv import pickles, running, scales

NAME = "sdv:par"
EPOCHS = 128  # SDV's default
START, GAP = "\x1estart", "\x1egap"  # which no column of a table is called


class _Sides(NamedTuple):
    """The table of sequences in two: what belongs to an entity, and its rows in their order, each with its entity."""

    name: str
    above: str
    frames: dict[str, pd.DataFrame]
    schema: Schema
    whose: families.Rows


def fit(
    frames: Mapping[str, pd.DataFrame],
    schema: Schema,
    *,
    seed: int,
    k: int = K,
    locale: str = "",
    epochs: int = EPOCHS,
) -> Model:
    """A model of one table of sequences; the same for the same seed.

    What fewer than ``k`` entities share is withheld. Raises FittingError for a schema that holds anything else.
    """
    table = next(iter(schema.tables.values()))
    if len(schema.tables) != 1 or not table.entity:
        raise FittingError(f"{NAME} makes one table of sequences, with the fields entity and order; use relational")
    rng = np.random.default_rng([seed, 0x9A1])
    sides = _parted(frames, schema)
    tables = sides.schema.tables
    hidden = {name: filling.kept(sides.frames[name], one, rng=rng, k=k, locale=locale) for name, one in tables.items()}
    people = {sides.above: np.arange(len(sides.frames[sides.above])), sides.name: sides.whose}
    shown, known, withheld = families.protected(*_with_steps(sides), people, rng=rng, k=k)
    entities, rows = (families.seen(shown[name], known.tables[name]) for name in (sides.above, sides.name))
    rows, paced = _paced(rows, table.order)
    entities = (
        _starting(entities, known.tables[sides.name].columns[table.order]) if paced else _left_out(entities, START)
    )
    with running.seeded(int(rng.integers(running.SEEDS))), running.quiet():
        synthesizer = _fitted(entities, rows, sides.whose, k, epochs)
    kept = pickles.kept("par", synthesizer)
    notes = {
        "fit": dict(kept.notes),
        "withheld": {sides.name: _told(withheld)},
        "tables": {name: {"hidden": one.notes} for name, one in hidden.items()},
        "unfolded": _without_steps(known).model_dump(mode="json", exclude_defaults=True),
        "size": len(entities.frame),
        "paced": paced,
        "seen": [one.table.model_dump(mode="json", exclude_defaults=True) for one in (entities, rows)],
        "kept": [list(one.kept) for one in (entities, rows)],
    }
    arrays = {f"{name}/hidden/{key}": array for name, one in hidden.items() for key, array in one.arrays.items()}
    return Model(NAME, schema, notes, {**kept.arrays, **arrays})


def _told(withheld: Mapping[str, list[Any]]) -> list[Any]:
    """What was withheld of both tables as of the one that they are parts of, whose key stands in both."""
    found = {(one[0], one[1]): one for told in withheld.values() for one in told if one[0] not in (START, GAP)}
    return list(found.values())


def _parted(frames: Mapping[str, pd.DataFrame], schema: Schema) -> _Sides:
    unfolded, whole = sequences.unfold(frames, schema)
    name = next(iter(schema.tables))
    above = sequences.ENTITIES + name
    rows, table = unfolded[name].reset_index(drop=True), whole.tables[name]
    whose = families.links({**unfolded, name: rows}, whole, name)[0].rows
    if (whose < 0).any():
        raise FittingError(
            f"{name}, row {np.flatnonzero(whose < 0)[0]}: {', '.join(table.parents[0].columns)} is empty"
        )
    order = columns.encode(rows[table.order], table.columns[table.order]) if table.order else np.zeros(len(rows))
    at = np.lexsort([order, whose])
    return _Sides(name, above, {above: unfolded[above], name: rows.iloc[at].reset_index(drop=True)}, whole, whose[at])


def _with_steps(sides: _Sides) -> tuple[dict[str, pd.DataFrame], Schema]:
    """Both tables with what orders a sequence as a start and distances, where it is a number that is never missing."""
    table = sides.schema.tables[sides.name]
    column = learnt(table).columns.get(table.order)
    rows = sides.frames[sides.name]
    if column is None or column.kind not in NUMERIC or rows[table.order].isna().any():
        return dict(sides.frames), sides.schema
    numbers = columns.encode(rows[table.order], column)
    first = families.places(sides.whose)[0] == 0
    gaps = pd.Series(np.where(first, np.nan, np.diff(numbers, prepend=0.0)))
    gaps = gaps.groupby(sides.whose).bfill().fillna(0.0)  # the first row has none: it takes the next one's, as in SDV
    gap = Column(kind="number" if column.kind == "number" else "integer", decimals=column.decimals)
    steps = {sides.above: (START, column, numbers[first]), sides.name: (GAP, gap, gaps.to_numpy())}
    frames, tables = dict(sides.frames), dict(sides.schema.tables)
    for name, (called, known, values) in steps.items():
        frames[name] = frames[name].assign(**{called: columns.decode(values, known)})
        tables[name] = tables[name].model_copy(update={"columns": {**tables[name].columns, called: known}})
    return frames, sides.schema.model_copy(update={"tables": tables})


def _without_steps(schema: Schema) -> Schema:
    tables = {}
    for name, table in schema.tables.items():
        left = {each: column for each, column in table.columns.items() if each not in (START, GAP)}
        tables[name] = table.model_copy(update={"columns": left})
    return schema.model_copy(update={"tables": tables})


def _left_out(seen: Seen, name: str) -> Seen:
    left = {each: column for each, column in seen.table.columns.items() if each != name}
    return Seen(seen.frame[list(left)], Table(columns=left), seen.kept)


def _starting(entities: Seen, order: Column) -> Seen:
    """The entities with starts within the bounds of what orders the rows, which fewer rows show than there are."""
    own = entities.table.columns[START]
    (low, high), (first, last) = columns.bounds(own), columns.bounds(order)
    numbers = np.clip(columns.encode(entities.frame[START], own), first, last)
    low, high = max(low, first), min(high, last)
    inside = own.model_copy(update={"low": bound(low, own), "high": bound(max(low, high), own)})
    table = entities.table.model_copy(update={"columns": {**entities.table.columns, START: inside}})
    return Seen(entities.frame.assign(**{START: columns.decode(numbers, inside)}), table, entities.kept)


def _paced(rows: Seen, order: str) -> tuple[Seen, bool]:
    """The rows with the distance in place of what orders them, if the rules left both as they are."""
    if GAP in rows.table.columns and order in rows.table.columns:
        return _left_out(rows, order), True
    return _left_out(rows, GAP), False


def _fitted(entities: Seen, rows: Seen, whose: families.Rows, k: int, epochs: int) -> Any:
    """SDV's synthesizer; the shortest and the longest sequence that it keeps are lengths that k entities reach."""
    if not rows.table.columns:
        raise FittingError("no column of the sequences is left to learn from: none changes within an entity")
    context = scales.outward(entities.frame, entities.table, scales.PARTS).add_prefix("e")
    steps = scales.outward(rows.frame, rows.table, scales.STRETCHED)
    frame = pd.concat([steps, context.iloc[whose].reset_index(drop=True)], axis=1).assign(key=whose)
    of_entities = {f"e{each}": told for each, told in scales.sdtypes(entities.table).items()}
    told = {**scales.sdtypes(rows.table), **of_entities, "key": {"sdtype": "id"}}
    tables = {"table": {"columns": told, "sequence_key": "key"}}
    metadata = running.module("metadata").Metadata.load_from_dict(
        {"tables": tables, "relationships": [], "METADATA_SPEC_VERSION": "V1"}
    )
    synthesizer = running.module("sequential").PARSynthesizer(
        metadata, enforce_min_max_values=False, context_columns=list(context), epochs=epochs, cuda=False
    )
    synthesizer.fit({"table": frame})
    lengths = np.bincount(whose).astype(np.float64)
    low, high = released(lengths, None, k, Column(kind="integer"))
    synthesizer._model._min_length, synthesizer._model._max_length = int(low), int(high)
    return synthesizer


class _Part(NamedTuple):
    """Sequences that keep all rules: entities, their rows, and whose each row is."""

    entities: pd.DataFrame
    rows: pd.DataFrame
    whose: families.Rows


def sample(model: Model, *, seed: int, scale: float = 1.0) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """``scale`` times as many sequences as there were; and how many rows broke what, their sequences drawn again.

    Raises FittingError where too few sequences keep the rules, TrustError for a saved model that nobody trusted.
    """
    rng = np.random.default_rng([seed, 0x9A2])
    synthesizer = pickles.synthesizer(model.notes["fit"])
    count = max(1, round(scale * model.notes["size"]))
    rejected: dict[str, int] = {}
    parts: list[_Part] = []
    drawn = 0
    while (left := count - sum(len(part.entities) for part in parts)) > 0:
        if drawn > MOST_TRIES * count:
            worst = max(rejected, key=lambda said: rejected[said])
            raise FittingError(f"{model.schema.name}: too few sequences keep the schema; most break {worst}")
        drawn += left
        parts.append(_whole_sequences(_walked(synthesizer, left, rng), model, rejected))
    starts = np.cumsum([0, *(len(part.entities) for part in parts)])
    whose = np.concatenate([part.whose + start for part, start in zip(parts, starts, strict=False)])
    known = Schema.model_validate(model.notes["unfolded"])
    name = next(iter(model.schema.tables))
    above = sequences.ENTITIES + name
    entities = pd.concat([part.entities for part in parts], ignore_index=True)
    rows = pd.concat([part.rows for part in parts], ignore_index=True)
    made = {
        above: Drawn(entities, [], np.arange(count)),
        name: Drawn(rows, [Links(above, whose)], families.places(whose)[0]),
    }
    whole = families.completed(made, known, families.hidden(model._replace(schema=known)), rng=rng)
    return sequences.fold(whole, model.schema), rejected


def _walked(synthesizer: Any, count: int, rng: np.random.Generator) -> pd.DataFrame:
    seed = int(rng.integers(running.SEEDS))
    for one in (synthesizer._data_processor, synthesizer._context_synthesizer):
        one.reset_sampling()
    synthesizer._context_synthesizer._set_random_state(seed)
    with running.seeded(seed), running.quiet():
        found: pd.DataFrame = synthesizer.sample_sequences(count)["table"]
    return found.reset_index(drop=True)


def _whole_sequences(found: pd.DataFrame, model: Model, rejected: dict[str, int]) -> _Part:
    """The sequences of which every row keeps the schema; what others break is counted."""
    name = next(iter(model.schema.tables))
    tables = Schema.model_validate(model.notes["unfolded"]).tables
    above, table = tables[sequences.ENTITIES + name], tables[name]
    seen = [Table.model_validate(told) for told in model.notes["seen"]]
    whose = pd.factorize(found["key"])[0].astype(np.int64)
    first = families.places(whose)[0] == 0
    context = found[first].filter(regex="^ec").rename(columns=lambda each: each[1:])
    entities, rows = scales.inward(context, seen[0], scales.PARTS), scales.inward(found, seen[1], scales.STRETCHED)
    if model.notes["paced"]:
        rows = _in_order(rows, entities, whose, table)
    entities, rows = (
        shaping.unshape(side, tuple(kept), learnt(one))
        for side, kept, one in zip((entities, rows), model.notes["kept"], (above, table), strict=True)
    )
    entities, rows = (side.set_axis(range(at)) for side, at in ((entities, int(first.sum())), (rows, len(found))))
    nothing = pd.DataFrame()
    bad = np.zeros(len(entities), bool)
    for one, side, at in ((above, entities, np.arange(len(entities))), (table, rows, whose)):
        for said, which in families.broken(side, nothing, one, name).items():
            if which.any():
                rejected[said] = rejected.get(said, 0) + int(which.sum())
                bad[at[which]] = True
    numbers = np.cumsum(~bad) - 1
    return _Part(entities[~bad], rows[~bad[whose]], numbers[whose[~bad[whose]]])


def _in_order(rows: pd.DataFrame, entities: pd.DataFrame, whose: families.Rows, table: Table) -> pd.DataFrame:
    """What orders a sequence: its start, and the distances of all rows but the first added up."""
    column = table.columns[table.order]
    gaps = pd.to_numeric(rows[GAP]).to_numpy(np.float64)
    gaps = np.where(families.places(whose)[0] == 0, 0.0, gaps)
    added = pd.Series(gaps).groupby(whose).cumsum().to_numpy()
    return rows.assign(**{table.order: columns.decode(columns.encode(entities[START], column)[whose] + added, column)})
