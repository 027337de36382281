"""Attacks on attributes beside the peer's, on the same rows and one thread: seconds, and what each finds of a leak.

``python benchmarks/attacks.py [--data adult.csv] [--repetitions 5] [--write]``. The peer needs an environment of its
own (``pip install anonymeter``), whose interpreter ``ATTACKS_PEER`` names. Both are given 10,000 training and synthetic
rows and 1,000 holdout rows; the peer makes 1,000 attacks of each kind, ours one on every row, and 5,000 descriptions.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT")
for name in THREADS:
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from privacy import gate  # noqa: E402
from privacy.core import Column, plain_columns  # noqa: E402

HERE = Path(__file__).parent
PAGE = HERE / "ATTACKS.md"
SHIPPED = HERE.parent / "synth" / "tables" / "adult.csv.gz"
NAMES = ("singling out", "linkability", "attribute inference")
ATTACKS = 1_000
Rows = pd.DataFrame


def dealt(rows: Rows, seed: int, copied: float) -> dict[str, Rows]:
    """10,000 training rows, 1,000 holdout rows and 10,000 others, of which a share is copied from the training rows."""
    order = rows.sample(frac=1, random_state=seed).reset_index(drop=True)
    size = min(10_000, (len(rows) - ATTACKS) // 2)
    train, holdout, fresh = order[:size], order[size : size + ATTACKS], order[size + ATTACKS : 2 * size + ATTACKS]
    leak = round(copied * size)
    synthetic = pd.concat([train[:leak], fresh[leak:]]).sample(frac=1, random_state=seed)
    return {"train": train, "synthetic": synthetic, "holdout": holdout}


def ours(sides: dict[str, Rows], seed: int) -> dict[str, dict[str, float]]:
    """Seconds and risks of ours."""
    columns = plain_columns(sides["train"]) | {"income": Column("category", "sensitive")}
    found = {}
    for name in NAMES:
        attack = getattr(gate.attacks()[name], name.replace(" ", "_"))
        began = time.perf_counter()
        risk = attack(*sides.values(), columns=columns, rng=np.random.default_rng(seed))
        found[name] = {"seconds": time.perf_counter() - began, "risk": risk.value, "p": risk.p}
    return found


def theirs(sides: dict[str, Rows]) -> dict[str, dict[str, float]]:
    """Seconds and risks of the peer's."""
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in sides.items():
            frame.to_csv(Path(folder) / f"{name}.csv", index=False)
        command = [os.environ["ATTACKS_PEER"], str(HERE / "attacks_peer.py"), folder, str(ATTACKS)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def page(runs: dict[float, list[tuple[dict[str, Any], dict[str, Any]]]]) -> str:
    """A line an attack and a share of copied rows."""
    lines = [
        "| attack | copied | ours, s | peer, s | ratio | our risk | peer's risk |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for copied, pairs in runs.items():
        for name in NAMES:
            seconds = [np.median([pair[k][name]["seconds"] for pair in pairs]) for k in (0, 1)]
            risks = [np.median([pair[k][name]["risk"] for pair in pairs]) for k in (0, 1)]
            lines.append(
                f"| {name} | {copied:.0%} | {seconds[0]:.3f} | {seconds[1]:.2f} | **{seconds[1] / seconds[0]:.0f} ×** |"
                f" {risks[0]:.3f} | {risks[1]:.3f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Measure, print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    rows = pd.read_csv(wanted.data or SHIPPED, keep_default_na=False)
    ours(dealt(rows, 0, 0.0), 0)  # what is compiled is compiled now
    runs = {
        copied: [(ours(sides := dealt(rows, seed, copied), seed), theirs(sides)) for seed in range(wanted.repetitions)]
        for copied in (0.0, 0.05, 1.0)
    }
    named = f" --data {Path(wanted.data).name}" if wanted.data else ""
    text = (
        f"# Attacks on attributes beside anonymeter\n\n`python benchmarks/attacks.py{named} --write`, Python"
        f" {platform.python_version()}; medians of {wanted.repetitions} runs, one thread each, in one go; anonymeter's"
        " second run in its process. Risks are corrected by the holdout on both sides, by other attacks: they are not"
        f" the same quantity.\n\n{page(runs)}\n"
    )
    print(text)
    if wanted.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
