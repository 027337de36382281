"""Replies that are SQL: verdicts a second on one core, over the families of databases, right replies and wrong ones.

``python benchmarks/sql.py [--seconds N] [--trust]``. A verdict is up to three databases, each in SQLite and in DuckDB;
judge and guest share one core. "Fresh" judges every problem once (its rows are drawn, sent and loaded for one reply),
"several" judges the answer and the mistakes of a problem one after another, as verification and training do. With
``--trust`` it runs where the kernel lacks a layer of the sandbox.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from simulators.checks import programs  # noqa: E402 - found through the line above
from simulators.core import Facts, Family  # noqa: E402
from simulators.examples import examples  # noqa: E402

FAMILIES = ("select_rows", "join_rows", "aggregate", "top_rows", "combine", "fix_query", "write_view", "change_rows")
Case = tuple[Family, Facts, str, float]


def cases(name: str, *, fresh: bool) -> list[Case]:
    """Replies with the reward that they should get, over all levels."""
    found: list[Case] = []
    for level in range(1, 6):
        for number, example in enumerate(examples(f"databases.{name}", level=level, seed=8, indices=range(20))):
            problem = example.problem
            replies = [(problem.answer, 1.0), *((mistake.answer, 0.0) for mistake in problem.mistakes)]
            chosen = [replies[number % 2]] if fresh else replies
            found += [(example.family, problem.facts, reply, reward) for reply, reward in chosen]
    return found


def rate(batch: list[Case], seconds: float) -> float:
    """Verdicts a second. Raises RuntimeError for one that is not as it should be."""
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for family, facts, reply, reward in batch:
            verdict = family.check({**facts, "seeds": [*facts["seeds"]]}, reply)
            if verdict.reward != reward:
                raise RuntimeError(f"{family.name}: expected {reward}, got {verdict}: {reply}")
        count += len(batch)
    return count / (time.perf_counter() - began)


def table(seconds: float) -> Iterator[str]:
    """A line a family, and one for all of them."""
    yield "| family | fresh | several |"
    yield "|---|---:|---:|"
    sums = [0.0, 0.0]
    for name in FAMILIES:
        rates = [rate(cases(name, fresh=fresh), seconds) for fresh in (True, False)]
        sums = [total + 1 / one for total, one in zip(sums, rates, strict=True)]
        yield f"| databases.{name} | {rates[0]:,.0f} | {rates[1]:,.0f} |"
    fresh, several = (len(FAMILIES) / total for total in sums)
    yield f"| all, alike | {fresh:,.0f} | {several:,.0f} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each measure")
    parser.add_argument("--trust", action="store_true", help="run where the kernel lacks a layer of the sandbox")
    options = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with programs.trusting() if options.trust else contextlib.nullcontext():
        for line in table(options.seconds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
