"""Units of work: what a run is cut into, so that any process can do any part in any order.

A unit is a function of its arguments alone. What it makes is a *part*: records and rejects for the
pipeline, further tables and texts that become files of the run (by path, tables without ending), and
notes for the manifest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import pyarrow as pa

from synth.ledger import REJECTS
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
    rejects: pa.Table = field(default_factory=REJECTS.empty_table)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)
