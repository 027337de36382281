"""Microseconds of CPU time an example of one of our families: ``ours.py FAMILY LEVEL SECONDS INDEX …``.

Two figures for the examples from each of the indices on, all measured in turn: the example in words with its trace, its
mistakes and the verdict on its answer; and the same with the verdict on every step and every mistake as well.
"""

from __future__ import annotations

import gc
import sys
from time import process_time

from simulators.examples import Example, examples, fault

BATCH = 100


def answer_fault(example: Example) -> str:
    """Why the answer is not proven; "" if it is."""
    verdict = example.family.check(example.problem.facts, example.problem.answer)
    return "" if verdict.reward == 1 else verdict.reason


def seconds_for(name: str, level: int, first: int, everything: bool) -> float:
    """What one batch takes, with the verdict on its answers or on everything."""
    find = fault if everything else answer_fault
    began = process_time()
    for example in examples(name, level=level, seed=1, indices=range(first, first + BATCH)):
        if found := find(example):
            raise SystemExit(f"{name}: {found}")
    return process_time() - began


def main(name: str, level: int, seconds: float, starts: list[int]) -> None:
    """Make batches until the time is over for each figure; the first ones warm up and do not count."""
    kinds = [(first, everything) for first in starts for everything in (False, True)]
    spent = dict.fromkeys(kinds, 0.0)
    for first, everything in kinds:
        seconds_for(name, level, first, everything)
    gc.collect()
    gc.freeze()  # what was imported is not collected on the examples' time, here as in theirs.py
    batches = 0
    while min(spent.values()) < seconds:
        batches += 1
        for first, everything in kinds:
            spent[first, everything] += seconds_for(name, level, first + batches * BATCH, everything)
    print(*(each / (batches * BATCH) * 1e6 for each in spent.values()))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), list(map(int, sys.argv[4:])))
