"""What is proven by execution, in examples and verdicts a second on one core, beside what was asked and a peer.

``python benchmarks/execution.py [--seconds N] [--write]``; ``--write`` puts the tables into benchmarks/EXECUTION.md.
Examples are measured in processor time (the peer's too, by :mod:`ours` and :mod:`theirs`), what runs in a sandbox by
the wall's clock, with judge and guest on one core.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import environment, microseconds, peer_python
from sandbox import rate as verdicts
from sql import table as sql_table

PAGE = Path(__file__).parent / "EXECUTION.md"
ROUNDS = 3
WORLDS = ("bank", "calendar", "files", "home", "shop", "travel")
LESSONS = ("textbook", "dialogue", "worked_solutions", "quiz", "story")


def rates(family: str, level: int, seconds: float) -> tuple[float, float]:
    """Examples a second with the verdict on the answer, and with everything judged: medians of some rounds."""
    found = [microseconds(sys.executable, "ours.py", family, level, seconds, 0) for _ in range(ROUNDS)]
    answer, everything = zip(*(pair for pair in found if pair), strict=True)
    return 1e6 / statistics.median(answer), 1e6 / statistics.median(everything)


def against_codeio(seconds: float) -> Iterator[str]:
    """Predicting what a program prints, beside the peer's data set of programs and their outputs."""
    theirs = [microseconds(peer_python(), "theirs.py", "codeio", "{}", seconds) for _ in range(ROUNDS)]
    peer = 1e6 / statistics.median(one[0] for one in theirs if one)
    yield "| programs.output | examples/s, answer judged | examples/s, everything judged | codeio/s | ratio |"
    yield "|---|---:|---:|---:|---:|"
    for level in range(1, 6):
        answer, everything = rates("programs.output", level, seconds)
        yield f"| level {level} | {answer:,.0f} | {everything:,.0f} | {peer:,.0f} | {answer / peer:.1f} |"


def by_level(families: tuple[str, ...], seconds: float) -> Iterator[str]:
    """Families at the middle level: made, and made and judged in full."""
    yield "| family, level 3 | examples/s, answer judged | examples/s, everything judged |"
    yield "|---|---:|---:|"
    for name in families:
        answer, everything = rates(name, 3, seconds)
        yield f"| {name} | {answer:,.0f} | {everything:,.0f} |"


def page(seconds: float) -> Iterator[str]:
    """The whole page, line by line."""
    yield "# Proven by execution: speed\n"
    machine = f"{os.cpu_count()} shared cores, Python {platform.python_version()}"
    yield f"`python benchmarks/execution.py --write` on {machine}.\n"
    yield "## Predicting an output (asked: 1,000 examples a second and core, with the execution of the gold program)\n"
    yield from against_codeio(seconds)
    yield "\n## Trivial verdicts in the sandbox (asked: 250 a second and core)\n"
    yield f"{verdicts():,.0f} a second.\n"
    yield "## Trajectories of tool use (asked: 200 a second and core)\n"
    yield from by_level(tuple(f"tool_use.{world}" for world in WORLDS), seconds)
    yield "\n## SQL verdicts on three databases in two engines (asked: 100 a second and core)\n"
    yield from sql_table(seconds)
    yield "\n## Lessons\n"
    yield from by_level(tuple(f"lessons.{style}" for style in LESSONS), seconds)


def main() -> None:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measure")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/EXECUTION.md")
    options = parser.parse_args()
    os.environ.update(environment())
    lines = []
    for line in page(options.seconds):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
