"""SDV's synthesizers of one table as engines: ``sdv:gaussian_copula``, ``sdv:ctgan``, ``sdv:tvae``, ``sdv:copula_gan``.

What CTGAN and CopulaGAN keep of the training rows (which row holds which category) is taken out; a distribution that is
the training column itself is refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulators.core import NotFoundError
from synth.tabular.fitting import FittingError
from synth.tabular.models import Fit
from synth.tabular.schema import Table
from synth.tabular.sdv import pickles, running, scales

KINDS = {
    "gaussian_copula": "GaussianCopulaSynthesizer",
    "ctgan": "CTGANSynthesizer",
    "tvae": "TVAESynthesizer",
    "copula_gan": "CopulaGANSynthesizer",
}
KEEPS_ROWS = "gaussian_kde"  # a distribution of SDV's that is the training column itself


class Engine(NamedTuple):
    """An engine's two functions, as those of our own engines."""

    fit: Callable[..., Fit]
    sample: Callable[..., pd.DataFrame]


def engine(name: str) -> Engine:
    """The engine ``sdv:NAME``. Raises NotFoundError for another."""
    kind = name.removeprefix("sdv:")
    if kind not in KINDS:
        raise NotFoundError(f"no engine {name!r}; there are: {', '.join(f'sdv:{each}' for each in KINDS)}")
    return Engine(partial(fit, kind), sample)


def fit(kind: str, frame: pd.DataFrame, table: Table, *, rng: np.random.Generator, **settings: Any) -> Fit:
    """Fit one of SDV's synthesizers; ``settings`` are its own (``epochs`` …).

    Categories get a uniform distribution in the Gaussian copula, as good as the default beta and a third cheaper.
    Raises ExtraError where SDV is not installed, FittingError for a setting that would keep training rows.
    """
    if KEEPS_ROWS in str(settings):
        raise FittingError(f"{KEEPS_ROWS} keeps every training value of a column in the model; choose beta or another")
    synthesizers = running.module("single_table")
    chosen: dict[str, Any] = {"enforce_min_max_values": False, **settings}
    if kind in ("gaussian_copula", "copula_gan"):
        levelled = dict.fromkeys(scales.coded(table), "uniform")
        chosen.setdefault("numerical_distributions", levelled if kind == "gaussian_copula" else None)
    synthesizer = getattr(synthesizers, KINDS[kind])(metadata(table), **chosen)
    with running.seeded(int(rng.integers(running.SEEDS))), running.quiet():
        synthesizer.fit({"table": scales.outward(frame, table, _scale(kind))})
    sampler = getattr(getattr(synthesizer, "_model", None), "_data_sampler", None)
    if sampler is not None:
        sampler._rid_by_cat_cols = []
    return pickles.kept(kind, synthesizer)


def _scale(kind: str) -> scales.Scale:
    """Networks that learn numbers as mixtures of normal distributions break bounds; what fits betas seldom does."""
    return scales.STRETCHED if kind in ("ctgan", "tvae") else scales.AS_THEY_ARE


def metadata(table: Table) -> Any:
    """The columns in SDV's form, under the names that they have on its scales; nothing in it comes from the data."""
    tables = {"table": {"columns": scales.sdtypes(table)}}
    told = {"tables": tables, "relationships": [], "METADATA_SPEC_VERSION": "V1"}
    return running.module("metadata").Metadata.load_from_dict(told)


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows in the table's types. Raises TrustError for a saved model that nobody trusted."""
    synthesizer = pickles.synthesizer(fit.notes)
    synthesizer.reset_sampling()
    seed = int(rng.integers(running.SEEDS))
    synthesizer._set_random_state(seed)
    with running.seeded(seed), running.quiet():
        if given is None:
            rows = synthesizer.sample(n)["table"]
        else:
            with redirect_stderr(io.StringIO()):  # a progress bar that nothing turns off
                asked = scales.outward(given, table, _scale(fit.notes["kind"]))
                rows = synthesizer.sample_remaining_columns(asked)["table"]
    return scales.inward(rows, table, _scale(fit.notes["kind"]))
