"""Side by side in one run: families against reasoning-gym, the pipeline's rate, the start of the command line.

``python benchmarks/bench.py [--quick] [--write] [--only NAME …]``; ``--write`` puts the tables into
benchmarks/RESULTS.md, ``--only`` measures the pairs in whose families or data sets one of the names occurs. The peer is
installed from the package index into a virtual environment of its own (.venv-peer), once.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pairs import COUNTED, GROUPS, SOLVERS, UNLIKE, Pair

HERE = Path(__file__).parent
ROOT = HERE.parent
PEER = ROOT / ".venv-peer"
PEER_VERSION = "0.1.25"
LIMIT = 60  # seconds after which a measurement has no result
FAR = 10_000_000  # an index at which an example must cost what it costs at 0


class Row(NamedTuple):
    """A pair with its medians in microseconds.

    ``ours`` is the example with its trace, its mistakes and the verdict on its answer, ``far`` the same at a far index,
    ``proven`` with the verdict on every step and mistake besides; ``theirs`` is None where there is no result.
    """

    group: str
    pair: Pair
    ours: float
    far: float
    proven: float
    theirs: float | None

    @property
    def ratio(self) -> float | None:
        """How many times as fast as theirs ours is."""
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def ratio_proven(self) -> float | None:
        """The same with every step and mistake judged, to which theirs has nothing that corresponds."""
        return None if self.theirs is None else self.theirs / self.proven


def peer_python() -> Path:
    """The peer's interpreter; its environment is made at the first call."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"reasoning-gym=={PEER_VERSION}"], check=True)
    return python


