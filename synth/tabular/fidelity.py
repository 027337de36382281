"""How faithful a synthetic table is, by SDMetrics, between two anchors.

A score alone says little: real rows that the engine never saw score below 1, and columns shuffled
independently, which keep no relation at all, still score high.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from synth.tabular.schema import Schema
from synth.tabular.sdv import metadata


def quality(reference: pd.DataFrame, rows: pd.DataFrame, schema: Schema) -> dict[str, float]:
    """SDMetrics' quality of rows against a reference: ``score``, ``shapes`` and ``pairs``, each in [0, 1]."""
    from sdv.evaluation import evaluate_quality  # heavy, and an extra

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of scipy's test, which falls back to its asymptotic form
        report = evaluate_quality({schema.name: reference}, {schema.name: rows}, metadata(schema), verbose=False)
    scores = report.get_properties().set_index("Property")["Score"]
    return {
        "score": round(float(report.get_score()), 4),
        "shapes": round(float(scores["Column Shapes"]), 4),
        "pairs": round(float(scores["Column Pair Trends"]), 4),
    }


def between_anchors(
    train: pd.DataFrame, holdout: pd.DataFrame, rows: pd.DataFrame, schema: Schema, *, rng: np.random.Generator
) -> dict[str, dict[str, float]]:
    """The quality of synthetic rows against the holdout, beside that of real rows and of shuffled columns."""
    shuffled = pd.DataFrame({name: rng.permutation(train[name].to_numpy()) for name in train.columns})
    return {
        "synthetic": quality(holdout, rows, schema),
        "real rows": quality(holdout, train, schema),
        "shuffled columns": quality(holdout, shuffled, schema),
    }
