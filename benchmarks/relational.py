"""Several tables: our engine beside SDV's HMA on parents and children, and alone on ten tables of a million rows.

``python benchmarks/relational.py [--part pair|ten] [--write]`` prints the figures; ``--write`` puts them into
benchmarks/relational.json and the page into benchmarks/RELATIONAL.md. Both engines run in this process, one after the
other, on one thread; what is compiled once is compiled before.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(threads, "1")
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the project's own modules are found through the line above
import pandas as pd  # noqa: E402

from synth.tabular import relational  # noqa: E402
from synth.tabular.audit import audit  # noqa: E402
from synth.tabular.schema import Column, Parent, Schema, Table  # noqa: E402

PAGE = Path(__file__).parent / "RELATIONAL.md"
STORE = Path(__file__).parent / "relational.json"
PARENTS = 1_000
ROWS = 1_000_000
Frames = dict[str, pd.DataFrame]
HEAD = """# Several tables

`python benchmarks/relational.py --write` on {cores} shared cores, one thread, Python {python}.
"""


def pair(size: int, seed: int) -> tuple[Frames, Schema]:
    """Customers and about three orders each: more for the rich, of larger amounts; amounts hang on age, too."""
    rng = np.random.default_rng(seed)
    rich, age = rng.random(size) < 0.3, rng.integers(18, 90, size)
    counts = np.where(rich, rng.poisson(6, size), rng.poisson(1.7, size))
    who = np.repeat(np.arange(size), counts)
    amount = np.exp(rng.normal(np.where(rich[who], 4.0, 3.0) + age[who] / 100, 0.3)).round(2)
    kind = np.where(rng.random(len(who)) < np.where(age[who] > 50, 0.7, 0.2), "book", "toy")
    customers = pd.DataFrame({"id": np.arange(size), "rich": np.where(rich, "yes", "no"), "age": age})
    orders = pd.DataFrame({"number": np.arange(len(who)), "customer": who, "amount": amount, "kind": kind})
    yes_no, kinds = Column(kind="category", values=("yes", "no")), Column(kind="category", values=("book", "toy"))
    tables = {
        "customers": Table(
            columns={"id": Column(kind="id"), "rich": yes_no, "age": Column(kind="integer")}, key=("id",)
        ),
        "orders": Table(
            columns={
                "number": Column(kind="id"),
                "customer": Column(kind="id"),
                "amount": Column(kind="number", decimals=2),
                "kind": kinds,
            },
            key=("number",),
            parents=(Parent(table="customers", columns=("customer",)),),
        ),
    }
    return {"customers": customers, "orders": orders}, Schema(name="shop", tables=tables)


def judged(real: Frames, made: Frames) -> dict[str, float]:
    """How far made tables are from real ones: distribution of children a parent, and relations across the tables."""
    counts = [_counts(frames) for frames in (real, made)]
    both = np.arange(max(map(max, counts)) + 1)
    shares = [np.bincount(found, minlength=len(both)) / len(found) for found in counts]
    relations = [_relations(frames) for frames in (real, made)]
    return {
        "children a parent, total variation": round(float(np.abs(shares[0] - shares[1]).sum() / 2), 4),
        "relations across tables, mean difference": round(float(np.abs(relations[0] - relations[1]).mean()), 4),
    }


def _counts(frames: Frames) -> Any:
    return frames["orders"].groupby("customer").size().reindex(frames["customers"]["id"], fill_value=0).to_numpy(int)


def _relations(frames: Frames) -> Any:
    """Correlations of parents' columns with children's, and with their number."""
    customers = frames["customers"].assign(children=_counts(frames), rich=frames["customers"]["rich"] == "yes")
    whole = frames["orders"].merge(customers, left_on="customer", right_on="id")
    whole = whole.assign(book=whole["kind"] == "book", logarithm=np.log(whole["amount"].clip(lower=0.01)))
    pairs = [("rich", "logarithm"), ("age", "logarithm"), ("rich", "book"), ("age", "book"), ("children", "logarithm")]
    found = [np.corrcoef(whole[one].astype(float), whole[other].astype(float))[0, 1] for one, other in pairs]
    found.append(np.corrcoef(customers["rich"].astype(float), customers["children"])[0, 1])
    return np.nan_to_num(found)


def ours(frames: Frames, schema: Schema) -> Callable[[], Frames]:
    """Our engine at its defaults."""
    model = relational.fit(frames, schema, seed=1)
    return lambda: relational.sample(model, seed=2)[0]


def hma(frames: Frames, schema: Schema) -> Callable[[], Frames]:
    """SDV's HMA at its defaults, called directly."""
    from sdv.metadata import Metadata
    from sdv.multi_table import HMASynthesizer

    warnings.simplefilter("ignore")
    kinds = {"id": "id", "integer": "numerical", "number": "numerical", "category": "categorical"}
    tables = {
        name: {
            "primary_key": table.key[0],
            "columns": {column: {"sdtype": kinds[known.kind]} for column, known in table.columns.items()},
        }
        for name, table in schema.tables.items()
    }
    link = {
        "parent_table_name": "customers",
        "child_table_name": "orders",
        "parent_primary_key": "id",
        "child_foreign_key": "customer",
    }
    metadata = Metadata.load_from_dict({"tables": tables, "relationships": [link], "METADATA_SPEC_VERSION": "V1"})
    synthesizer = HMASynthesizer(metadata, verbose=False)
    synthesizer.fit(frames)
    return lambda: synthesizer.sample(num_rows=len(frames["customers"]), main_table_name="customers")


