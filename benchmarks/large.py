"""Large tables: a million released rows whose every rule is asked of DuckDB, and five million rows to learn from.

``python benchmarks/large.py [--folder FOLDER] [--write]`` prints the page; ``--write`` puts it into
benchmarks/LARGE.md.
Each step is a process of its own, whose processor time and largest memory are what the system counted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = Path(__file__).parent / "LARGE.md"
LEARNT, RELEASED, REAL = 20_000, 1_000_000, 5_000_000
SCHEMA = """\
name: bills
key: [bill]
columns:
  bill: {kind: id, pattern: 'B\\d{9}', unique: true}
  name: {kind: text, pii: name}
  admitted: {kind: date, low: 2010-01-01, high: 2030-01-01}
  discharged: {kind: date, low: 2010-01-01, high: 2030-01-01}
  nights: {kind: integer, low: 0, high: 400}
  ward: {kind: category, values: [heart, hip, lungs]}
  house: {kind: category, values: [north, south]}
  code: {kind: category, values: [H1, H2, P1, L1, L2]}
  room: {kind: number, low: 0, high: 200000, decimals: 2}
  drugs: {kind: number, low: 0, high: 200000, decimals: 2}
  total: {kind: number, low: 0, high: 400000, decimals: 2}
  died: {kind: boolean}
  died_on: {kind: date, low: 2010-01-01, high: 2030-01-01, nullable: true}
  cash: {kind: boolean}
  card: {kind: boolean}
  insured: {kind: boolean}
rules:
  - {kind: order, columns: [admitted, discharged]}
  - {kind: formula, column: nights, expression: "days(admitted, discharged)"}
  - {kind: combinations, columns: [ward, house, code]}
  - {kind: sum, columns: [room, drugs], total: total, tolerance: 0.000001}
  - {kind: one_hot, columns: [cash, card, insured]}
  - {kind: required, column: died_on, when: died, values: [true], otherwise: empty}
"""


def bills(rows: int, seed: int) -> Any:
    """Bills of a house: longer stays cost more, each ward has its codes and houses, few died."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    ward = rng.choice(["heart", "hip", "lungs"], rows)
    admitted = np.datetime64("2020-01-01") + rng.integers(0, 2000, rows)
    nights = rng.poisson(np.select([ward == "heart", ward == "hip"], [4, 9], 6))
    died = rng.random(rows) < 0.02
    room, drugs = (nights * 420.5 + rng.gamma(2, 60, rows)).round(2), rng.gamma(2, 240, rows).round(2)
    paid = rng.choice(3, rows, p=[0.1, 0.3, 0.6])
    codes = {"heart": ["H1", "H2"], "hip": ["P1", "P1"], "lungs": ["L1", "L2"]}
    return pd.DataFrame(
        {
            "bill": [f"B{number:09d}" for number in rng.permutation(rows)],
            "name": rng.choice(["Ada Berg", "Ben Cruz", "Cleo Dunn", "Dara Klein"], rows),
            "admitted": admitted.astype("M8[s]"),
            "discharged": (admitted + nights).astype("M8[s]"),
            "nights": nights,
            "ward": ward,
            "house": np.where((ward == "hip") | (rng.random(rows) < 0.3), "north", "south"),
            "code": [codes[one][at] for one, at in zip(ward, rng.integers(0, 2, rows), strict=True)],
            "room": room,
            "drugs": drugs,
            "total": (room + drugs).round(2),
            "died": died,
            "died_on": pd.Series((admitted + nights).astype("M8[s]")).where(died),
            "cash": paid == 0,
            "card": paid == 1,
            "insured": paid == 2,
        }
    )


def prepare(folder: Path) -> None:
    """The real bills, few and many, and their schema."""
    (folder / "bills.yaml").write_text(SCHEMA, encoding="utf-8")
    bills(LEARNT, 1).to_parquet(folder / "bills.parquet", index=False)
    bills(REAL, 2).to_parquet(folder / "many.parquet", index=False)


