"""The cells of a hash table after keys are inserted with linear probing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from simulators.checks import words
from simulators.core import Facts, Problem, Step, Stream, Verdict, mistakes

VERSION = 1
LEVELS = (
    {"cells": 5, "keys": 3, "factor": 1, "largest": 50},
    {"cells": 7, "keys": 5, "factor": 1, "largest": 99},
    {"cells": 9, "keys": 7, "factor": 5, "largest": 99},
    {"cells": 11, "keys": 9, "factor": 9, "largest": 200},
    {"cells": 16, "keys": 13, "factor": 15, "largest": 999},
)
EMPTY = "-"
SAME_AS_EMPTY = {"_", "empty", "none", "null", "x"}
MOST_CELLS = 100
TRIES = 200


def make(rng: Stream, *, cells: int, keys: int, factor: int, largest: int) -> Problem:
    """The home of key k is (a k + b) mod the number of cells, with a up to ``factor``; b is 0 where that is 1."""
    for _ in range(TRIES):
        times = rng.integer(min(2, factor), factor)
        plus = rng.below(cells) if factor > 1 else 0
        chosen = rng.sample(range(1, largest + 1), keys)
        homes = [(times * key + plus) % cells for key in chosen]
        table, places = _filled(chosen, homes, cells, 1)
        if homes != places:
            break
    else:
        raise RuntimeError(f"no {keys} keys that collide came up in {TRIES} tries")
    answer = _text(table)
    overwritten = [EMPTY] * cells
    for key, home in zip(chosen, homes, strict=True):
        overwritten[home] = str(key)
    in_order = [str(key) for key in chosen] + [EMPTY] * (cells - keys)
    return Problem(
        facts={"cells": cells, "times": times, "plus": plus, "keys": chosen},
        answer=answer,
        steps=(
            *(
                Step("insert", {"key": key, "home": home, "cell": cell})
                for key, home, cell in zip(chosen, homes, places, strict=True)
            ),
            Step("table", {"table": [str(key) for key in table]}),
        ),
        mistakes=mistakes(
            answer,
            probed_backwards=_text(_filled(chosen, homes, cells, -1)[0]),
            overwritten=_text(overwritten),
            in_order_of_coming=_text(in_order),
        ),
    )


def _text(table: list[Any]) -> str:
    return ", ".join(map(str, table))


def _filled(keys: list[int], homes: list[int], cells: int, way: int) -> tuple[list[Any], list[int]]:
    """The table, and the cell of each key: its home or, cell by cell the one or the other way, the next free one."""
    table: list[Any] = [EMPTY] * cells
    places = []
    for key, cell in zip(keys, homes, strict=True):
        while table[cell] != EMPTY:
            cell = (cell + way) % cells  # noqa: PLW2901 — the probe walks on from home
        table[cell] = key
        places.append(cell)
    return table, places


@lru_cache(maxsize=64)
def _places(keys: tuple[int, ...], homes: tuple[int, ...], cells: int) -> dict[int, int]:
    """The cell of each key. Filled cells are joined into runs, of which each knows the free cell behind it."""
    if not len(set(keys)) == len(keys) <= cells <= MOST_CELLS:
        raise ValueError("expected different keys, not more than there are cells")
    behind = list(range(cells))
    places = {}
    for key, home in zip(keys, homes, strict=True):
        passed, cell = [], home
        while behind[cell] != cell:
            passed.append(cell)
            cell = behind[cell]
        places[key] = cell
        behind[cell] = (cell + 1) % cells if len(places) < cells else cell
        for other in passed:
            behind[other] = behind[cell]
    return places


def _home(facts: Facts, key: int) -> int:
    return (facts["times"] * key + facts["plus"]) % facts["cells"]


def _told(facts: Facts) -> dict[int, int]:
    keys = tuple(facts["keys"])
    return _places(keys, tuple([_home(facts, key) for key in keys]), facts["cells"])


def _table(facts: Facts) -> list[str]:
    held = {cell: str(key) for key, cell in _told(facts).items()}
    return [held.get(cell, EMPTY) for cell in range(facts["cells"])]


def check(facts: Facts, reply: str) -> Verdict:
    table = _table(facts)
    return words.judge_list(
        reply, lambda given: [EMPTY if item.lower() in SAME_AS_EMPTY else item for item in given] == table
    )


def check_step(facts: Facts, step: Step) -> bool:
    claim = step.claim
    if step.rule == "table":
        return list(claim["table"]) == _table(facts)
    key = claim["key"]
    return key in facts["keys"] and claim["home"] == _home(facts, key) and claim["cell"] == _told(facts)[key]