def beside() -> dict[str, Any]:
    """Both engines on the same parents and children."""
    frames, schema = pair(PARENTS, 3)
    ours(*pair(50, 4))()
    found: dict[str, Any] = {"parents": len(frames["customers"]), "children": len(frames["orders"])}
    other, _ = pair(PARENTS, 5)
    found["another real sample"] = judged(frames, other)
    for name, engine in (("relational", ours), ("HMA", hma)):
        began = time.perf_counter()
        draw = engine(frames, schema)
        fitted = time.perf_counter()
        rows = draw()
        ended = time.perf_counter()
        found[name] = {"fit": round(fitted - began, 2), "sample": round(ended - fitted, 2), **judged(frames, rows)}
    return found


def ten(size: int, seed: int) -> tuple[Frames, Schema]:
    """Ten tables on three levels, of about so many rows in all: two roots, four below them, four below those."""
    rng = np.random.default_rng(seed)
    parents = {"t3": ["t1"], "t4": ["t1", "t2"], "t5": ["t2"], "t6": ["t2", "t1"], "t7": ["t3"], "t8": ["t4"],
               "t9": ["t5", "t2"], "t10": ["t6"]}  # fmt: skip
    shares = {"t1": 0.03, "t2": 0.03, "t3": 0.1, "t4": 0.1, "t5": 0.1, "t6": 0.1, "t7": 0.13, "t8": 0.13, "t9": 0.14}
    frames: Frames = {}
    tables: dict[str, Table] = {}
    for name in [*shares, "t10"]:
        count = int(size * shares.get(name, 0.14))
        links = {parent: rng.integers(0, len(frames[parent]), count) for parent in parents.get(name, [])}
        base = sum((frames[parent]["x"].to_numpy()[rows] for parent, rows in links.items()), np.zeros(count))
        x = (0.7 * base + rng.normal(0, 1, count)).round(2)
        frame = pd.DataFrame({"id": np.arange(count), **{f"of_{parent}": rows for parent, rows in links.items()}})
        frames[name] = frame.assign(
            x=x, y=rng.integers(0, 50, count), z=np.where(x + rng.normal(0, 1, count) > 0, "a", "b")
        )
        known = {each: Column(kind="id") for each in frame}
        known |= {"x": Column(kind="number", decimals=2), "y": Column(kind="integer")}
        known["z"] = Column(kind="category", values=("a", "b"))
        keys = tuple(Parent(table=parent, columns=(f"of_{parent}",)) for parent in links)
        tables[name] = Table(columns=known, key=("id",), parents=keys)
    return frames, Schema(name="ten", tables=tables)


def alone() -> dict[str, Any]:
    """Ours on ten tables of a million rows."""
    frames, schema = ten(ROWS, 1)
    relational.sample(relational.fit(*ten(2_000, 2), seed=1), seed=1)
    began = time.perf_counter()
    model = relational.fit(frames, schema, seed=1)
    fitted = time.perf_counter()
    rows, _ = relational.sample(model, seed=2)
    ended = time.perf_counter()
    relations = {}
    for name, table in schema.tables.items():
        for parent in table.parents:
            key = parent.columns[0]
            found = [_across(one[name], one[parent.table], key) for one in (frames, rows)]
            relations[f"{name} to {parent.table}"] = [round(float(value), 3) for value in found]
    return {
        "rows": sum(map(len, frames.values())),
        "made": sum(map(len, rows.values())),
        "fit": round(fitted - began, 1),
        "sample": round(ended - fitted, 1),
        "broken": audit(rows, schema),
        "correlations of x with the parent's, real and made": relations,
    }


def _across(child: pd.DataFrame, parent: pd.DataFrame, key: str) -> float:
    above = child[[key, "x"]].merge(parent[["id", "x"]], left_on=key, right_on="id")
    return float(np.corrcoef(above["x_x"], above["x_y"])[0, 1])


def page(found: dict[str, Any]) -> str:
    """The page of all that was measured."""
    lines = [HEAD.format(cores=os.cpu_count(), python=platform.python_version())]
    if "pair" in found:
        both = found["pair"]
        lines += [f"## {both['parents']:,} parents and {both['children']:,} children", ""]
        lines += ["Asked: 20 times as fast as HMA, at least as close.", ""]
        lines += [
            "| | fit, s | sample, s | children a parent: total variation | relations across tables: mean difference |"
        ]
        lines += ["|---|---:|---:|---:|---:|"]
        for name in ("relational", "HMA", "another real sample"):
            one = both[name]
            judged = " | ".join(str(value) for key, value in one.items() if key not in ("fit", "sample"))
            lines.append(f"| {name} | {one.get('fit', '')} | {one.get('sample', '')} | {judged} |")
        times = [sum(both[name][part] for part in ("fit", "sample")) for name in ("HMA", "relational")]
        lines += ["", f"Fit and sample: {times[0] / times[1]:.0f} times as fast as HMA."]
    if "ten" in found:
        one = found["ten"]
        relations = one["correlations of x with the parent's, real and made"]
        lines += ["", "## Ten tables on three levels", ""]
        lines.append(f"{one['rows']:,} real rows learnt in {one['fit']} s, {one['made']:,} drawn in {one['sample']} s.")
        lines.append(f"Rows that break a key or a rule: {sum(one['broken'].values())}.")
        lines += ["", "| child to parent | correlation, real | made |", "|---|---:|---:|"]
        lines += [f"| {name} | {real} | {made} |" for name, (real, made) in relations.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure what is asked for, print it, and write it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("pair", "ten"))
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    found = json.loads(STORE.read_text()) if STORE.exists() else {}
    for name, measure in (("pair", beside), ("ten", alone)):
        if wanted.part in (None, name):
            found[name] = measure()
    text = page(found)
    print(text)
    if wanted.write:
        STORE.write_text(json.dumps(found, indent=1) + "\n")
        PAGE.write_text(text)


if __name__ == "__main__":
    main()
