"""How often attacks by nearness and membership find leaks that were planted, and how often they cry for nothing.

``python benchmarks/power_near.py [--data adult.csv] [--case NAME …] [--repetitions 100] [--results FILE] [--write]``;
without ``--data`` the shipped sample, which is smaller than what the targets speak of. A repetition deals the table
anew into training, holdout and fresh rows, a third each, 10,000 at most, for all cases alike. The release is the fresh
rows, of which a case replaces some by what has leaked. Every attack is asked for its p-value; the battery finds a leak
where any is below 5% after Holm's correction. Results stay in the file, so that a run that was stopped goes on where it
was. ``--write`` puts the table into benchmarks/POWER_NEAR.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from privacy import encoding, nearness  # noqa: E402
from privacy.attacks import (  # noqa: E402
    closest_record,
    exact_copies,
    membership,
    near_copies,
    neighbour_ratio,
    outliers,
    shared_values,
)
from privacy.core import plain_columns  # noqa: E402
from privacy.neighbours import nearest  # noqa: E402
from privacy.statistics import holm, wilson  # noqa: E402

HERE = Path(__file__).parent
PAGE = HERE / "POWER_NEAR.md"
SHIPPED = HERE.parent / "synth" / "tables" / "adult.csv.gz"
ATTACKS = {
    "exact copies": exact_copies.exact_copies,
    "near copies": near_copies.near_copies,
    "shared values": shared_values.shared_values,
    "closest record": closest_record.closest_record,
    "neighbour ratio": neighbour_ratio.neighbour_ratio,
    "membership": membership.membership,
    "outliers": outliers.outliers,
}
MOST = 10_000
LEVEL = 0.05
KEPT = 30  # searches; a case makes seven
Rows = pd.DataFrame
Leak = Callable[[Rows, int, np.random.Generator], Rows]  # training rows and how many leak: what the release shows


def copied(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows as they are."""
    return train.iloc[rng.permutation(len(train))[:count]]


