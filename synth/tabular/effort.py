"""What a fit will take, said before it starts: seconds of one processor core, and memory.

Coefficients are measured: ``python benchmarks/effort.py`` prints them beside what is estimated here. Fits of networks
hang on the number of epochs; the default is SDV's. What is compiled once, the first time, is not counted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from synth.tabular.schema import Schema

MOST_SECONDS = 3_600.0  # that an engine may take without being asked for by name


class Effort(NamedTuple):
    """Seconds of one core, megabytes of resident memory at the peak, and the epochs of a network."""

    seconds: float
    megabytes: float
    epochs: int = 0

    def sentence(self) -> str:
        """For people.

        >>> Effort(75.2, 312.0).sentence()
        'about 75 s, 310 MB'
        """
        told = f"{max(self.seconds, 1):,.0f} s" if self.seconds < 180 else f"{self.seconds / 60:,.0f} min"
        return f"about {told}, {round(self.megabytes, -1):,.0f} MB"


class _Cost(NamedTuple):
    """Of a fit: seconds and megabytes whatever the table, and for a million cells; seconds for these and an epoch."""

    fixed: float
    cells: float
    megabytes: float
    cell_megabytes: float
    trained: float = 0.0
    epochs: int = 0


_COSTS = {
    "cart": _Cost(1.0, 1.7, 245, 45),
    "declared": _Cost(0.8, 0.3, 125, 35),
    "dp_tree": _Cost(1.0, 2.5, 125, 42),
    "relational": _Cost(1.4, 5.5, 245, 250),
    "sdv:gaussian_copula": _Cost(4.5, 6.0, 425, 120),
    "sdv:tvae": _Cost(6.5, 12.0, 520, 130, trained=1.25, epochs=300),
    "sdv:ctgan": _Cost(6.0, 15.0, 545, 230, trained=8.0, epochs=300),
    "sdv:copula_gan": _Cost(6.0, 15.0, 545, 230, trained=8.0, epochs=300),
    "sdv:hma": _Cost(4.0, 400.0, 430, 500),
    "sdv:par": _Cost(4.7, 27.0, 510, 4_200, trained=27.0, epochs=128),
}


def estimate(engine: str, schema: Schema, rows: Mapping[str, int], epochs: int | None = None) -> Effort | None:
    """The effort of a fit to tables of so many rows; None for an engine that was never measured."""
    cost = _COSTS.get(engine)
    if cost is None:
        return None
    cells = sum(rows[name] * len(table.learnt()) for name, table in schema.tables.items()) / 1e6
    turns = cost.epochs if epochs is None else epochs
    seconds = cost.fixed + (cost.cells + cost.trained * turns) * cells
    return Effort(seconds, cost.megabytes + cost.cell_megabytes * cells, turns)


def memory() -> float:
    """Megabytes of memory that this machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20
