"""Several tables by SDV's HMA, which learns a copula of each parent's children and another of these copulas' numbers.

SDV sees columns on scales that keep the bounds (:mod:`.scales`), under names and keys of ours. A row that breaks a rule
is drawn again with its whole family: all rows that hang on the same row without a parent. Beyond what plain SDV does,
each parent's children are drawn from a random stream of their own (plain SDV gives all parents the same one), and of
the numbers that HMA learns of families none is told that fewer than ``k`` families reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from synth.tabular import families, filling
from synth.tabular.extremes import released
from synth.tabular.families import Drawn, Frames, Links, Seen
from synth.tabular.fitting import MOST_TRIES, FittingError
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.schema import Column, Schema, Table
from synth.tabular.sdv import pickles, running, scales, whole
from synth.tabular.sdv.whole import Part

NAME = "sdv:hma"
MOST_TABLES, MOST_LEVELS = 5, 2  # that SDV 2.0 takes
FEWEST = 20  # families that are drawn at once


def fit(frames: Frames, schema: Schema, *, seed: int, k: int = K, locale: str = "") -> Model:
    """A model of all tables; the same for the same seed.

    What fewer than ``k`` people share is withheld: a row is of the person whose row its first parents lead to. Raises
    FittingError for tables that HMA does not take, ProvenderError for frames that do not hang together.
    """
    _fits(schema)
    rng = np.random.default_rng([seed, 0x4A1])
    linked = {name: families.links(frames, schema, name) for name in schema.tables}
    _have_parents(linked, schema)
    hidden = {
        name: filling.kept(frames[name], table, rng=rng, k=k, locale=locale) for name, table in schema.tables.items()
    }
    whose = families.persons(linked, schema, frames)
    frames, schema, withheld = families.protected(frames, schema, whose, rng=rng, k=k)
    seen = {name: families.seen(frames[name], table) for name, table in schema.tables.items()}
    with running.seeded(int(rng.integers(running.SEEDS))), running.quiet(), running.in_order():
        synthesizer = _fitted(seen, linked, schema, whose, k)
    kept = pickles.kept("hma", synthesizer)
    told = {
        name: {
            "hidden": hidden[name].notes,
            "size": len(frames[name]),
            "seen": one.table.model_dump(mode="json", exclude_defaults=True),
            "kept": list(one.kept),
        }
        for name, one in seen.items()
    }
    arrays = {f"{name}/hidden/{key}": array for name, one in hidden.items() for key, array in one.arrays.items()}
    notes = {"fit": dict(kept.notes), "withheld": withheld, "tables": told}
    return Model(NAME, schema, notes, {**kept.arrays, **arrays})


def _fits(schema: Schema) -> None:
    levels: dict[str, int] = {}
    for name in schema.ordered():
        levels[name] = 1 + max((levels[parent.table] for parent in schema.tables[name].parents), default=0)
    deepest = max(levels.values())
    if not 1 < len(levels) <= MOST_TABLES or not 1 < deepest <= MOST_LEVELS:
        raise FittingError(
            f"{NAME} takes 2 to {MOST_TABLES} tables on {MOST_LEVELS} levels, got {len(levels)} on {deepest}; "
            "relational takes any"
        )
    for name, table in schema.tables.items():
        if table.entity:
            raise FittingError(f"{name}: {NAME} knows no sequences within a table; use relational, or sdv:par")


def _have_parents(linked: Mapping[str, list[Links]], schema: Schema) -> None:
    """A copula of the few rows without a parent would be these rows."""
    for name, links in linked.items():
        for parent, link in zip(schema.tables[name].parents, links, strict=True):
            lost = np.flatnonzero(link.rows < 0)
            if len(lost):
                key = ", ".join(parent.columns)
                raise FittingError(
                    f"{name}, row {lost[0]}: {NAME} needs a row of {parent.table} for each; {key} is empty"
                )


def _fitted(
    seen: Mapping[str, Seen],
    linked: Mapping[str, list[Links]],
    schema: Schema,
    whose: Mapping[str, families.Rows],
    k: int,
) -> Any:
    """SDV's synthesizer, fitted in its own three steps: between the last two, extremes of families are moved inside."""
    names = whole.names(schema)
    frames, parameters = {}, {}
    for name, one in seen.items():
        keys = {f"p{number}": link.rows for number, link in enumerate(linked[name])}
        frames[names[name]] = scales.outward(one.frame, one.table, scales.STRETCHED if keys else scales.PARTS).assign(
            key=np.arange(len(one.frame)), **keys
        )
        parameters[names[name]] = _distributions(one.table, child=bool(keys))
    synthesizer = running.module("multi_table").HMASynthesizer(_metadata(seen, schema), verbose=False)
    for name, chosen in parameters.items():
        synthesizer.set_table_parameters(name, chosen)
    augmented = synthesizer._augment_tables(synthesizer.preprocess(frames))
    people = {names[name]: rows for name, rows in whose.items()}
    _move_inside(synthesizer, augmented, people, k)
    synthesizer._model_tables(augmented)
    synthesizer._fitted = True
    return synthesizer


