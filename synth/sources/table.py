"""A synthetic table: real rows split, an engine fitted to one part, the gate held against the other."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa

from privacy import gate
from privacy.core import FAIL
from synth.recipe import Recipe
from synth.tabular import fitting, licences, real, schema
from synth.tabular.evaluation import measures
from synth.tabular.evaluation.plots import column_plot
from synth.units import Part, Unit

# Seconds: importing SDV and PyTorch; fitting and scoring a real row; drawing and attacking a row.
SECONDS_FIXED, SECONDS_A_REAL_ROW, SECONDS_A_ROW = 4.0, 2e-4, 3e-4


def plan(recipe: Recipe) -> list[Unit]:
    """One unit: the table whole. Raises NotFoundError and TableError for what cannot be read."""
    wanted = recipe.table
    if wanted is None:
        return []
    if fitting.is_private(wanted.engine):
        raise fitting.FittingError(
            f"{wanted.engine} needs a secret seed, and a recipe's stands in its manifest: give `table fit --epsilon`"
        )
    known = real.read(wanted.data, wanted.schema_file)
    return [
        Unit(
            name=f"table-{known.schema.name}",
            source="table",
            arguments={
                "data": wanted.data,
                "schema_file": wanted.schema_file,
                "engine": wanted.engine,
                "rows": wanted.rows,
                "holdout": wanted.holdout,
                "seed": recipe.seed,
            },
            cost=SECONDS_FIXED + SECONDS_A_REAL_ROW * len(known.frame) + SECONDS_A_ROW * wanted.rows,
        )
    ]


def produce(*, data: str, schema_file: str, engine: str, rows: int, holdout: float, seed: int) -> Part:
    """Fit, sample, measure and attack. A table that fails the gate is not released but kept among the rejects."""
    known = real.read(data, schema_file)
    rng = np.random.default_rng([seed, 0x7AB1E])
    order = rng.permutation(len(known.frame))
    unseen = round(holdout * len(known.frame))
    control = known.frame.iloc[order[:unseen]].reset_index(drop=True)
    train = known.frame.iloc[order[unseen:]].reset_index(drop=True)
    model = fitting.fit(train, known.schema, using=engine, seed=seed)
    made = fitting.sample(model, rows, seed=seed)
    terms = licences.terms(engine)
    decision = gate.judge(train, made.rows, control, rng=rng)
    name = known.schema.name
    place = f"rejects/{name}" if decision.verdict == FAIL else f"tables/{name}"
    notes = {
        "table": {
            "name": name,
            "file": f"{place}.parquet",
            "engine": engine,
            "rows": len(made.rows),
            "trained on": len(train),
            "holdout": len(control),
            "rejected": made.rejected,
            "quality": measures.qualities(train, control, made.rows, known.schema, rng=rng),
            "source": known.schema.source,
            "licence": known.schema.licence,
            "terms": terms,
            "columns": {name: column_plot(train[name], made.rows[name]) for name in known.schema.only().columns},
        },
        "privacy": decision.json(),
    }
    text = json.dumps(decision.json(), indent=2) + "\n"
    released = pa.Table.from_pandas(made.rows, preserve_index=False).replace_schema_metadata(
        {"provender.engine": engine, "provender.terms": terms, "provender.source": known.schema.source}
    )
    texts = {"privacy.json": text, f"{place}.schema.yaml": schema.dump(known.schema)}
    return Part(tables={place: released}, texts=texts, notes=notes)
