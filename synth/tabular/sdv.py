"""SDV's synthesizers behind the project's interface: ``fit(frame, schema, *, seed)`` and ``sample(model, n)``.

SDV is under the Business Source License 1.1 (licensor DataCebo, Inc.); what is made with it says so.
"""

from __future__ import annotations

import logging
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from simulators.core import ProvenderError
from synth.tabular import columns
from synth.tabular.schema import Schema

if TYPE_CHECKING:
    from sdv.metadata import Metadata

TERMS = (
    "Made with SDV (Business Source License 1.1, licensor DataCebo, Inc.): free use, except in a commercial offering "
    "that lets third parties use its synthetic data functionality."
)
MOST_TRIES = 20  # times the rows asked for; an engine that misses the schema more often than that is no use
SEEDS = 2**31 - 1


class ExtraError(ProvenderError):
    """A package that is not installed; the text says which `pip install` brings it."""


class Model(NamedTuple):
    """A fitted synthesizer, and the schema that its rows must keep."""

    synthesizer: Any
    schema: Schema


class Sample(NamedTuple):
    """Rows that keep the schema, and how many did not, by column."""

    rows: pd.DataFrame
    rejected: dict[str, int]


def gaussian_copula(frame: pd.DataFrame, schema: Schema, *, seed: int) -> Model:
    """Fit SDV's Gaussian copula to a table; the same rows for the same seed.

    Bounds are the schema's: SDV's own would release the real extremes. Categories get a uniform
    distribution, as good as the default beta and a third cheaper to fit.
    Raises ExtraError where SDV is not installed.
    """
    try:
        from sdv.single_table import GaussianCopulaSynthesizer  # heavy, and an extra
    except ImportError as error:
        raise ExtraError("tables need SDV, which is not installed: pip install 'provender[tabular]'") from error
    logging.getLogger("sdv").setLevel(logging.ERROR)
    synthesizer = GaussianCopulaSynthesizer(
        metadata(schema),
        enforce_min_max_values=False,
        numerical_distributions={
            name: "uniform" for name, column in schema.only().columns.items() if column.kind == "category"
        },
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the optimizer: a poor fit shows in the measured quality
        synthesizer.fit({schema.name: frame})
    synthesizer.reset_sampling()
    synthesizer._set_random_state(seed % SEEDS)
    return Model(synthesizer, schema)


def metadata(schema: Schema) -> Metadata:
    """The schema in SDV's form; nothing in it comes from the data."""
    from sdv.metadata import Metadata  # heavy, and an extra

    kinds = {"integer": "numerical", "number": "numerical", "category": "categorical", "boolean": "boolean"}
    columns = {name: {"sdtype": kinds[column.kind]} for name, column in schema.only().columns.items()}
    return Metadata.load_from_dict(
        {"tables": {schema.name: {"columns": columns}}, "relationships": [], "METADATA_SPEC_VERSION": "V1"}
    )


def sample(model: Model, n: int) -> Sample:
    """``n`` rows that keep the schema; others are drawn again and counted, never clipped.

    Raises ProvenderError where too few rows keep it.
    """
    kept: list[pd.DataFrame] = []
    rejected: dict[str, int] = {}
    drawn = missing = n
    while missing > 0:
        if drawn > MOST_TRIES * n:
            worst = max(rejected, key=lambda name: rejected[name])
            raise ProvenderError(f"{model.schema.name}: too few rows keep the schema; most break column {worst}")
        rows = model.synthesizer.sample(missing)[model.schema.name][list(model.schema.only().columns)]
        broken = columns.broken(rows, model.schema.only(), model.schema.name)
        for name, which in broken.items():
            if which.any():
                rejected[name] = rejected.get(name, 0) + int(which.sum())
        fits = ~np.any(list(broken.values()), axis=0)
        kept.append(rows[fits])
        missing -= int(fits.sum())
        drawn += missing
    return Sample(pd.concat(kept, ignore_index=True), rejected)


ENGINES = {"sdv:gaussian_copula": gaussian_copula}
