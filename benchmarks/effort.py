"""What a fit takes, beside what is estimated before it (synth/tabular/effort.py): the measure of its coefficients.

``python benchmarks/effort.py [--engine NAME …]`` fits each engine to rows drawn from the shipped table ``adult``, each
time in a process of its own, on one thread, and prints seconds of the processor and the peak of resident memory, from
the start of the process to the fitted model. What is compiled once is compiled before.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT")
NETWORKS = ("sdv:ctgan", "sdv:tvae", "sdv:copula_gan", "sdv:par")
FIGURES = ("seconds", "expected seconds", "memory", "expected memory")
SEVERAL = ("relational", "sdv:hma")
ONE = ("cart", "declared", "dp_tree", "sdv:gaussian_copula")
# Rows, columns and epochs of each fit.
TABLES = ((2_000, 15, 0), (30_000, 15, 0), (30_000, 6, 0), (150_000, 15, 0))
TRAINED = ((2_000, 15, 1), (8_000, 15, 1), (8_000, 15, 9))
FAMILIES = ((600, 3, 0), (3_000, 3, 0))
SEQUENCES = ((2_000, 3, 2), (20_000, 3, 2), (20_000, 3, 6))


def peak() -> float:
    """The most megabytes that this program had; the system's usual figure counts what its parent had as well."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    return float(found[1]) / 1024 if found else 0.0


def sizes(engine: str) -> tuple[tuple[int, int, int], ...]:
    """The tables that an engine is measured on: HMA's and PAR's are small, since they are slow."""
    if engine in SEVERAL:
        return FAMILIES if engine == "sdv:hma" else (*FAMILIES, (30_000, 3, 0))
    if engine == "sdv:par":
        return SEQUENCES
    return TRAINED if engine in NETWORKS else TABLES


def fit(engine: str, rows: int, columns: int, epochs: int) -> dict[str, float]:
    """Seconds and megabytes of one fit in this process, from its start; and what was estimated."""
    import numpy as np

    from synth.tabular import choice, effort, fitting, real
    from synth.tabular.schema import Schema

    warnings.simplefilter("ignore")
    known = real.read("adult")
    names = list(known.schema.only().columns)[-columns:]
    rng = np.random.default_rng(0)
    table = known.schema.only().model_copy(
        update={"columns": {each: known.schema.only().columns[each] for each in names}, "rules": ()}
    )
    schema = Schema(name="adult", tables={"adult": table})
    frame = known.frame[names].iloc[rng.integers(0, len(known.frame), rows)].reset_index(drop=True)
    frames, more = {"adult": frame}, {"epochs": epochs} if epochs else {}
    if engine in (*SEVERAL, "sdv:par"):
        frames, schema = families(rows) if engine in SEVERAL else steps(rows)
        expected = effort.estimate(engine, schema, {name: len(one) for name, one in frames.items()}, epochs or None)
        choice.of_several(engine).fit(frames, schema, seed=1, **more)
    else:
        expected = effort.estimate(engine, schema, {"adult": rows}, epochs or None)
        more |= {"epsilon": 1.0} if engine == "dp_tree" else {}
        fitting.fit(frame, schema, using=engine, seed=1, **more)
    return {"seconds": time.process_time(), "memory": peak(),
            "expected seconds": expected.seconds, "expected memory": expected.megabytes}  # fmt: skip


def families(rows: int):  # type: ignore[no-untyped-def]
    """Customers, and about three orders each: so many orders."""
    from relational import pair

    return pair(rows // 3, 3)


def steps(rows: int):  # type: ignore[no-untyped-def]
    """Sequences of ten rows: so many rows."""
    import numpy as np
    import pandas as pd

    from synth.tabular.schema import Column, single

    rng = np.random.default_rng(0)
    who, day = np.repeat(np.arange(rows // 10), 10), np.tile(np.arange(10), rows // 10)
    frame = pd.DataFrame(
        {"who": who, "day": day, "rate": rng.normal(80, 9, len(who)).round(), "drug": rng.random(len(who)) < 0.3}
    )
    known = {
        "who": Column(kind="id"),
        "day": Column(kind="integer"),
        "rate": Column(kind="number", decimals=0),
        "drug": Column(kind="boolean"),
    }
    return {"heart": frame}, single("heart", known, entity=("who",), order="day")


def measured(engine: str, rows: int, columns: int, epochs: int) -> dict[str, float]:
    """The figures of one fit in a process of its own, on one thread."""
    settings = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, __file__, "--measure", engine, str(rows), str(columns), str(epochs)]
    done = subprocess.run(command, env=settings, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure, and print a line a fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = (*ONE, *NETWORKS, *SEVERAL)
    parser.add_argument("--engine", nargs="+", choices=every, default=every)
    parser.add_argument("--measure", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        engine, *numbers = options.measure
        print(json.dumps(fit(engine, *map(int, numbers))))
        return
    measured("cart", 500, 15, 0)
    print("| engine | rows | columns | epochs | seconds | estimated | MB | estimated |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for engine in options.engine:
        for rows, columns, epochs in sizes(engine):
            found = measured(engine, rows, columns, epochs)
            seconds, more, memory, most = (found[name] for name in FIGURES)
            told = f"{seconds:.1f} | {more:.1f} | {memory:,.0f} | {most:,.0f}"
            print(f"| {engine} | {rows:,} | {columns} | {epochs or ''} | {told} |", flush=True)


if __name__ == "__main__":
    main()
