"""Decides, in the order of the plan, which proven records a run keeps, and what is still short.

The state of exact dedupe and of the target distribution. It sees units in the order in which they
were planned, never in the order in which they happened to end, so the number of workers is no matter.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synth.ledger import Ledger, rejects
from synth.recipe import Recipe
from synth.sources.tasks import Cell, targets
from synth.steps.dedupe import Seen

Mask = NDArray[np.bool_]


class Selection:
    """What is kept so far, by cell of the target distribution, and the ledger of the rest."""

    def __init__(self, recipe: Recipe) -> None:
        self.ledger = Ledger()
        self.made = 0
        self.kept: Counter[Cell] = Counter()
        self._seen = Seen()
        self._targets = targets(recipe)
        self._tried = dict(self._targets)
        self._positions = recipe.selfplay.positions if recipe.selfplay else 0

    def take(self, source: str, records: pa.Table) -> Mask:
        """Which of a unit's records are kept: of equal problems the first, up to the target."""
        self.made += len(records)
        fresh = np.array(self._seen.first(records.column("canonical").to_pylist()), bool)
        wanted = self._in_cells(records, fresh) if source == "tasks" else self._among_positions(fresh)
        self._drop("dedupe", "the same problem came before", records, ~fresh)
        self._drop("target", "more than the target asks for", records, fresh & ~wanted)
        return wanted

    def refuse(self, rejected: pa.Table) -> None:
        """Take rows that a unit's own steps have rejected."""
        self.made += len(rejected)
        self.ledger.add(rejected)

    def _in_cells(self, records: pa.Table, fresh: Mask) -> Mask:
        wanted = fresh.copy()
        names = zip(records.column("family").to_pylist(), records.column("level").to_pylist(), strict=True)
        for row, cell in enumerate(Cell(*name) for name in names):
            if wanted[row]:
                wanted[row] = self.kept[cell] < self._targets[cell]
                self.kept[cell] += bool(wanted[row])
        return wanted

    def _among_positions(self, fresh: Mask) -> Mask:
        wanted: Mask = fresh & (np.cumsum(fresh) <= self._positions)
        self._positions -= int(wanted.sum())
        return wanted

    def _drop(self, step: str, reason: str, records: pa.Table, which: Mask) -> None:
        dropped = records.filter(pa.array(which))
        self.ledger.add(rejects(step, [reason] * len(dropped), dropped))

    def short(self) -> dict[Cell, int]:
        """How many records each cell still lacks."""
        return {cell: count - self.kept[cell] for cell, count in self._targets.items() if count > self.kept[cell]}

    def next_ranges(self) -> dict[Cell, tuple[int, int]]:
        """Where to go on for the cells that are short: indices not tried yet, half as many again as lacking."""
        ranges = {}
        for cell, lacking in self.short().items():
            start = self._tried[cell]
            self._tried[cell] = start + lacking + lacking // 2 + 10
            ranges[cell] = (start, self._tried[cell])
        return ranges
