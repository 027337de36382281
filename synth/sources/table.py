"""Synthetic tables: real rows parted by person, an engine fitted to one side, the gate held against the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from privacy import gate
from privacy import policy as policies
from privacy.core import FAIL, PrivacyError
from privacy.gate import Gate
from privacy.policy import Policy
from simulators.core import ProvenderError
from synth.recipe import Recipe
from synth.store import QUARANTINE
from synth.tabular import choice, fitting, known, licences, real, schema
from synth.tabular.evaluation import measures
from synth.tabular.evaluation.plots import column_plot
from synth.tabular.holdout import families, split_families, tables_of_people
from synth.tabular.schema import Schema
from synth.units import Part, Unit

# Seconds: importing what measures need; scoring a real row; drawing and attacking a row.
SECONDS_FIXED, SECONDS_A_REAL_ROW, SECONDS_A_ROW = 4.0, 2e-4, 3e-4
Frames = dict[str, pd.DataFrame]


class Learnt(NamedTuple):
    """Real rows that an engine sees and those that it never sees, and the tables whose rows are people."""

    train: Frames
    control: Frames
    schema: Schema
    people: tuple[str, ...]


class Made(NamedTuple):
    """Tables that an engine with these settings made, how many rows were drawn again, and what the gate says."""

    settings: Mapping[str, Any]
    tables: Frames
    rejected: Mapping[str, int]
    withheld: Any
    decision: Gate


def plan(recipe: Recipe) -> list[Unit]:
    """One unit: the data set whole. Raises NotFoundError and ProvenderError for what cannot be read or fitted."""
    wanted = recipe.table
    if wanted is None:
        return []
    found = real.read_all(wanted.data, wanted.schema_file)
    _policy(wanted.policy)
    sizes = {name: len(frame) for name, frame in found.frames.items()}
    chosen = choice.chosen(wanted.engine, found.schema, sizes)
    if choice.of_several(chosen.engine) is None and fitting.is_private(chosen.engine):
        raise fitting.FittingError(
            f"{chosen.engine} needs a secret seed, and a recipe's stands in its manifest: give `table fit --epsilon`"
        )
    rows = sum(sizes.values())
    arguments = wanted.model_dump(mode="json", by_alias=False) | {"engine": chosen.engine, "seed": recipe.seed}
    cost = SECONDS_FIXED + SECONDS_A_REAL_ROW * rows + SECONDS_A_ROW * (wanted.rows or rows)
    cost += chosen.effort.seconds if chosen.effort else 0.0
    return [Unit(name=f"table-{found.schema.name}", source="table", arguments=arguments, cost=cost)]


def produce(
    *, data: str, schema_file: str, engine: str, settings: dict[str, Any], people: Sequence[str], rows: int | None,
    holdout: float, policy: str, seed: int,
) -> Part:  # fmt: skip
    """Fit, sample, measure and attack. Tables that the policy does not let out are kept in quarantine.

    An engine that can remember less is fitted again, more carefully, while the gate finds a leak.
    """
    found = real.read_all(data, schema_file)
    rng = np.random.default_rng([seed, 0x7AB1E])
    of_people = tuple(people) or tables_of_people(found.frames, found.schema)
    train, control = split_families(found.frames, found.schema, holdout, rng, people=of_people)
    learnt = Learnt(train, control, found.schema, of_people)
    attempts: list[Made] = []
    for each in _settings(engine, settings):
        attempts.append(_made(learnt, engine, each, rows, policy, seed))
        if attempts[-1].decision.verdict != FAIL:
            break
    released = attempts[-1]
    folder = "tables" if released.decision.released else QUARANTINE
    terms = licences.terms(engine)
    told = {"provender.engine": engine, "provender.terms": terms, "provender.source": found.schema.source}
    tables = {
        f"{folder}/{name}": pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(told)
        for name, frame in released.tables.items()
    }
    notes = {
        "name": found.schema.name,
        "engine": engine,
        "attempts": [{"settings": one.settings, "verdict": one.decision.verdict} for one in attempts],
        "rejected": dict(released.rejected),
        "withheld": released.withheld,
        "source": found.schema.source,
        "licence": found.schema.licence,
        "terms": terms,
        "tables": list(_told(learnt, released.tables, folder, rng)),
    }
    decision = released.decision.json()
    texts = {
        "privacy.json": json.dumps(decision, indent=2) + "\n",
        f"{folder}/{found.schema.name}.schema.yaml": schema.dump(found.schema),
    }
    return Part(tables=tables, texts=texts, notes={"table": notes, "privacy": decision})


def _policy(name: str) -> Policy:
    try:
        return policies.read(name)
    except PrivacyError as error:
        raise ProvenderError(str(error)) from error


def _settings(engine: str, given: dict[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The settings to try in turn: those of the recipe, else the engine's own, ever more careful."""
    return (given,) if given else getattr(choice.of_several(engine) or fitting.engine(engine), "CAREFUL", ({},))


def _made(learnt: Learnt, engine: str, settings: Mapping[str, Any], rows: int | None, policy: str, seed: int) -> Made:
    """Tables by an engine, and the verdict on them; ``rows`` are those of one table, or people."""
    model = choice.fit(engine, learnt.train, learnt.schema, seed=seed, **settings)
    several = choice.of_several(engine)
    if several is None:
        ((name, frame),) = learnt.train.items()
        one = fitting.sample(model, rows or len(frame), seed=seed)
        tables, rejected = {name: one.rows}, one.rejected
    else:
        whose = families(learnt.train, learnt.schema, learnt.people)
        people = len(np.unique(np.concatenate([*whose.values()])))
        tables, rejected = several.sample(model, seed=seed, scale=(rows or people) / people)
    return Made(settings, tables, rejected, model.notes["withheld"], _judged(learnt, tables, policy, seed))


def _judged(learnt: Learnt, made: Frames, policy: str, seed: int) -> Gate:
    """The gate's verdict on tables, by what they show of one row of each person."""
    rng = np.random.default_rng([seed, 0x6A7E])
    shown = known.sides(learnt.train, made, learnt.control, learnt.schema, learnt.people, rng)
    try:
        return gate.judge_all(shown, rng=rng, policy=_policy(policy))
    except PrivacyError as error:
        raise ProvenderError(f"the privacy gate cannot judge these tables: {error}") from error


def _told(learnt: Learnt, made: Frames, folder: str, rng: np.random.Generator) -> Iterator[dict[str, Any]]:
    """What the report says of each table."""
    train, control = learnt.train, learnt.control
    for name, table in learnt.schema.tables.items():
        shown = fitting.learnt(table)
        told = {
            "name": name,
            "file": f"{folder}/{name}.parquet",
            "rows": len(made[name]),
            "trained on": len(train[name]),
            "holdout": len(control[name]),
        }
        if shown.columns and not table.public:
            alone = learnt.schema.model_copy(update={"tables": {name: shown}})
            sides = (train[name], control[name], made[name])
            told["quality"] = measures.qualities(*sides, alone, rng=rng)
            told["columns"] = {each: column_plot(train[name][each], made[name][each]) for each in shown.columns}
        yield told
