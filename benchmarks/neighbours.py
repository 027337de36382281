"""Nearest rows under Gower's distance: ours beside scikit-learn and faiss, all exact, on one thread each.

``python benchmarks/neighbours.py [--data adult.csv] [--results FOLDER] [--write]``; without ``--data`` the shipped
sample; what the folder holds already is not measured again. Peers that are not installed (``pip install scikit-learn
faiss-cpu``) are left out. They get the same rows in one-hot encoding, half a unit for each of the two columns in which
different texts differ, so that their Manhattan distance is Gower's. Each runs in a process of its own, first on a few
rows (which compiles what is compiled); then the processor time of the search counts, with what it builds first. Memory
is the largest of the whole process. All must find the same distances.

Adult has too few rows for 30,000 against 30,000 others. So real rows are searched by real rows half against half, and
30,000 by as many of which every row takes each column from one of two real rows at random: those lie farther from all
real rows than real rows do, which is the harder case for a search that leaves out what cannot be near.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from privacy import encoding  # noqa: E402
from privacy.core import plain_columns  # noqa: E402
from privacy.neighbours import nearest  # noqa: E402

HERE = Path(__file__).parent
PAGE = HERE / "NEIGHBOURS.md"
SHIPPED = HERE.parent / "synth" / "tables" / "adult.csv.gz"
MOST = 30_000
COUNT = 2  # nearest rows of each, with their distances
PEERS = {"ours": "privacy", "scikit-learn": "sklearn", "faiss": "faiss"}


def cases(data: str) -> dict[str, tuple[np.ndarray, np.ndarray, list[bool]]]:
    """For each case the pool and the rows, as points whose numbers lie from 0 to 1, and which columns are texts."""
    frame = pd.read_csv(data or SHIPPED, keep_default_na=False).sample(frac=1, random_state=0, ignore_index=True)
    columns = plain_columns(frame)
    texts = [column.kind == "category" for column in columns.values()]
    found = encoding.points(frame, frame[:1], columns).pool
    found[:, ~np.array(texts)] = found[:, ~np.array(texts)].clip(0, 1)
    half = len(found) // 2
    rng = np.random.default_rng(0)
    pool = found[:MOST]
    mixed = np.where(rng.random(pool.shape) < 0.5, pool[rng.permutation(len(pool))], pool[rng.permutation(len(pool))])
    return {"real": (found[:half], found[half:], texts), "mixed": (pool, mixed, texts)}


def one_hot(points: np.ndarray, texts: list[bool], sizes: list[int]) -> np.ndarray:
    """Numbers as they are, and half a unit in the column of a text's value."""
    parts = [
        np.eye(size, dtype=np.float32)[column.astype(int)] / 2 if text else column[:, None]
        for column, text, size in zip(points.T, texts, sizes, strict=True)
    ]
    return np.ascontiguousarray(np.hstack(parts), np.float32)


def search(peer: str, pool: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The distances to the nearest rows."""
    if peer == "ours":
        return nearest(pool, rows, COUNT).distance
    if peer == "scikit-learn":
        from sklearn.neighbors import NearestNeighbors

        return NearestNeighbors(n_neighbors=COUNT, algorithm="brute", metric="manhattan").fit(pool).kneighbors(rows)[0]
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlat(pool.shape[1], faiss.METRIC_L1)
    index.add(pool)
    return index.search(rows, COUNT)[0]


def measure(peer: str, data: str, case: str, place: Path) -> None:
    """Search with a few rows and then with all: the distances of these, the processor time and the largest memory."""
    pool, rows, texts = cases(data)[case]
    if peer != "ours":
        sizes = [int(max(side.max() for side in both)) + 1 for both in zip(pool.T, rows.T, strict=True)]
        pool, rows = one_hot(pool, texts, sizes), one_hot(rows, texts, sizes)
    search(peer, pool[:1000], rows[:100])
    start = time.process_time()
    found = search(peer, pool, rows)
    seconds = time.process_time() - start
    peak = int(re.findall(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))[0]) / 1024
    np.save(place.with_suffix(".npy"), found)
    told = {"seconds": seconds, "memory": peak, "shapes": [len(pool), len(rows), pool.shape[1]]}
    place.write_text(json.dumps(told), encoding="utf-8")


def page(data: str, folder: Path) -> str:
    """Every case by everyone who is there, as a Markdown table."""
    lines = [
        "| pool × rows | who | columns | processor time | × ours | memory | largest difference |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for case in ("real", "mixed"):
        ours = None
        for peer in (name for name, module in PEERS.items() if importlib.util.find_spec(module)):
            place = folder / f"{case}-{peer}.json"
            if not place.is_file():
                command = [sys.executable, __file__, "--data", data, "--one", peer, case, str(place)]
                subprocess.run(command, check=True)
            found, distance = json.loads(place.read_text(encoding="utf-8")), np.load(place.with_suffix(".npy"))
            ours = ours or (found["seconds"], distance)
            apart = float(np.abs(distance - ours[1]).max())
            if apart > 1e-5:
                raise SystemExit(f"{case}: {peer} finds other distances, by up to {apart}")
            pool, rows, columns = found["shapes"]
            lines.append(
                f"| {pool:,} × {rows:,}, {case} | {peer} | {columns} | {found['seconds']:.2f} s |"
                f" {found['seconds'] / ours[0]:.0f} | {found['memory']:,.0f} MB | {apart:.1g} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", nargs=3, metavar=("PEER", "CASE", "PLACE"))
    wanted = parser.parse_args()
    if wanted.one:
        measure(wanted.one[0], wanted.data, wanted.one[1], Path(wanted.one[2]))
        return
    versions = [
        f"{module} {importlib.import_module(module).__version__}"
        for module in ("sklearn", "faiss")
        if importlib.util.find_spec(module)
    ]
    named = f" --data {Path(wanted.data).name}" if wanted.data else ""
    with tempfile.TemporaryDirectory() as folder:
        table = page(wanted.data, wanted.results or Path(folder))
    text = (
        f"# Nearest rows\n\n`python benchmarks/neighbours.py{named} --write`, one core, Python"
        f" {platform.python_version()}, {', '.join(versions)}; the two nearest rows of each row and their"
        f" distances, all exact. What is searched and how is said in the file.\n\n{table}\n"
    )
    print(text)
    if wanted.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
