"""SDV's synthesizers of one table as engines: ``sdv:gaussian_copula``, ``sdv:ctgan``, ``sdv:tvae``, ``sdv:copula_gan``.

SDV is under the Business Source License 1.1 (licensor DataCebo, Inc.); what is made with it says so. Three things are
done that plain SDV leaves to its user. Bounds are the schema's: SDV's own are the real extremes, and would be released.
The same seed gives the same rows in every process. What CTGAN and CopulaGAN keep of the training rows for training
alone (which row holds which category) is taken out before a model is kept.
"""

from __future__ import annotations

import hashlib
import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from simulators.core import NotFoundError, ProvenderError
from synth.tabular import columns
from synth.tabular.models import Fit
from synth.tabular.schema import Table

if TYPE_CHECKING:
    from sdv.metadata import Metadata

KINDS = {
    "gaussian_copula": "GaussianCopulaSynthesizer",
    "ctgan": "CTGANSynthesizer",
    "tvae": "TVAESynthesizer",
    "copula_gan": "CopulaGANSynthesizer",
}
SDTYPES = {
    "integer": "numerical",
    "number": "numerical",
    "category": "categorical",
    "boolean": "boolean",
    "date": "numerical",
    "datetime": "numerical",
}
SEEDS = 2**31 - 1
_loaded: dict[str, Any] = {}  # synthesizers of this process by the hash of their pickle: what others pickled is not run


class ExtraError(ProvenderError):
    """A package that is not installed; the text says which `pip install` brings it."""


class TrustError(ProvenderError):
    """A model that would run somebody's code when it is loaded."""


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
    Raises ExtraError where SDV is not installed.
    """
    try:
        import sdv.single_table as synthesizers  # heavy, and an extra
    except ImportError as error:
        raise ExtraError("this engine needs SDV, which is not installed: pip install 'provender[tabular]'") from error
    logging.getLogger("sdv").setLevel(logging.ERROR)
    chosen: dict[str, Any] = {"enforce_min_max_values": False, **settings}
    if kind in ("gaussian_copula", "copula_gan"):
        levelled = [name for name, column in table.columns.items() if column.kind == "category"]
        chosen.setdefault("numerical_distributions", dict.fromkeys(levelled, "uniform") if kind[0] == "g" else None)
    synthesizer = getattr(synthesizers, KINDS[kind])(metadata(table), **chosen)
    with _seeded(int(rng.integers(SEEDS))), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the optimizer: a poor fit shows in the measured quality
        synthesizer.fit({"table": _numbers(frame, table)})
    sampler = getattr(getattr(synthesizer, "_model", None), "_data_sampler", None)
    if sampler is not None:
        sampler._rid_by_cat_cols = []
    pickle = _pickled(synthesizer)
    digest = hashlib.sha256(pickle).hexdigest()
    _loaded[digest] = synthesizer
    return Fit({"kind": kind, "pickle": digest}, {"pickle": np.frombuffer(pickle, np.uint8)})


def _pickled(synthesizer: Any) -> bytes:
    import cloudpickle

    out = io.BytesIO()
    cloudpickle.dump(synthesizer, out)
    return out.getvalue()


def trust(fit: Fit | Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Load the pickle of a model that was saved, which runs whatever its maker put into it.

    Raises TrustError where it is not what its notes say.
    """
    import cloudpickle

    notes = fit.notes if isinstance(fit, Fit) else fit
    pickle = np.asarray(arrays["pickle"], np.uint8).tobytes()
    digest = hashlib.sha256(pickle).hexdigest()
    if digest != notes["pickle"]:
        raise TrustError(f"expected a pickle with the hash {notes['pickle'][:16]}…, got {digest[:16]}…")
    _loaded[digest] = cloudpickle.loads(pickle)


@contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """SDV draws from the global generators of numpy and PyTorch, on several threads: not within this."""
    import torch

    state, numbers, threads = np.random.get_state(), torch.random.get_rng_state(), torch.get_num_threads()
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        np.random.set_state(state)
        torch.random.set_rng_state(numbers)
        torch.set_num_threads(threads)


def metadata(table: Table) -> Metadata:
    """The columns in SDV's form; nothing in it comes from the data."""
    from sdv.metadata import Metadata  # heavy, and an extra

    known = {name: {"sdtype": SDTYPES[column.kind]} for name, column in table.columns.items()}
    tables = {"table": {"columns": known}}
    return Metadata.load_from_dict({"tables": tables, "relationships": [], "METADATA_SPEC_VERSION": "V1"})


def _numbers(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """The frame in types that SDV reads without damage: numbers and dates as floats, categories as text."""
    found: dict[str, Any] = {}
    for name, column in table.columns.items():
        numbers = columns.encode(frame[name], column)
        if column.kind == "category":
            found[name] = columns.decode(numbers, column)
        elif column.kind == "boolean":
            found[name] = columns.decode(numbers, column).astype(object).where(~np.isnan(numbers), None)
        elif np.isnan(numbers).any():
            found[name] = numbers
        else:
            found[name] = numbers if column.kind == "number" else numbers.astype(np.int64)
    return pd.DataFrame(found)


def sample(
    fit: Fit, table: Table, n: int, *, rng: np.random.Generator, given: pd.DataFrame | None = None
) -> pd.DataFrame:
    """``n`` rows in the table's types. Raises TrustError for a saved model that nobody trusted."""
    synthesizer = _loaded.get(fit.notes["pickle"])
    if synthesizer is None:
        raise TrustError(
            f"the model is a pickle of SDV's (sha256 {fit.notes['pickle'][:16]}…): loading it runs its maker's code; "
            "give --trust-pickle if you made it"
        )
    synthesizer.reset_sampling()
    seed = int(rng.integers(SEEDS))
    synthesizer._set_random_state(seed)
    with _seeded(seed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if given is None:
            rows = synthesizer.sample(n)["table"]
        else:
            with redirect_stderr(io.StringIO()):  # a progress bar that nothing turns off
                asked = _numbers(given, Table(columns=_known(given, table)))
                rows = synthesizer.sample_remaining_columns(asked)["table"]
    drawn = rows[list(table.columns)].reset_index(drop=True)
    return columns.frame_of({name: _encoded(drawn[name], column) for name, column in table.columns.items()}, table)


def _known(given: pd.DataFrame, table: Table) -> dict[str, Any]:
    return {name: column for name, column in table.columns.items() if name in given}


def _encoded(series: pd.Series[Any], column: Any) -> columns.Numbers:
    if column.kind in ("category", "boolean"):
        return columns.encode(series, column)
    numbers = pd.to_numeric(series, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    return numbers if column.kind == "number" else np.round(numbers)
