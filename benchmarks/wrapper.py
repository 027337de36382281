"""What our interface costs over calling SDV directly: protection, shaping, fakes, the check of every row.

``python benchmarks/tabular.py --part wrapper --data adult.csv --write`` measures it. Both sides run in turn in one
process, on one thread; what is told is the median of the rounds' processor times.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pandas as pd

from synth.tabular import fitting
from synth.tabular.schema import Schema, Table

ROUNDS = 3
EPOCHS = 2  # of the networks
NETWORK_ROWS = 4_000
HEAD = """
## What our interface costs over SDV's own (asked: at most 5%)

`python benchmarks/tabular.py --part wrapper --data adult.csv --write`: in one process, in turn, medians of {rounds}
rounds; networks of {epochs} epochs on {rows:,} rows. Our Gaussian copula gives categories a uniform distribution, which
is cheaper than SDV's default; it is told beside both.

| engine | directly: fit | sample | here: fit | sample | here, more |
|---|---:|---:|---:|---:|---:|"""


def direct(name: str, table: Table, **settings: Any) -> Callable[[pd.DataFrame], Any]:
    """A fit of SDV's synthesizer, called as SDV's pages say."""
    import sdv.single_table as engines
    from sdv.metadata import Metadata

    kinds = {"category": "categorical", "boolean": "boolean"}
    told = {each: {"sdtype": kinds.get(column.kind, "numerical")} for each, column in table.columns.items()}
    metadata = Metadata.load_from_dict(
        {"tables": {"t": {"columns": told}}, "relationships": [], "METADATA_SPEC_VERSION": "V1"}
    )

    def fit(frame: pd.DataFrame) -> Any:
        synthesizer = getattr(engines, name)(metadata, **settings)
        synthesizer.fit({"t": frame})
        return synthesizer

    return fit


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """The processor's seconds of some work, and what it gives."""
    began = time.process_time()
    found = work()
    return time.process_time() - began, found


def paired(
    plain: Callable[[pd.DataFrame], Any], using: str, frame: pd.DataFrame, schema: Schema, **settings: Any
) -> dict[str, float]:
    """Medians of fit and sample of both sides."""
    rounds = []
    for seed in range(ROUNDS):
        fitted, synthesizer = seconds(lambda: plain(frame))
        sampled, _ = seconds(lambda synthesizer=synthesizer: synthesizer.sample(len(frame)))
        ours, model = seconds(lambda seed=seed: fitting.fit(frame, schema, using=using, seed=seed, **settings))
        drawn, _ = seconds(lambda model=model, seed=seed: fitting.sample(model, len(frame), seed=seed))
        rounds.append((fitted, sampled, ours, drawn))
    names = ("fit", "sample", "our fit", "our sample")
    return {name: median(one[at] for one in rounds) for at, name in enumerate(names)}


def measure(frame: pd.DataFrame, schema: Schema) -> dict[str, dict[str, float]]:
    """All engines."""
    import torch

    torch.set_num_threads(1)
    table = schema.only()
    levelled = {name: "uniform" for name, column in table.columns.items() if column.kind == "category"}
    copula = "GaussianCopulaSynthesizer"
    found = {}
    for label, chosen in (("its default", {}), ("categories uniform", {"numerical_distributions": levelled})):
        plain = direct(copula, table, **chosen)
        found[f"gaussian_copula, {label}"] = paired(plain, "sdv:gaussian_copula", frame, schema)
    rows = frame.iloc[:NETWORK_ROWS]
    for name, called in (("tvae", "TVAESynthesizer"), ("ctgan", "CTGANSynthesizer")):
        plain = direct(called, table, epochs=EPOCHS)
        found[name] = paired(plain, f"sdv:{name}", rows, schema, epochs=EPOCHS)
    return found


def section(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """The section of the page."""
    yield HEAD.format(rounds=ROUNDS, epochs=EPOCHS, rows=NETWORK_ROWS)
    for name, one in found.items():
        more = (one["our fit"] + one["our sample"]) / (one["fit"] + one["sample"]) - 1
        told = " | ".join(f"{one[each]:.2f} s" for each in ("fit", "sample", "our fit", "our sample"))
        yield f"| {name} | {told} | {more:+.0%} |"
