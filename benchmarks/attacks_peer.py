"""The peer's attacks on a table, for :mod:`attacks`: ``python attacks_peer.py FOLDER ATTACKS`` in its environment.

The folder holds train.csv, synthetic.csv and holdout.csv. Prints seconds and risks as JSON.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
from anonymeter.evaluators import InferenceEvaluator, LinkabilityEvaluator, SinglingOutEvaluator

SECRET = "income"  # noqa: S105  a column
warnings.filterwarnings("ignore")


def main() -> None:
    """Run each attack once, after one that nothing is taken from (what is compiled is compiled then)."""
    folder, attacks = Path(sys.argv[1]), int(sys.argv[2])
    train, synthetic, holdout = (pd.read_csv(folder / f"{name}.csv") for name in ("train", "synthetic", "holdout"))
    names = list(train)
    known = [name for name in names if name != SECRET]
    sides = {"ori": train, "syn": synthetic, "control": holdout}
    found: dict[str, Any] = {}
    for size in (50, attacks):
        for name, make in {
            "singling out": lambda n: (SinglingOutEvaluator(**sides, n_attacks=n), {"mode": "multivariate"}),
            "linkability": lambda n: (
                LinkabilityEvaluator(**sides, n_attacks=n, aux_cols=(names[::2], names[1::2]), n_neighbors=1), {}),
            "attribute inference": lambda n: (
                InferenceEvaluator(**sides, aux_cols=known, secret=SECRET, regression=False, n_attacks=n), {}),
        }.items():  # fmt: skip
            began = time.perf_counter()
            evaluator, how = make(size)
            evaluator.evaluate(**how)
            found[name] = {"seconds": time.perf_counter() - began, "risk": float(evaluator.risk().value)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
