"""The ledger of a run: everything that was made and not kept, with the step and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from synth.record import SCHEMA

_KEPT = ["id", "family", "level", "seed", "index", "canonical", "answer", "facts"]
REJECTS = pa.schema([("step", pa.string()), ("reason", pa.string()), *(SCHEMA.field(name) for name in _KEPT)])


def rejects(step: str, reasons: Sequence[str], records: pa.Table) -> pa.Table:
    """The records as rows of the ledger, each with its reason."""
    columns = [pa.array([step] * len(records), pa.string()), pa.array(reasons, pa.string())]
    return pa.table([*columns, *(records.column(name) for name in _KEPT)], schema=REJECTS)


class Ledger:
    """Collects rejects in the order of the plan."""

    def __init__(self) -> None:
        self._tables: list[pa.Table] = []

    def add(self, table: pa.Table) -> None:
        """Take rows made by :func:`rejects`."""
        if len(table):
            self._tables.append(table)

    def totals(self) -> dict[str, dict[str, int]]:
        """How many were rejected, by step and reason, the commonest first."""
        counts: dict[str, Counter[str]] = {}
        for table in self._tables:
            for step, reason in zip(*(table.column(name).to_pylist() for name in ("step", "reason")), strict=True):
                counts.setdefault(step, Counter())[reason] += 1
        return {step: dict(found.most_common()) for step, found in counts.items()}

    def table(self) -> pa.Table:
        """All rejects, in the order in which they were taken."""
        return pa.concat_tables([REJECTS.empty_table(), *self._tables])
