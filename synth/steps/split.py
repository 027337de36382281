"""Splits by canonical form: what is one problem up to renaming and reordering never falls on both sides."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from synth.record import SCHEMA

EXTRAPOLATE = "extrapolate"  # the split of levels harder than any that is trained on


def split_of(canonical: str, shares: Mapping[str, float]) -> str:
    """The split of a canonical key under these shares (which sum to 1).

    >>> split_of("00" * 16, {"train": 0.9, "test": 0.1}), split_of("ff" * 16, {"train": 0.9, "test": 0.1})
    ('train', 'test')
    """
    at = int(canonical[:12], 16) / 16**12
    for name, share in shares.items():
        at -= share
        if at < 0:
            return name
    return name


def with_splits(records: pa.Table, shares: Mapping[str, float], extrapolate_from: int = 0) -> pa.Table:
    """The records with their ``split`` filled in; levels from ``extrapolate_from`` on form one of their own."""
    at = SCHEMA.get_field_index("split")
    keys, levels = (records.column(name).to_pylist() for name in ("canonical", "level"))
    names = [
        EXTRAPOLATE if 0 < extrapolate_from <= level else split_of(key, shares)
        for key, level in zip(keys, levels, strict=True)
    ]
    return records.set_column(at, SCHEMA.field(at), pa.array(names, pa.string()))
