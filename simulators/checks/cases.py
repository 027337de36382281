"""Values to test functions with that nobody was shown: edges of a type, what lies about the rules' numbers, drawn ones.

A dozen of them let one wrong program in seventeen pass (one line changed by a mutation); so many as here let one in
hundreds pass: ``tests/programs/test_cases.py`` holds them to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from simulators.core import Stream, stream

COUNT = 96
# Where programs go wrong: nothing, one thing, equal things, below zero, large.
EDGES: dict[str, tuple[Any, ...]] = {
    "int": (0, 1, -1, 7, 100, -38, 1000, 40320),
    "ints": ([], [1], [5, 5], [3, 1, 2], list(range(12)), [50, 2, 2, 9, 50], [4, -7, 0, -7, 12]),
    "text": ("", "a", "moon", "one two", "zzz aab"),
    "words": ([], ["a"], ["moon", "moon", "sea"], ["under", "a", "queen"]),
}
_LETTERS = "aabcdeeefghiijklmnoopqrstuvwxyz"


def cases(kind: str, rules: Sequence[Sequence[Any]], count: int = COUNT) -> list[Any]:
    """So many arguments of that type, always the same for the same rules: each a name and its constants."""
    constants = tuple(dict.fromkeys(one for _, constants in rules for one in constants))
    near = [value for constant in constants for value in _near(kind, constant)]
    made = [*EDGES[kind], *near]
    values: list[Any] = [*made, *_drawn(kind, count)[: count - len(made)]]
    return list(map(copy, values))


def _near(kind: str, constant: int | str) -> list[Any]:
    """Where a comparison with the constant turns, and where a letter comes first, last, twice and alone."""
    if isinstance(constant, str):
        if len(constant) != 1 or not constant.islower():
            return []
        words = [constant, f"{constant}oo{constant}", f"be{constant}{constant}an", f"tim{constant}"]
        return [words] if kind == "words" else [" ".join(words), words[2]] if kind == "text" else []
    about = [constant + by for by in (-1, 0, 1)]
    if kind == "int":
        return [*about, 2 * constant, -constant]
    if kind == "ints":
        return [about, [*about[::-1], about[1]], [constant]] + [
            list(range(3, 3 + one)) for one in about if 0 < one < 12
        ]
    words = ["brontosaurus"[: max(0, one)] for one in about]
    return [words] if kind == "words" else [" ".join(words)]


@lru_cache(maxsize=16)
def _drawn(kind: str, count: int) -> tuple[Any, ...]:
    rng = stream(0, f"cases/{kind}", 0)
    return tuple(_one(rng, kind) for _ in range(count))


def _one(rng: Stream, kind: str) -> Any:
    if kind == "int":
        return rng.integer(-1, 1) * rng.below(rng.choice((20, 100, 1000, 5000, 10**7)))
    if kind == "ints":
        low, high = rng.choice(((0, 3), (0, 12), (0, 60), (-9, 60), (-40, 40), (0, 200)))
        return [rng.integer(low, high) for _ in range(rng.integer(1, rng.choice((5, 12, 12, 40))))]
    letters = rng.choice((_LETTERS, _LETTERS, "abe", "moors"))
    words = ["".join(rng.choice(letters) for _ in range(rng.integer(1, 8))) for _ in range(rng.integer(1, 9))]
    return words if kind == "words" else " ".join(words)
