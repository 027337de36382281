"""Whether a release shows that one person was learnt from: shadow models of our engines.

``python benchmarks/shadows.py [--pairs 60] [--write]``. Of 1,001 rows of the shipped census table one person is
attacked; each training set is half of the others, with the person in place of one or without: ``--pairs`` of either.
The person is the most isolated (whose nearest row is farthest, by Gower's distance) or the middle one. The engines work
on bare rows, without the protection and hiding that stand before them in a release. ``--write`` puts the table into
benchmarks/SHADOWS.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402

from privacy import encoding  # noqa: E402
from privacy.core import plain_columns  # noqa: E402
from privacy.neighbours import nearest  # noqa: E402
from privacy.shadow import shadow  # noqa: E402
from synth.tabular import real  # noqa: E402
from synth.tabular.engines import cart, dp_tree  # noqa: E402

PAGE = Path(__file__).parent / "SHADOWS.md"
PEOPLE = 1_001
ENGINES: dict[str, tuple[Any, dict[str, Any]]] = {
    "a bootstrap of the rows": (None, {}),
    "cart": (cart, {}),
    "cart, leaf 5, strength 2.5, shared 1": (cart, {"leaf": 5, "strength": 2.5, "shared": 1, "few": 255}),
    "dp_tree, ε = 1": (dp_tree, {"epsilon": 1.0}),
}


def row(engine: str, whom: str, target: pd.DataFrame, others: pd.DataFrame, pairs: int) -> str:
    """One line of the table."""
    module, settings = ENGINES[engine]
    table = real.read("adult").schema.only()

    def generate(rows: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        if module is None:
            return rows.iloc[rng.integers(0, len(rows), len(rows))]
        return module.sample(module.fit(rows, table, rng=rng, **settings), table, len(rows), rng=rng)

    start = time.process_time()
    found = shadow(generate, others, target, sets=pairs, rng=np.random.default_rng(0)).found
    seconds = time.process_time() - start
    return (
        f"| {engine} | {whom} | {found.area:.2f} ({found.low:.2f}–{found.high:.2f}) | {found.p:.2g} | {seconds:.0f} s |"
    )


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=60)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    people = real.read("adult").frame.sample(PEOPLE, random_state=0, ignore_index=True)
    points = encoding.points(people, people[:1], plain_columns(people)).pool
    lone = np.argsort(-nearest(points, points, 2).distance[:, 1], kind="stable")
    lines = ["| engine | person | AUC (95%) | p | processor time |", "|---|---|---:|---:|---:|"]
    for engine in ENGINES:
        for whom, at in (("most isolated", lone[0]), ("middle", lone[PEOPLE // 2])):
            lines.append(row(engine, whom, people[at : at + 1], people.drop(at), wanted.pairs))
    text = (
        f"# Shadow models\n\n`python benchmarks/shadows.py --write`, Python {platform.python_version()}; {wanted.pairs}"
        f" pairs of training sets of {PEOPLE // 2} rows, half of which are learnt from. An AUC of 0.5 is a guess; a row"
        " that is drawn with probability 1 - 1/e, as by the bootstrap, gives 0.82.\n\n" + "\n".join(lines) + "\n"
    )
    print(text)
    if wanted.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