def microseconds(python: Path | str, script: str, *arguments: object) -> list[float] | None:
    """Microseconds of CPU time an example, as the script prints them; None where it does not come to an end."""
    command = [str(python), str(HERE / script), *map(str, arguments)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(), timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return None
    return list(map(float, done.stdout.splitlines()[-1].split()))


def environment() -> dict[str, str]:
    """The environment of a measured process: our checkout on its path, one thread."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def compare(only: Sequence[str], rounds: int, seconds: float) -> list[Row]:
    """The pairs whose names contain one of those asked for, each measured in turn with its counterpart."""
    rows = []
    for group, pairs in GROUPS.items():
        for pair in pairs:
            if not only or any(name in pair.ours or name in pair.theirs for name in only):
                rows.append(measured(group, pair, rounds, seconds))
                print(line(rows[-1]), flush=True)
    return rows


def measured(group: str, pair: Pair, rounds: int, seconds: float) -> Row:
    """The medians of all rounds; a counterpart without a result is not asked again."""
    near, far, proven, theirs = [], [], [], []
    settings = json.dumps(dict(pair.settings))
    for number in range(rounds):
        ours = microseconds(sys.executable, "ours.py", pair.ours, pair.level, seconds, 0, FAR)
        if ours is None:
            raise RuntimeError(f"{pair.ours} did not come to an end within {LIMIT} s")
        near.append(ours[0])
        proven.append(ours[1])
        far.append(ours[2])
        if len(theirs) == number:
            theirs += microseconds(peer_python(), "theirs.py", pair.theirs, settings, seconds) or []
    medians = map(statistics.median, (near, far, proven))
    return Row(group, pair, *medians, statistics.median(theirs) if theirs else None)


def line(row: Row) -> str:
    """A row of the table, as Markdown."""
    theirs = "no result" if row.theirs is None else f"{row.theirs:,.1f}"
    ratios = ["" if ratio is None else f"{ratio:,.2f}" for ratio in (row.ratio, row.ratio_proven)]
    settings = ", ".join(
        f"{key} {'/'.join(map(str, value)) if isinstance(value, list) else value}"
        for key, value in row.pair.settings.items()
    )
    return (
        f"| {row.pair.ours}, level {row.pair.level} | {row.ours:,.1f} | {row.proven:,.1f} | {row.pair.theirs} "
        f"| {settings} | {theirs} | {ratios[0]} | {ratios[1]} | {row.far / row.ours:.2f} |"
    )


def tables(rows: Sequence[Row]) -> list[str]:
    """A table for each group, with the reasons of its pairs below."""
    lines = []
    for group in dict.fromkeys(row.group for row in rows):
        own = [row for row in rows if row.group == group]
        lines += [
            f"## {group.capitalize()}",
            "",
            "| ours | µs | all judged | theirs | its settings | µs | ratio | all judged | far / near |",
            "|---|---:|---:|---|---|---:|---:|---:|---:|",
            *map(line, own),
            "",
            *(f"- {row.pair.ours}, {row.pair.theirs}: {row.pair.note}." for row in own if row.pair.note),
            "",
        ]
    return lines


def summary(rows: Sequence[Row]) -> list[str]:
    """Means, the lowest ratios, and whether examples cost more at a far index."""
    counted = [row for row in rows if row.group in COUNTED and row.ratio is not None]
    below = sorted((row for row in counted if row.ratio and row.ratio < 0.5), key=lambda row: row.ratio or 0)
    solvers = [row for row in counted if row.group == SOLVERS]
    slow = sorted((row for row in solvers if row.ratio and row.ratio < 20), key=lambda row: row.ratio or 0)
    drift = mean([row.far / row.ours for row in rows])
    others = [row.ratio or 1 for row in counted if row.pair.theirs not in UNLIKE]
    return [
        f"- {len(counted)} pairs, geometric mean **{mean([row.ratio or 1 for row in counted]):.1f} ×**;",
        f"  with every step and mistake judged as well, {mean([row.ratio_proven or 1 for row in counted]):.1f} ×;",
        f"  without {', '.join(UNLIKE)}, {mean(others):.1f} ×.",
        f"- Below half of the peer's rate: {named(below)}.",
        f"- Of {len(solvers)} that search for solutions, below 20 ×: {named(slow)}.",
        f"- An example at index {FAR:,} costs {drift:.2f} times what one at index 0 does (geometric mean over all).",
    ]


def mean(values: Sequence[float]) -> float:
    """The geometric mean."""
    return math.exp(statistics.fmean(map(math.log, values))) if values else math.nan


def named(rows: Sequence[Row]) -> str:
    """Rows by name, with their ratios."""
    return ", ".join(f"{row.pair.ours} / {row.pair.theirs} ({row.ratio:.2f})" for row in rows) or "none"


def pipeline_rate(small: int, large: int) -> float:
    """Records a second of the whole pipeline on one worker, in the steady state: the cost of the further records."""
    times = []
    for size in (small, large):
        folder = Path(tempfile.mkdtemp())
        (folder / "bench.yaml").write_text(f"name: bench\nsize: {size}\ntasks: {{}}\n", encoding="utf-8")
        began = time.perf_counter()
        options = ["run", folder / "bench.yaml", "--out", folder / "run", "--workers", "1"]
        subprocess.run(
            [sys.executable, "-m", "synth.cli", *options], check=True, capture_output=True, env=environment()
        )
        times.append(time.perf_counter() - began)
        shutil.rmtree(folder)
    return (large - small) / (times[1] - times[0])


def help_seconds(rounds: int) -> float:
    """The median wall time of ``provender --help``."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "synth.cli", "--help"], check=True, capture_output=True, env=environment()
        )
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def report(rows: Sequence[Row], rate: float, help_time: float) -> str:
    """The results as Markdown."""
    lines = [
        "# Results",
        "",
        f"`make bench` on {platform.system()} {platform.machine()}, Python {platform.python_version()},",
        f"{os.cpu_count()} shared cores, one process at a time. Machines differ and vary: the ratios, measured in turn",
        "in one run, are the figures.",
        "",
        "Ours: the example in words, its trace and its named mistakes, and the verdict on its answer. Theirs",
        f"(reasoning-gym {PEER_VERSION}): the example and the score of its own answer. *All judged*: ours with the",
        "verdict on every step and every mistake as well, to which the peer has nothing that corresponds. Microseconds",
        "of CPU time each, medians; what is not named under *settings* is as the peer has it.",
        "",
        *summary(rows),
        "",
        *tables(rows),
        "## The pipeline",
        "",
        f"All families, one worker, steady state: **{rate:,.0f} records a second** (made, judged from the stored form,",
        "deduplicated, written as Parquet, listed in the manifest).",
        "",
        f"`provender --help`: {help_time:.2f} s.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    parser.add_argument("--only", nargs="+", default=[], help="measure some pairs, and nothing else")
    options = parser.parse_args()
    rounds, seconds = (1, 0.3) if options.quick else (3, 0.5)
    rows = compare(options.only, rounds, seconds)
    print("\n".join(summary(rows)))
    if options.only:
        return
    text = report(rows, pipeline_rate(5_000, 20_000 if options.quick else 65_000), help_seconds(5))
    if options.write:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
