"""Units of work: what a run is cut into, so that any process can do any part in any order.

A unit is a function of its arguments alone. What it makes is a *part*: tables by name (``records``
and ``rejects`` are the pipeline's; others are files of the run) and notes for the report.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa

from synth.record import SCHEMA


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: the source that does it, its arguments (JSON), and its estimated cost in seconds.

    ``name`` is a file name, unique in the run.
    """

    name: str
    source: str
    arguments: dict[str, Any]
    cost: float

    def json(self) -> dict[str, Any]:
        """The unit as JSON; ``Unit(**json)`` gives it back."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit made."""

    records: pa.Table = field(default_factory=SCHEMA.empty_table)
    rejects: pa.Table | None = None
    tables: dict[str, pa.Table] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
