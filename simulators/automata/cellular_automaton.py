"""The row of an elementary cellular automaton on a ring after some steps."""

from __future__ import annotations

from functools import lru_cache

from simulators.checks.final import final
from simulators.core import RIGHT, Facts, Problem, Step, Stream, Verdict, mistakes, wrong

VERSION = 1
LEVELS = (
    {"cells": 8, "steps": 1},
    {"cells": 9, "steps": 2},
    {"cells": 12, "steps": 3},
    {"cells": 16, "steps": 4},
    {"cells": 20, "steps": 6},
)
MOST_CELLS, MOST_STEPS = 200, 50
TRIES = 1000
_DRESS = str.maketrans("", "", " ,|[]()")


def make(rng: Stream, *, cells: int, steps: int) -> Problem:
    for _ in range(TRIES):
        number, row = rng.below(256), rng.below(1 << cells)
        rows = [row]
        for _ in range(steps):
            rows.append(_next(rows[-1], number, cells))
        # Nothing to do where a row repeats, or dies.
        if len(set(rows)) == len(rows) and rows[-1] not in (0, (1 << cells) - 1):
            break
    else:
        raise RuntimeError(f"no row of {cells} cells came up in {TRIES} tries")
    texts = [f"{row:0{cells}b}" for row in rows]
    answer = texts[-1]
    mirrored = int(f"{number:08b}"[::-1], 2)  # the table read from the wrong end
    misread = row
    for _ in range(steps):
        misread = _next(misread, mirrored, cells)
    return Problem(
        facts={"rule": number, "row": texts[0], "steps": steps},
        answer=answer,
        steps=tuple(Step("row", {"step": at, "row": text}) for at, text in enumerate(texts) if at),
        mistakes=mistakes(
            answer,
            rule_read_backwards=f"{misread:0{cells}b}",
            one_step_short=texts[-2],
            one_step_more=f"{_next(rows[-1], number, cells):0{cells}b}",
        ),
    )


def _next(row: int, number: int, cells: int) -> int:
    """The next row, for all cells at once: the row, and the row turned by one cell to either side."""
    everywhere = (1 << cells) - 1
    left = row >> 1 | (row & 1) << cells - 1
    right = (row << 1 | row >> cells - 1) & everywhere
    found = 0
    for pattern in range(8):
        if number >> pattern & 1:
            found |= (
                (left if pattern & 4 else ~left) & (row if pattern & 2 else ~row) & (right if pattern & 1 else ~right)
            )
    return found & everywhere


@lru_cache(maxsize=64)
def _rows(row: str, rule: int, steps: int) -> list[str]:
    """The rows at first and after each step, cell by cell, looked up in the table."""
    if not 0 <= steps <= MOST_STEPS or not 2 < len(row) <= MOST_CELLS:
        raise ValueError("expected a row of a few cells and a few steps")
    table = {f"{pattern:03b}": str(rule >> pattern & 1) for pattern in range(8)}
    rows = [row]
    for _ in range(steps):
        ring = row[-1] + row + row[0]
        row = "".join([table[ring[at : at + 3]] for at in range(len(row))])
        rows.append(row)
    return rows


def _told(facts: Facts) -> list[str]:
    return _rows(facts["row"], facts["rule"], facts["steps"])


def check(facts: Facts, reply: str) -> Verdict:
    text = final(reply)
    if text is None or len(text) > 4 * MOST_CELLS:
        return wrong("expected a row of cells as the final answer")
    fits = text.translate(_DRESS) == _told(facts)[-1]
    return RIGHT if fits else wrong(f"{text[:60]!r} does not fit the facts")


def check_step(facts: Facts, step: Step) -> bool:
    number = step.claim["step"]
    return 0 < number <= facts["steps"] and step.claim["row"] == _told(facts)[number]


def canonical(facts: Facts) -> list[object]:
    return [facts["rule"], facts["row"], facts["steps"]]