def _distributions(table: Table, *, child: bool) -> dict[str, Any]:
    """SDV's default, which is beta for tables without parents, but uniform for categories: as good, and cheaper."""
    if child:
        return {"enforce_min_max_values": False, "default_distribution": "norm"}
    levelled = dict.fromkeys(scales.coded(table), "uniform")
    return {"enforce_min_max_values": False, "numerical_distributions": levelled}


def _metadata(seen: Mapping[str, Seen], schema: Schema) -> Any:
    names = whole.names(schema)
    tables, links = {}, []
    for name, one in seen.items():
        known = scales.sdtypes(one.table)
        for number, parent in enumerate(schema.tables[name].parents):
            known[f"p{number}"] = {"sdtype": "id"}
            links.append(
                {
                    "parent_table_name": names[parent.table],
                    "parent_primary_key": "key",
                    "child_table_name": names[name],
                    "child_foreign_key": f"p{number}",
                }
            )
        tables[names[name]] = {"primary_key": "key", "columns": {**known, "key": {"sdtype": "id"}}}
    told = {"tables": tables, "relationships": links, "METADATA_SPEC_VERSION": "V1"}
    return running.module("metadata").Metadata.load_from_dict(told)


def _move_inside(
    synthesizer: Any, augmented: Mapping[str, pd.DataFrame], people: Mapping[str, families.Rows], k: int
) -> None:
    """HMA keeps the extremes of what it learns of families (how many children, their means …), to clip by them."""
    for formatters in synthesizer.extended_columns.values():
        for column, formatter in formatters.items():
            name = next(name for name, frame in augmented.items() if column in frame)
            numbers = augmented[name][column].to_numpy(np.float64)
            counts = column.endswith("num_rows")
            known = Column(kind="integer" if counts else "number")
            low, high = released(numbers, people[name][augmented[name].index.to_numpy(np.int64)], k, known)
            augmented[name][column] = np.clip(numbers, low, high)
            formatter._min_value, formatter._max_value = low, high
            if counts:
                synthesizer._min_child_rows[column], synthesizer._max_child_rows[column] = low, high


def sample(model: Model, *, seed: int, scale: float = 1.0) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """All tables, ``scale`` times as large as the real ones; and how many rows broke what, their families drawn again.

    Where rows have further parents, and families were drawn again, there may be more. Raises FittingError where too
    few families keep the rules, TrustError for a saved model that nobody trusted.
    """
    rng = np.random.default_rng([seed, 0x4A2])
    synthesizer = pickles.synthesizer(model.notes["fit"])
    sizes = {name: told["size"] for name, told in model.notes["tables"].items()}
    roots = [name for name, table in model.schema.tables.items() if not table.parents]
    wanted = {name: max(1, round(scale * sizes[name])) for name in roots}
    rejected: dict[str, int] = {}
    parts: list[Part] = []
    drawn = 0.0
    while short := {name: count for name in roots if (count := wanted[name] - _count(parts, name)) > 0}:
        if drawn > MOST_TRIES * max(scale, FEWEST / min(sizes.values())):
            worst = max(rejected, key=lambda said: rejected[said])
            raise FittingError(f"{model.schema.name}: too few families keep the schema; most break {worst}")
        share = max(max(count, FEWEST) / sizes[name] for name, count in short.items())
        drawn += share
        parts.append(whole.chosen(_walked(synthesizer, share, rng), model, short, rejected))
    joined = whole.joined(parts, model.schema)
    made = {name: Drawn(joined.rows[name], joined.links[name], whole.places(joined.links[name], len(rows)))
            for name, rows in joined.rows.items()}  # fmt: skip
    return families.completed(made, model.schema, families.hidden(model), rng=rng), rejected


def _count(parts: list[Part], name: str) -> int:
    return sum(len(part.rows[name]) for part in parts)


def _walked(synthesizer: Any, scale: float, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """SDV's own walk from parents to children, but through the tables in their order."""
    original = type(synthesizer)._recreate_child_synthesizer

    def recreated(*of: Any) -> Any:
        child = original(synthesizer, *of)
        if child._model is not None:  # it is where a table has nothing but keys
            child._set_random_state(int(rng.integers(running.SEEDS)))
        return child

    synthesizer._recreate_child_synthesizer = recreated
    for one in synthesizer._table_synthesizers.values():
        one.reset_sampling()
        if one._model is not None:
            one._set_random_state(int(rng.integers(running.SEEDS)))
    found: dict[str, pd.DataFrame] = {}
    with running.seeded(int(rng.integers(running.SEEDS))), running.quiet(), running.in_order():
        try:
            for name in synthesizer.metadata.tables:
                if not synthesizer.metadata._get_parent_map().get(name):
                    count = max(1, round(synthesizer._table_sizes[name] * scale))
                    found[name] = synthesizer._sample_rows(synthesizer._table_synthesizers[name], count)
                    synthesizer._sample_children(table_name=name, sampled_data=found, scale=scale)
            pairs = [
                (each["child_table_name"], each["parent_table_name"]) for each in synthesizer.metadata.relationships
            ]
            for child, parent in dict.fromkeys(pairs):
                synthesizer._add_foreign_key_columns(found[child], found[parent], child, parent)
            return dict(synthesizer._finalize(found))
        finally:
            del synthesizer._recreate_child_synthesizer
