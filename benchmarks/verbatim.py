"""Verbatim overlap beside other methods: time, memory, recall and precision, on texts with planted passages.

``python benchmarks/verbatim.py [--peer PYTHON] [--megabytes 20] [--write]``. Two texts of made-up words, by Zipf's law;
300 passages of 30 to 500 characters of one stand in the other. Windows have 50 characters. Each method is a process
of its own on one thread: seconds are its processor time from the texts to the windows found, memory its largest.
``--peer`` names a Python that has pydivsufsort. ``--write`` puts the tables into benchmarks/VERBATIM.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
for name in THREADS:
    os.environ[name] = "1"

import numpy as np  # noqa: E402

PAGE = Path(__file__).parent / "VERBATIM.md"
WINDOW = 50
PASSAGES = 300
TRUTH = "truth.json"


def zipf(size: int, seed: int) -> str:
    """About so many characters of made-up words."""
    rng = np.random.default_rng(seed)
    vocabulary = np.array(
        ["".join(word) for word in np.random.default_rng(0).choice(list("abcdefghiklmnoprstu"), (50_000, 6))]
    )
    shares = 1 / np.arange(1, len(vocabulary) + 1)
    return " ".join(vocabulary[rng.choice(len(vocabulary), size // 7, p=shares / shares.sum())])


def make(folder: Path, size: int) -> None:
    """Write the two texts, and where passages of the first were planted in the second."""
    train, made = zipf(size, 1), zipf(size, 2)
    rng = np.random.default_rng(3)
    places = np.sort(rng.choice(len(made) // 1_000, PASSAGES, replace=False)) * 1_000
    lengths = rng.integers(30, 501, PASSAGES)
    sources = rng.integers(0, len(train) - 500, PASSAGES)
    parts, before = [], 0
    for place, length, source in zip(places, lengths, sources, strict=True):
        parts += [made[before:place], train[source : source + length]]
        before = place + length
    (folder / "train").write_text(train, encoding="utf-8")
    (folder / "made").write_text("".join([*parts, made[before:]]), encoding="utf-8")
    planted = [[int(place), int(length)] for place, length in zip(places, lengths, strict=True) if length >= WINDOW]
    (folder / TRUTH).write_text(json.dumps(planted), encoding="utf-8")


def ours(made: str, train: str) -> Any:
    """Rolling hashes, a filter of blocks, every hit compared: privacy.text.windows."""
    from privacy.text.documents import characters
    from privacy.text.windows import shared

    return shared(characters([made]), characters([train]), WINDOW).at


def sorted_hashes(made: str, train: str) -> Any:
    """All windows' rolling hashes in numpy, those of one text looked up among those of the other by sorting."""
    texts = [np.frombuffer(text.encode(), np.uint8) for text in (made, train)]
    factor, hashes = 0x9E3779B97F4A7C15, []
    inverse = pow(factor, -1, 1 << 64)
    for text in texts:
        powers = np.cumprod(np.full(len(text), factor, np.uint64))
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum((text + np.uint64(1)) * powers)])
        back = np.cumprod(np.full(len(text) - WINDOW + 1, inverse, np.uint64))
        hashes.append((sums[WINDOW:] - sums[:-WINDOW]) * back)
    known, place = np.unique(hashes[1], return_index=True)
    spot = np.minimum(np.searchsorted(known, hashes[0]), len(known) - 1)
    at = np.flatnonzero(known[spot] == hashes[0])
    return np.array([i for i in at if (texts[0][i : i + WINDOW] == texts[1][place[spot[i]] :][:WINDOW]).all()])


def suffix_array(made: str, train: str) -> Any:
    """pydivsufsort: the suffix array of both texts, and common substrings of it."""
    from pydivsufsort import common_substrings

    found = common_substrings(made, train, WINDOW)
    return np.unique(np.concatenate([np.arange(at, at + length - WINDOW + 1) for at, _, length in found]))


METHODS: dict[str, Callable[[str, str], Any]] = {
    "ours": ours,
    "sorted hashes": sorted_hashes,
    "suffix array": suffix_array,
}


def measure(method: str, folder: Path) -> None:
    """Run a method in this process and print what it took; the windows found go to a file."""
    import resource

    made, train = ((folder / name).read_text(encoding="utf-8") for name in ("made", "train"))
    if method == "ours":  # what is compiled is kept between processes; the first one would count it
        ours("once more", "once more")
    start = time.process_time()
    found = METHODS[method](made, train)
    seconds = time.process_time() - start
    np.save(folder / "found.npy", found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "gigabytes": peak, "windows": len(found)}))


def judged(folder: Path) -> tuple[float, float]:
    """The share of planted passages found whole, and of windows found (1,000 drawn) that truly stand in the other."""
    made, train = ((folder / name).read_text(encoding="utf-8") for name in ("made", "train"))
    found = np.load(folder / "found.npy")
    known = set(found.tolist())
    planted = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    whole = [all(i in known for i in range(at, at + length - WINDOW + 1)) for at, length in planted]
    drawn = np.random.default_rng(0).choice(found, min(len(found), 1_000), replace=False)
    return float(np.mean(whole)), float(np.mean([made[i : i + WINDOW] in train for i in drawn]))


def run(method: str, folder: Path, python: str) -> dict[str, Any]:
    """A method in a process of its own."""
    paths = str(Path(__file__).parent.parent) if python == sys.executable else ""
    done = subprocess.run([python, __file__, "--measure", method, str(folder)], capture_output=True, text=True,
                          check=False, env={**os.environ, "PYTHONPATH": paths})  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr[-2_000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def page(given: argparse.Namespace) -> str:
    """Measure everything."""
    lines = ["| texts | method | seconds | GB | recall | precision |", "|---|---|---:|---:|---:|---:|"]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        size = given.megabytes * 1_000_000
        make(folder, size)
        peers = {
            "ours": sys.executable,
            "sorted hashes": sys.executable,
            **({"suffix array": given.peer} if given.peer else {}),
        }
        for method, python in peers.items():
            told = run(method, folder, python)
            recall, precision = judged(folder)
            lines.append(row(f"{given.megabytes} MB against {given.megabytes} MB", method, told, recall, precision))
            print(lines[-1], flush=True)
        (folder / "made").write_text((folder / "train").read_text(encoding="utf-8"), encoding="utf-8")
        lines.append(row(f"{given.megabytes} MB against themselves", "ours", run("ours", folder, sys.executable)))
        (folder / "made").write_text(zipf(5 * size, 4), encoding="utf-8")
        lines.append(row(f"one line of {5 * given.megabytes} MB", "ours", run("ours", folder, sys.executable)))
    return (
        f"# Verbatim overlap\n\n`python benchmarks/verbatim.py --peer PYTHON --write`; one thread of"
        f" {os.cpu_count()} shared cores, Python {platform.python_version()}; windows of {WINDOW} characters."
        " Recall: of the planted passages of 50 characters or more, those found whole. Precision: of 1,000 windows"
        " found, those that stand in the other text. *Sorted hashes*: numpy, in this file; *suffix array*:"
        " pydivsufsort. A text against itself is the worst case, as every window is a hit.\n\n"
        + "\n".join(lines)
        + "\n"
    )


def row(texts: str, method: str, told: dict[str, Any], *quality: float) -> str:
    """A line of the table."""
    shares = " | ".join(f"{share:.3f}" for share in quality) or "– | –"
    return f"| {texts} | {method} | {told['seconds']:.2f} | {told['gigabytes']:.2f} | {shares} |"


def main() -> None:
    """Print the page, or run one method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", default="")
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--measure", nargs=2)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]))
        return
    text = page(given)
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
