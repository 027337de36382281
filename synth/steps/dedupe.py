"""Exact duplicates: of problems with one canonical form, the first is kept."""

from __future__ import annotations

from collections.abc import Sequence


class Seen:
    """Which canonical forms have come by; the state of a run's exact dedupe (16 bytes a problem)."""

    def __init__(self) -> None:
        self._keys: set[bytes] = set()

    def first(self, canonical: Sequence[str]) -> list[bool]:
        """For each key, in order, whether this is the first time it comes."""
        fresh = []
        for key in map(bytes.fromhex, canonical):
            fresh.append(key not in self._keys)
            self._keys.add(key)
        return fresh
