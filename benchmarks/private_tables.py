"""Differentially private tables: utility and time beside peers and two anchors; and an audit of the claim.

``python benchmarks/private_tables.py [--data adult.csv] [--peers] [--results FOLDER] [--write]``. Two tables: Adult
(without ``--data`` the shipped sample of 5,000 rows), and one drawn from a network whose dependence is known. Four
fifths of the rows are learnt from, the rest judges. ``--peers`` runs the peers that have no result for Adult in the
folder yet, each in an environment of its own below it; results stay there. Seconds are processor time on one thread.
``--write`` puts the tables into benchmarks/PRIVATE_TABLES.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import statistics
import subprocess
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.metrics import roc_auc_score  # noqa: E402

from privacy.audit import audit  # noqa: E402
from synth.tabular import real  # noqa: E402
from synth.tabular.engines import dp_tree  # noqa: E402
from synth.tabular.evaluation import likeness  # noqa: E402
from synth.tabular.schema import Column, Table  # noqa: E402

HERE = Path(__file__).parent
PAGE = HERE / "PRIVATE_TABLES.md"
VERSIONS = {"dpmm": "0.1.9", "smartnoise-synth": "1.0.8"}
PEERS = ("dpmm:mst", "dpmm:priv_bayes", "dpmm:aim", "smartnoise:mst", "smartnoise:aim")
EPSILONS = (0.1, 1.0, 10.0)
SEEDS = range(3)
LIMIT = 1200  # seconds after which a peer has no result
AUDIT_RUNS = 800


class Split(NamedTuple):
    """What is learnt from, what judges, what columns may hold, and the value of a column that trees predict."""

    train: pd.DataFrame
    holdout: pd.DataFrame
    table: Table
    target: str
    yes: str


class Scores(NamedTuple):
    """Against the holdout: SDMetrics' quality and its two parts, a classifier trained on the rows, pairs of columns."""

    quality: float
    shapes: float
    pairs: float
    auc: float
    variation: float


def adult(data: str) -> Split:
    """Census rows: the shipped ones, or those of the file."""
    frame, schema = real.read("adult")
    if data:
        frame = pd.read_csv(data, keep_default_na=False)
    return split(frame, schema.only(), "income", ">50K")


