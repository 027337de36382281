"""Microseconds an example of one of our families: ``ours.py FAMILY LEVEL SECONDS``.

The example in words, its trace, its mistakes, and the verdict on the answer, every step and every mistake.
"""

from __future__ import annotations

import sys
import time

from simulators.examples import examples, fault

BATCH = 500


def main(name: str, level: int, seconds: float) -> None:
    """Make batches until the time is over; the first one warms up and does not count."""
    examples(name, level=level, seed=0, indices=range(BATCH))
    done = 0
    began = time.perf_counter()
    while time.perf_counter() - began < seconds:
        done += BATCH
        for example in examples(name, level=level, seed=1, indices=range(done, done + BATCH)):
            if found := fault(example):
                raise SystemExit(f"{name}: {found}")
    print((time.perf_counter() - began) / done * 1e6)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
