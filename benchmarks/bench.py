"""Side by side in one run: families against reasoning-gym, the pipeline's rate, the start of the command line.

``python benchmarks/bench.py [--quick] [--write]``; ``--write`` puts the table into benchmarks/RESULTS.md. The peer is
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
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PEER = ROOT / ".venv-peer"
PEER_VERSION = "0.1.25"

# Ours and its level, theirs with its settings: the same kind of question, of like size. A third each of the peer's
# fast (up to 15 µs), middle (up to 150 µs) and slow data sets, as they stand in a catalogue of 105.
PAIRS: tuple[tuple[str, int, str, dict[str, object]], ...] = (
    ("number_theory.gcd", 2, "gcd", {}),
    ("number_theory.lcm", 2, "lcm", {}),
    ("number_theory.prime_factorization", 1, "prime_factorization", {}),
    ("arithmetic.chain", 3, "chain_sum", {}),
    ("arithmetic.precedence", 2, "basic_arithmetic", {}),
    ("number_theory.prime_count", 2, "count_primes", {}),
    ("probability.dice_sum", 2, "dice", {}),
    ("dates_units.days_between", 2, "calendar_arithmetic", {}),
    ("logic.entailment", 2, "propositional_logic", {}),
    ("logic.knights_and_knaves", 1, "knights_knaves", {}),
    ("algebra.linear_equation", 3, "simple_equations", {}),
    ("algebra.polynomial_product", 2, "polynomial_multiplication", {}),
    ("algebra.quadratic_equation", 2, "polynomial_equations", {"min_degree": 2, "max_degree": 2}),
    ("puzzles.sudoku", 2, "mini_sudoku", {}),
    ("puzzles.sudoku", 5, "sudoku", {}),
    ("puzzles.countdown", 4, "countdown", {}),
    ("puzzles.countdown", 2, "puzzle24", {}),
)


def peer_python() -> Path:
    """The peer's interpreter; its environment is made at the first call."""
    python = PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", f"reasoning-gym=={PEER_VERSION}"], check=True)
    return python


def microseconds(python: Path | str, script: str, *arguments: str) -> float:
    """Microseconds an example, as the script prints them."""
    done = subprocess.run(
        [str(python), HERE / script, *arguments], check=True, capture_output=True, text=True, env=environment()
    )
    return float(done.stdout.split()[-1])


def environment() -> dict[str, str]:
    """The environment of a measured process: our checkout on its path, one thread."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}


def compare(rounds: int, seconds: float) -> list[tuple[str, str, float, float]]:
    """For each pair the medians of both, measured in turn."""
    rows = []
    for ours, level, theirs, settings in PAIRS:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            times[0].append(microseconds(sys.executable, "ours.py", ours, str(level), str(seconds)))
            times[1].append(microseconds(peer_python(), "theirs.py", theirs, json.dumps(settings), str(seconds)))
        rows.append((f"{ours}, level {level}", theirs, statistics.median(times[0]), statistics.median(times[1])))
        print(
            f"{ours:36} {rows[-1][2]:9.1f} µs   {theirs:28} {rows[-1][3]:9.1f} µs   {rows[-1][3] / rows[-1][2]:7.2f} ×",
            flush=True,
        )
    return rows


def pipeline_rate(small: int, large: int) -> float:
    """Records a second of the whole pipeline on one worker, in the steady state: the cost of the further records."""
    times = []
    for size in (small, large):
        folder = Path(tempfile.mkdtemp())
        (folder / "bench.yaml").write_text(f"name: bench\nsize: {size}\ntasks: {{}}\n", encoding="utf-8")
        began = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "synth.cli",
            "run",
            folder / "bench.yaml",
            "--out",
            folder / "run",
            "--workers",
            "1",
        ]
        subprocess.run(command, check=True, capture_output=True, env=environment())
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


def table(rows: list[tuple[str, str, float, float]], rate: float, help_time: float) -> str:
    """The results as Markdown."""
    ratios = [theirs / ours for *_, ours, theirs in rows]
    mean = math.exp(statistics.fmean(map(math.log, ratios)))
    lines = [
        "# Results",
        "",
        f"`make bench` on {platform.system()} {platform.machine()}, Python {platform.python_version()},",
        f"{os.cpu_count()} shared cores, one process at a time. Machines differ and vary: the ratios, measured in turn",
        "in one run, are the figures.",
        "",
        "Ours: the example in words, its trace, its named mistakes, and the verdict on each of them. Theirs",
        f"(reasoning-gym {PEER_VERSION}): the example and the score of its own answer. Microseconds each, medians.",
        "",
        "| ours | µs | theirs | µs | ratio |",
        "|---|---:|---|---:|---:|",
        *(f"| {ours} | {a:.1f} | {theirs} | {b:.1f} | {b / a:.2f} |" for ours, theirs, a, b in rows),
        f"| **geometric mean** | | | | **{mean:.1f}** |",
        f"| lowest | | | | {min(ratios):.2f} |",
        "",
        f"The whole pipeline, one worker, all families, steady state: **{rate:,.0f} records a second** (made, judged",
        "from the stored form, deduplicated, written as Parquet, listed in the manifest).",
        "",
        f"`provender --help`: {help_time:.2f} s.",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure and print; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--write", action="store_true", help="write benchmarks/RESULTS.md")
    options = parser.parse_args()
    rounds, seconds = (1, 0.5) if options.quick else (3, 1.5)
    rows = compare(rounds, seconds)
    rate = pipeline_rate(5_000, 20_000 if options.quick else 65_000)
    text = table(rows, rate, help_seconds(5))
    print(text)
    if options.write:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