def network(rows: int = 20_000) -> Split:
    """Patients of a made-up clinic: a chain of causes with two that act only together, and a column of no meaning."""
    rng = np.random.default_rng(1)
    names = {"region": 12, "ward": 8, "smoker": 2, "grade": 5, "treatment": 4, "outcome": 2}
    region = rng.choice(12, rows, p=rng.dirichlet(np.full(12, 2.0)))
    age = np.clip(rng.gamma(9.0, 6.0, rows) - 2 * (region % 3), 0, 100).round()
    smoker = rng.random(rows) < np.where(age < 50, 0.35, 0.15)
    pressure = np.clip(90 + 0.6 * age + 12 * smoker + rng.normal(0, 12, rows), 60, 240).round()
    grade = np.clip(np.digitize(pressure + rng.normal(0, 8, rows), [110, 125, 140, 160]), 0, 4)
    ward = (region // 2 + 2 * (grade > 2) + (rng.random(rows) < 0.1)) % 8
    treatment = np.where(rng.random(rows) < 0.8, np.minimum(grade, 3), rng.integers(0, 4, rows))
    days = np.clip(rng.geometric(1 / (2 + grade + 4 * (age > 70))), 1, 90)
    cost = np.clip((days * 400 + treatment * 900) * rng.lognormal(0, 0.3, rows), 0, 100_000).round()
    odds = -2.5 + 0.04 * (age - 50) + 0.5 * grade + 1.5 * (smoker & (treatment < 2)) - 0.4 * treatment
    outcome = rng.random(rows) < 1 / (1 + np.exp(-odds))
    coded = {"region": region, "ward": ward, "smoker": smoker, "grade": grade, "treatment": treatment}
    frame = pd.DataFrame({name: np.array([f"{name} {k}" for k in range(names[name])])[code.astype(int)].astype(object)
                          for name, code in {**coded, "outcome": outcome}.items()})  # fmt: skip
    numbers = {"age": age, "pressure": pressure, "days": days, "cost": cost, "file": rng.integers(0, 100_000, rows)}
    tops = {"age": 100, "pressure": 240, "days": 90, "cost": 100_000, "file": 100_000}
    columns = {
        name: Column(kind="category", values=tuple(f"{name} {k}" for k in range(size))) for name, size in names.items()
    } | {name: Column(kind="integer", low=0, high=top) for name, top in tops.items()}
    frame = frame.assign(**{name: values.astype(np.int64) for name, values in numbers.items()})[list(columns)]
    return split(frame, Table(columns=columns), "outcome", "outcome 1")


def split(frame: pd.DataFrame, table: Table, target: str, yes: str) -> Split:
    """The rows in a fixed order, four fifths and one."""
    order = np.random.default_rng(0).permutation(len(frame))
    first = round(0.8 * len(frame))
    parts = (frame.iloc[order[:first]].reset_index(drop=True), frame.iloc[order[first:]].reset_index(drop=True))
    return Split(*parts, table, target, yes)


def scores(rows: pd.DataFrame, known: Split) -> Scores:
    """Rows against the holdout."""
    found = likeness.quality(known.holdout, rows, known.table)
    return Scores(found["score"], found["shapes"], found["pairs"], auc(rows, known), variation(rows, known))


def auc(rows: pd.DataFrame, known: Split) -> float:
    """Train on rows, test on real ones: area under the curve of a boosted tree for the target."""
    columns = {name: column for name, column in known.table.columns.items() if name != known.target}

    def inputs(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({name: _codes(frame[name], column) for name, column in columns.items()})

    model = HistGradientBoostingClassifier(random_state=0).fit(inputs(rows), rows[known.target] == known.yes)
    return float(
        roc_auc_score(known.holdout[known.target] == known.yes, model.predict_proba(inputs(known.holdout))[:, 1])
    )


def variation(rows: pd.DataFrame, known: Split) -> float:
    """The mean over all pairs of columns of their total variation distance; numbers in tenths of the holdout."""
    coded: list[dict[str, np.ndarray]] = [{}, {}]
    for name, column in known.table.columns.items():
        ends = (
            np.unique(np.quantile(known.holdout[name], np.linspace(0, 1, 11)))[1:] if column.kind == "integer" else []
        )
        for found, frame in zip(coded, (rows, known.holdout), strict=True):
            codes = _codes(frame[name], column)
            found[name] = np.searchsorted(ends, codes, side="right") if len(ends) else codes
    apart = []
    for one, other in itertools.combinations(known.table.columns, 2):
        width = 1 + max(found[other].max() for found in coded)
        size = width * (1 + max(found[one].max() for found in coded))
        shares = [np.bincount(f[one] * width + f[other], minlength=size) / len(f[one]) for f in coded]
        apart.append(np.abs(shares[0] - shares[1]).sum() / 2)
    return float(np.mean(apart))


def _codes(series: pd.Series, column: Column) -> np.ndarray:
    if column.kind == "category":
        return pd.Categorical(series, categories=column.values).codes.astype(np.int64)
    return series.to_numpy(np.int64)


def ours(known: Split, epsilon: float) -> tuple[Scores, float, float, float]:
    """Medians over some seeds: scores, seconds of the fit and of the sample; and the ε of the ledger."""
    found, times = [], []
    for seed in SEEDS:
        start = time.process_time()
        fit = dp_tree.fit(known.train, known.table, rng=np.random.default_rng([1, seed]), epsilon=epsilon)
        fitted = time.process_time()
        rows = dp_tree.sample(fit, known.table, len(known.train), rng=np.random.default_rng([2, seed]))
        times.append((fitted - start, time.process_time() - fitted))
        found.append(scores(rows, known))
    medians = Scores(*(statistics.median(column) for column in zip(*found, strict=True)))
    fit_time, sample_time = (statistics.median(column) for column in zip(*times, strict=True))
    return medians, fit_time, sample_time, fit.notes["ledger"]["spent"]["epsilon"]


def run_peers(known: Split, folder: Path) -> None:
    """Run every peer at every ε that has no result in the folder yet."""
    folder.mkdir(parents=True, exist_ok=True)
    known.train.to_csv(folder / "train.csv", index=False)
    columns = known.table.columns.items()
    told = {n: {"values": c.values} if c.values else {"low": c.low, "high": c.high} for n, c in columns}
    (folder / "schema.json").write_text(json.dumps(told), encoding="utf-8")
    for epsilon, peer in itertools.product(EPSILONS, PEERS):
        out = folder / f"{peer.replace(':', '-')}-{epsilon:g}.csv"
        if out.with_suffix(".json").exists():
            continue
        command = [_python(folder, peer), HERE / "private_peers.py", peer, epsilon, dp_tree.DELTA, 0]
        command += [folder / "train.csv", folder / "schema.json", out]
        try:
            done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=LIMIT, check=False)
            line = done.stdout.splitlines()[-1] if done.returncode == 0 else json.dumps({"failed": done.stderr[-300:]})
        except subprocess.TimeoutExpired:
            line = json.dumps({"failed": f"no result after {LIMIT} s"})
        out.with_suffix(".json").write_text(line, encoding="utf-8")


def _python(folder: Path, peer: str) -> Path:
    """The interpreter of a peer's environment, which is made at the first call."""
    package = "dpmm" if peer.startswith("dpmm") else "smartnoise-synth"
    python = folder / package / "bin" / "python"
    if not python.exists():
        venv.create(folder / package, with_pip=True)
        wanted = f"{package}=={VERSIONS[package]}"
        subprocess.run([python, "-m", "pip", "install", "--quiet", wanted], check=True)
    return python


def peer_rows(known: Split, folder: Path, epsilon: float) -> Iterator[str]:
    """A line for each peer that was run at this ε."""
    for peer in PEERS:
        out = folder / f"{peer.replace(':', '-')}-{epsilon:g}.csv"
        if not out.with_suffix(".json").exists():
            continue
        times = json.loads(out.with_suffix(".json").read_text(encoding="utf-8"))
        if "failed" in times:
            yield f"| {epsilon:g} | {peer} | {' '.join(times['failed'].split())[-60:]} ||||||| "
            continue
        rows = pd.read_csv(out, keep_default_na=False)
        for name, column in known.table.columns.items():
            if column.kind == "integer":  # a number that is not whole is rounded, as the schema says integer
                rows[name] = rows[name].astype(float).round().clip(column.low, column.high).astype(np.int64)
        yield _line(f"{epsilon:g}", peer, scores(rows, known), times["fit"], times["sample"])


def _line(epsilon: str, who: str, found: Scores, fit: float | None = None, sample: float | None = None) -> str:
    told = [f"{value:.3f}" for value in found[:4]] + [f"{found.variation:.4f}"]
    told += ["" if value is None else f"{value:.2f}" for value in (fit, sample)]
    return f"| {epsilon} | {who} | {' | '.join(told)} |"


def audited() -> Iterator[str]:
    """The whole engine on a table with and without a row that is odd in every column."""
    table = Table(columns={name: Column(kind="category", values=("a", "b")) for name in ("one", "two")})
    plain = pd.DataFrame({name: ["a"] * 100 for name in table.columns})
    odd = pd.concat([plain, pd.DataFrame({name: ["b"] for name in table.columns})], ignore_index=True)

    def statistic(rows: pd.DataFrame, runs: int, epsilon: float, delta: float, seed: int) -> np.ndarray:
        found = np.empty(runs)
        for run in range(runs):
            rng = np.random.default_rng([seed, run])
            seen, _ = dp_tree.measure(rows, table, rng=rng, epsilon=epsilon, delta=delta)
            singles = sum(one.counts[-1] / one.variance for column in seen.single for one in column)
            pair = seen.chosen.tables.get((0, 1))
            found[run] = singles + ((pair.counts / pair.variance)[-1, -1] if pair else 0.0)
        return found

    yield "| claimed ε | δ | runs | hits | false alarms | ε at least (99%) |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for epsilon, delta in ((1.0, 1e-6), (2.0, 0.2), (4.0, 1e-2), (8.0, 1e-2)):
        threshold = float(np.median(statistic(odd, 200, epsilon, delta, 1)))
        with_row, without = (statistic(rows, AUDIT_RUNS, epsilon, delta, seed) for seed, rows in ((2, odd), (3, plain)))
        found = audit(with_row, without, threshold, delta)
        yield f"| {epsilon:g} | {delta:g} | {found.runs} | {found.hits} | {found.alarms} | {found.epsilon:.2f} |"


def page(known: dict[str, Split], folder: Path) -> Iterator[str]:
    """The whole page, line by line."""
    yield "# Differentially private tables\n"
    yield f"`python benchmarks/private_tables.py --write`; one thread of {os.cpu_count()} shared cores,"
    yield f"Python {platform.python_version()}; δ = {dp_tree.DELTA:g}; medians of {len(SEEDS)} seeds. Peers: one seed,"
    yield f"dpmm {VERSIONS['dpmm']} (a tenth of ε for its bins),"
    yield f"smartnoise-synth {VERSIONS['smartnoise-synth']} (numbers"
    yield "in 32 even bins), with the declared bounds and values. Seconds of processor time."
    for name, one in known.items():
        yield from compared(name, one, folder / name)
    yield "## Audit: ε from below, by the best test of all that is released, for a row that is odd in every column\n"
    yield from audited()
    yield "\nA bound below the claim shows nothing; one above it would refute the claim."


def compared(name: str, known: Split, folder: Path) -> Iterator[str]:
    """One table's section: two anchors, then ours and its peers at each ε."""
    yield f"\n## {name.capitalize()}\n"
    yield f"{len(known.train):,} rows learnt from, {len(known.holdout):,} to judge by; trees predict {known.target}.\n"
    yield "| ε | engine | quality | shapes | pairs | TSTR AUC | variation of pairs | fit s | sample s |"
    yield "|---:|---|---:|---:|---:|---:|---:|---:|---:|"
    yield _line("", "real rows (best possible)", scores(known.train, known))
    rng = np.random.default_rng(0)
    shuffled = pd.DataFrame({name: rng.permutation(known.train[name].to_numpy()) for name in known.train})
    yield _line("", "independent columns", scores(shuffled, known))
    spent = {}
    for epsilon in EPSILONS:
        found, fit, sample, spent[epsilon] = ours(known, epsilon)
        yield _line(f"{epsilon:g}", "dp_tree", found, fit, sample)
        yield from peer_rows(known, folder, epsilon)
    told = ", ".join(f"{used:.6f} of {epsilon:g}" for epsilon, used in spent.items())
    yield f"\nSpent by the ledger: ε = {told}.\n"


def main() -> None:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="", help="the whole of Adult as CSV")
    parser.add_argument("--peers", action="store_true", help="run peers that have no result yet")
    parser.add_argument("--results", type=Path, default=HERE.parent / "runs" / "private_peers", help="of peers")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/PRIVATE_TABLES.md")
    options = parser.parse_args()
    known = {"adult": adult(options.data), "network": network()}
    if options.peers:
        run_peers(known["adult"], options.results / "adult")
    lines = []
    for line in page(known, options.results):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
