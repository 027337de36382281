"""Values to test functions with that nobody was shown: edges of each type first, then drawn ones."""

from __future__ import annotations

from typing import Any

from simulators.core import Stream, stream

# Where programs go wrong: nothing, one thing, equal things, below zero, large.
EDGES: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, 7, 100, 1000, 40320),
    "ints": ([], [1], [5, 5], [3, 1, 2], list(range(12)), [50, 2, 2, 9, 50]),
    "text": ("", "a", "moon", "one two", "zzz aab"),
    "words": ([], ["a"], ["moon", "moon", "sea"], ["under", "a", "queen"]),
}
_LETTERS = "aabcdeeefghiijklmnoopqrstuvwxyz"


def cases(kind: str, count: int = 12) -> list[Any]:
    """Arguments of that type: its edges, and drawn ones up to the count, always the same."""
    rng = stream(0, f"cases/{kind}", 0)
    drawn = [_drawn(rng, kind) for _ in range(count - len(EDGES[kind]))]
    return [*EDGES[kind], *drawn]


def _drawn(rng: Stream, kind: str) -> Any:
    if kind == "int":
        return rng.below(5000)
    if kind == "ints":
        return [rng.integer(0, 60) for _ in range(rng.integer(2, 10))]
    words = ["".join(rng.choice(_LETTERS) for _ in range(rng.integer(1, 7))) for _ in range(rng.integer(1, 6))]
    return words if kind == "words" else " ".join(words)