def noisy(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows of which every number is moved by 1 to 2% of its column's range, to a whole number if all are."""
    rows = copied(train, count, rng).copy()
    for name in rows.select_dtypes("number"):
        low, high = train[name].min(), train[name].max()
        step = rng.choice([-1, 1], count) * rng.uniform(0.01, 0.02, count) * (high - low)
        moved = (rows[name] + step).clip(low, high)
        rows[name] = moved.round().astype(train[name].dtype) if train[name].dtype.kind in "iu" else moved
    return rows


def changed(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows of which two columns, others in each row, have another value, as frequent as it is."""
    rows = copied(train, count, rng).reset_index(drop=True)
    taken = np.argsort(rng.random(rows.shape), axis=1)[:, :2]
    for row, pair in enumerate(taken.tolist()):
        for at in pair:
            values = train.iloc[:, at].to_numpy()
            rows.iloc[row, at] = rng.choice(values[values != rows.iloc[row, at]])
    return rows


def isolated(train: Rows, count: int, rng: np.random.Generator) -> Rows:  # noqa: ARG001  nothing is drawn
    """The training rows whose nearest other row is farthest away, by Gower's distance."""
    points = encoding.points(train, train[:1], plain_columns(train)).pool
    return train.iloc[np.argsort(-nearest(points, points, 2).distance[:, 1], kind="stable")[:count]]


CASES: dict[str, tuple[float, Leak]] = {
    "independent draws": (0.0, copied),
    "0.1% copied": (0.001, copied),
    "1% copied": (0.01, copied),
    "5% copied": (0.05, copied),
    "1% copied with noise": (0.01, noisy),
    "5% copied with noise": (0.05, noisy),
    "1% copied, two columns changed": (0.01, changed),
    "1% copied, the most isolated": (0.01, isolated),
}


def case(name: str, rows: Rows, rng: np.random.Generator, most: int = MOST) -> tuple[Rows, Rows, Rows]:
    """Training, synthetic and holdout rows of a case, equally many of each; ``rows`` are all that there are."""
    share, leak = CASES[name]
    size = min(most, len(rows) // 3)
    order = rng.permutation(len(rows))
    train, holdout, fresh = (rows.iloc[order[k * size : (k + 1) * size]].reset_index(drop=True) for k in range(3))
    shown = leak(train, round(share * size), rng)
    synthetic = pd.concat([shown, fresh[len(shown) :]], ignore_index=True)
    return train, synthetic.iloc[rng.permutation(size)].reset_index(drop=True), holdout


def remembered(search: Callable[..., Any]) -> Callable[..., Any]:
    """The search for nearest rows, keeping what it found: between real rows it is the same in all cases of a deal."""
    kept: dict[bytes, Any] = {}

    def found(pool: np.ndarray, rows: np.ndarray, count: int, weights: np.ndarray) -> Any:
        key = hashlib.blake2b(b"".join(part.tobytes() for part in (pool, rows, np.array(count), weights))).digest()
        if key not in kept:
            kept[key] = search(pool, rows, count, weights)
            if len(kept) > KEPT:
                del kept[next(iter(kept))]
        return kept[key]

    return found


def measure(name: str, rows: Rows, seed: int) -> dict[str, float]:
    """The p-values of one repetition."""
    sides = case(name, rows, np.random.default_rng(seed))
    return {attack: run(*sides, rng=np.random.default_rng(seed)).p for attack, run in ATTACKS.items()}


def page(results: dict[str, list[dict[str, float]]]) -> str:
    """How often each attack by itself has p < 5%, and how often the battery finds a leak after Holm's correction."""
    names = list(ATTACKS)
    lines = [
        f"| what leaked | repetitions | battery | {' | '.join(names)} |",
        "|---|---:|---:" + "|---:" * len(names) + "|",
    ]
    for name in CASES:
        if runs := results.get(name):
            found = sum(min(holm([run[attack] for attack in names])) < LEVEL for run in runs)
            low, high = wilson(found, len(runs))
            alone = [np.mean([run[attack] < LEVEL for run in runs]) for attack in names]
            cells = " | ".join(f"{share:.2f}" for share in alone)
            battery = f"**{found / len(runs):.2f}** ({low:.2f}–{high:.2f})"
            lines.append(f"| {name} | {len(runs)} | {battery} | {cells} |")
    return "\n".join(lines)


def main() -> None:
    """Measure what is asked for, print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="")
    parser.add_argument("--case", nargs="*", choices=list(CASES), default=list(CASES))
    parser.add_argument("--repetitions", type=int, default=100)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    rows = pd.read_csv(wanted.data or SHIPPED, keep_default_na=False)
    kept = wanted.results and wanted.results.is_file()
    results = json.loads(wanted.results.read_text(encoding="utf-8")) if kept else {}
    nearness.nearest = remembered(nearness.nearest)
    for seed in range(wanted.repetitions):
        for name in wanted.case:
            runs = results.setdefault(name, [])
            if len(runs) == seed:
                runs.append(measure(name, rows, seed))
                if wanted.results:
                    part = wanted.results.with_suffix(".part")
                    part.write_text(json.dumps(results), encoding="utf-8")
                    part.replace(wanted.results)
    named = f" --data {Path(wanted.data).name}" if wanted.data else ""
    size = min(MOST, len(rows) // 3)
    text = (
        f"# Power of the attacks by nearness and membership\n\n`python benchmarks/power_near.py{named} --write`,"
        f" Python {platform.python_version()}; {size:,} training, holdout and synthetic rows. The share of repetitions"
        f" in which an attack by itself has p < {LEVEL:.0%}, and in which the battery finds a leak after Holm's"
        f" correction at {LEVEL:.0%}, with its 95% interval (Wilson).\n\n{page(results)}\n"
    )
    print(text)
    if wanted.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
