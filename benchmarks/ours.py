"""Microseconds of CPU time an example of one of our families: ``ours.py FAMILY LEVEL SECONDS INDEX …``.

The example in words, its trace, its mistakes, and the verdict on the answer, every step and every mistake. One figure
for the examples from each of the indices on, measured in turn.
"""

from __future__ import annotations

import sys
from time import process_time

from simulators.examples import examples, fault

BATCH = 100


def seconds_for(name: str, level: int, first: int) -> float:
    """What one batch takes."""
    began = process_time()
    for example in examples(name, level=level, seed=1, indices=range(first, first + BATCH)):
        if found := fault(example):
            raise SystemExit(f"{name}: {found}")
    return process_time() - began


def main(name: str, level: int, seconds: float, starts: list[int]) -> None:
    """Make batches until the time is over for each index; the first ones warm up and do not count."""
    spent = [0.0] * len(starts)
    batches = 0
    for first in starts:
        seconds_for(name, level, first)
    while min(spent) < seconds:
        batches += 1
        for at, first in enumerate(starts):
            spent[at] += seconds_for(name, level, first + batches * BATCH)
    print(*(each / (batches * BATCH) * 1e6 for each in spent))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), list(map(int, sys.argv[4:])))
