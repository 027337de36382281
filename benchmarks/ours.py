"""Microseconds of CPU time an example of one of our families: ``ours.py FAMILY LEVEL SECONDS [FIRST]``.

The example in words, its trace, its mistakes, and the verdict on the answer, every step and every mistake, from index
FIRST on.
"""

from __future__ import annotations

import sys
from time import process_time

from simulators.examples import examples, fault

BATCH = 100


def main(name: str, level: int, seconds: float, first: int = 0) -> None:
    """Make batches until the time is over; the first one warms up and does not count."""
    for example in examples(name, level=level, seed=0, indices=range(BATCH)):
        fault(example)
    at = first
    began = process_time()
    while process_time() - began < seconds:
        for example in examples(name, level=level, seed=1, indices=range(at, at + BATCH)):
            if found := fault(example):
                raise SystemExit(f"{name}: {found}")
        at += BATCH
    print((process_time() - began) / (at - first) * 1e6)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), *map(int, sys.argv[4:]))