def command(*arguments: str | Path) -> dict[str, Any]:
    """A command of ours in a process of its own: what it says, its seconds and the largest memory that it had."""
    code = (
        "import json, re, sys, time; from synth.cli import main\n"
        "try: main()\n"
        "finally:\n"
        " peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) / 1024\n"
        " sys.stderr.write('\\n' + json.dumps([time.process_time(), peak]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments), "--json"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr}")
    seconds, memory = json.loads(done.stderr.splitlines()[-1])
    return {**json.loads(done.stdout), "processor": seconds, "memory": memory}


def audited(place: Path, schema: Path) -> tuple[dict[str, int], int, float]:
    """How many rows break each thing that a schema says, of how many queries, in how many seconds."""
    import time

    from synth.tabular import schema as schemas
    from synth.tabular.audit import audit, queries

    known = schemas.read(schema)
    sources = {name: place / f"{name}.parquet" if place.is_dir() else place for name in known.tables}
    began = time.perf_counter()
    return audit(sources, known), len(list(queries(known))), time.perf_counter() - began


def measured(folder: Path) -> dict[str, Any]:
    """Both parts; what is compiled once is compiled before."""
    command("table", "fit", folder / "bills.parquet", "--schema", folder / "bills.yaml", "-o", folder / "model")
    fitted = command(
        "table", "fit", folder / "bills.parquet", "--schema", folder / "bills.yaml", "-o", folder / "model"
    )
    drawn = command("table", "sample", folder / "model", "-n", str(RELEASED), "-o", folder / "rows.parquet")
    alone = audited(folder / "rows.parquet", folder / "bills.yaml")
    command("table", "fit", "clinic", "-o", folder / "clinic")
    people = command("table", "sample", folder / "clinic", "--scale", "125", "-o", folder / "made")
    together = audited(folder / "made", folder / "made/schema.yaml")
    many = command("table", "fit", folder / "many.parquet", "--schema", folder / "bills.yaml", "-o", folder / "large")
    return {"fitted": fitted, "drawn": drawn, "alone": alone, "people": people, "together": together, "many": many}


def page(found: dict[str, Any]) -> str:
    """The figures as Markdown."""

    def line(what: str, told: dict[str, Any]) -> str:
        return f"| {what} | {told['rows']:,} | {told['processor']:.1f} s | {told['memory']:,.0f} MB |"

    def kept(what: str, told: tuple[dict[str, int], int, float]) -> str:
        return f"| {what} | {told[1]} | {sum(told[0].values()):,} | {told[2]:.1f} s |"

    return "\n".join(
        [
            "# Large tables",
            "",
            f"`python benchmarks/large.py --write`, {os.cpu_count()} shared cores, Python {platform.python_version()};",
            "processor time and largest memory of each command's whole process, its start included.",
            "",
            "| command | rows | processor time | memory |",
            "|---|---:|---:|---:|",
            line(f"`table fit`, bills of 16 columns and 6 rules, {LEARNT:,} rows", found["fitted"]),
            line("`table sample` into Parquet", found["drawn"]),
            line("`table sample`, the clinic's four tables", found["people"]),
            line("`table fit`, as many bills", found["many"]),
            "",
            "## Every rule, asked of DuckDB",
            "",
            "| released rows | queries | rows that break one | time |",
            "|---|---:|---:|---:|",
            kept("the bills: order, formula, combinations, sum, one-hot, required, key, bounds", found["alone"]),
            kept("the clinic: keys, foreign keys, orders within and across tables, bounds", found["together"]),
            "",
            "Drawn again, as they broke a rule: "
            f"{sum(found['drawn']['rejected'].values()):,} bills, "
            f"{sum(found['people']['rejected'].values()):,} rows of the clinic.",
            "",
        ]
    )


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folder", type=Path)
    arguments.add_argument("--write", action="store_true")
    arguments.add_argument("--prepare", action="store_true", help="only write the real bills")
    chosen = arguments.parse_args()
    if chosen.prepare:
        prepare(chosen.folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "many.parquet").exists():
            subprocess.run(
                [sys.executable, __file__, "--prepare", "--folder", str(folder)], check=True
            )  # its own memory
        text = page(measured(folder))
    if chosen.write:
        PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
