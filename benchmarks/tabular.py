"""Our engine of one table beside SDV's: time, rate, memory, likeness and use, each peer in a process of its own.

``python benchmarks/tabular.py [--data FILE] [--part NAME …] [--write]``. FILE is a CSV with the columns of the shipped
table ``adult``; without it the shipped sample of 5,000 rows is measured. ``--part`` measures some engines; ``--write``
puts them into benchmarks/tabular.json and the page of all that stand there into benchmarks/TABULAR.md.

Time is the processor's, on one thread, of a fit to the whole table and of as many rows; an engine of many epochs is
timed on a stated fraction of rows and epochs, and scaled; ``--epochs 0`` measures its time alone. Quality is of rows of
an engine that learnt one half of the table, against the other half; the anchors are real rows and shuffled columns.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the project's own modules are found through the line above
import pandas as pd  # noqa: E402
import wrapper  # noqa: E402 - beside this file

from synth.tabular import reading, real  # noqa: E402
from synth.tabular.schema import Table  # noqa: E402

PAGE = Path(__file__).parent / "TABULAR.md"
STORE = Path(__file__).parent / "tabular.json"
TARGET = "income"
EPOCHS = 300  # the default of CTGAN, CopulaGAN and TVAE
TIMED_ROWS = 8_000  # on which engines of many epochs are timed
TIMED_EPOCHS = (1, 9)
ENGINES = ("cart", "gaussian_copula", "tvae", "ctgan", "copula_gan")
PARTS = ("anchors", *ENGINES, "wrapper")
NAMES = {"gaussian_copula": "GaussianCopula", "tvae": "TVAE", "ctgan": "CTGAN", "copula_gan": "CopulaGAN"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT")
HEAD = """# Synthetic tables: our engine beside SDV's

`python benchmarks/tabular.py --data adult.csv --write` on {cores} shared cores, Python {python};
processor time of one thread; Adult, {rows:,} rows of 15 columns ({source}).

## Time (asked of cart: fit and sample 5 times as fast as GaussianCopula and 100 times as fast as the networks)

Its rate should be 10 times GaussianCopula's.
"""
LIKENESS = """
The first call of cart takes {compiled:.1f} s where nothing was compiled before, from the import to ten rows, and
{loaded:.1f} s in a new process later on; neither is in the table.

## Likeness and use (asked of cart: quality 0.98, AUC within 0.01 of real rows', above every engine of SDV)

Learnt from one half of the table, judged against the other. Quality, shapes and pairs are SDMetrics'; the AUC is a
boosted tree's, trained on the rows, tested on the other half, target `{target}`; "told apart" is the AUC of one that is
to tell the rows from real ones (0.5: it cannot). Networks were trained for as many epochs as the remark says
(`--part ctgan --epochs 80`), else for their default.
"""
Draw = Callable[[int, int], pd.DataFrame]  # of a number of rows and a seed


def cart(frame: pd.DataFrame, table: Table) -> Draw:
    """Our sequential trees at their defaults."""
    from synth.tabular.engines import cart as engine

    fitted = engine.fit(frame, table, rng=np.random.default_rng(0))
    return lambda n, seed: engine.sample(fitted, table, n, rng=np.random.default_rng(seed))


def peer(name: str, epochs: int | None = None) -> Callable[[pd.DataFrame, Table], Draw]:
    """An engine of SDV at its defaults, but for the number of epochs where that is given; called directly."""

    def fit(frame: pd.DataFrame, table: Table) -> Draw:
        import sdv.single_table as engines
        from sdv.metadata import Metadata

        kinds = {"category": "categorical", "boolean": "boolean"}
        told = {each: {"sdtype": kinds.get(column.kind, "numerical")} for each, column in table.columns.items()}
        metadata = Metadata.load_from_dict(
            {"tables": {"t": {"columns": told}}, "relationships": [], "METADATA_SPEC_VERSION": "V1"}
        )
        more = {} if epochs is None else {"epochs": epochs}
        synthesizer = getattr(engines, f"{NAMES[name]}Synthesizer")(metadata, **more)
        synthesizer.fit({"t": frame})
        return lambda n, _: synthesizer.sample(n)["t"]

    return fit


def timed(fit: Callable[[pd.DataFrame, Table], Draw], frame: pd.DataFrame, table: Table) -> dict[str, float]:
    """Seconds of a fit, rows a second of the best of three samples as large as the table."""
    start = time.process_time()
    draw = fit(frame, table)
    fitted = time.process_time() - start
    seconds = []
    for seed in range(3):
        start = time.process_time()
        draw(len(frame), seed)
        seconds.append(time.process_time() - start)
    return {"fit": fitted, "sample": min(seconds), "rate": len(frame) / min(seconds)}


def scaled(name: str, frame: pd.DataFrame, table: Table) -> dict[str, Any]:
    """The cost of an engine of many epochs from two short fits of some rows: what a fit and what an epoch takes."""
    rows = frame.iloc[:TIMED_ROWS].reset_index(drop=True)
    timed(peer(name, 1), rows.iloc[:1_000], table)
    short, long = (timed(peer(name, epochs), rows, table) for epochs in TIMED_EPOCHS)
    factor = len(frame) / len(rows)
    epoch = (long["fit"] - short["fit"]) / (TIMED_EPOCHS[1] - TIMED_EPOCHS[0])
    fixed = max(0.0, short["fit"] - TIMED_EPOCHS[0] * epoch)
    fitted = factor * (fixed + EPOCHS * epoch)
    told = f"scaled from {len(rows):,} rows: {fixed:.1f} s and {epoch:.2f} s an epoch, {EPOCHS} epochs"
    return {"fit": fitted, "sample": len(frame) / long["rate"], "rate": long["rate"], "note": told}


def judged(rows: pd.DataFrame, train: pd.DataFrame, holdout: pd.DataFrame, table: Table) -> dict[str, float]:
    """SDMetrics' quality against the holdout, a classifier's AUC on it, and how well a tree tells the two apart."""
    from synth.tabular.evaluation.likeness import quality, told_apart
    from synth.tabular.evaluation.utility import utility

    used = utility({"rows": rows, "real": train}, holdout, table, TARGET, rng=np.random.default_rng(7)).scores
    apart = told_apart(holdout, rows, table, rng=np.random.default_rng(8))
    return {**quality(holdout, rows, table), "auc": used["rows"].value, "real": used["real"].value,
            "apart": apart.value}  # fmt: skip


def halves(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two random halves of a table."""
    order = np.random.default_rng(5).permutation(len(frame))
    middle = len(frame) // 2
    return frame.iloc[order[:middle]].reset_index(drop=True), frame.iloc[order[middle:]].reset_index(drop=True)


def measure(part: str, data: str, epochs: int | None) -> dict[str, Any]:
    """All figures of one engine; ``epochs`` is of the fit whose quality is measured."""
    known = real.read("adult").schema.only()
    frame = pd.read_csv(data, keep_default_na=False) if data else real.read("adult").frame
    train, holdout = halves(frame)
    found: dict[str, Any] = {"rows": len(frame)}
    if part == "anchors":
        rng = np.random.default_rng(6)
        shuffled = pd.DataFrame({name: rng.permutation(train[name].to_numpy()) for name in train})
        drawn = {"real rows": train, "shuffled": shuffled}
        return {**found, **{name: judged(rows, train, holdout, known) for name, rows in drawn.items()}}
    if part == "wrapper":
        return wrapper.measure(reading.typed(frame, known, "adult"), real.read("adult").schema)
    if part == "cart":
        cart(frame.iloc[:500], known)(10, 0)  # whatever is compiled is loaded
        found |= timed(cart, frame, known)
        draw, seen = cart(train, known), ""
    else:
        many = part != "gaussian_copula"
        found |= scaled(part, frame, known) if many else timed(peer(part), frame, known)
        if epochs == 0:
            return found
        draw, seen = peer(part, epochs if many else None)(train, known), f"{epochs} epochs" if many and epochs else ""
    drawn = draw(len(train), 1)
    found |= {"seen": seen, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    found |= {"judged": judged(drawn, train, holdout, known)}
    if part == "cart":
        from synth.tabular.evaluation.likeness import quality

        found["whole"] = quality(frame, cart(frame, known)(len(frame), 1), known)["score"]
    return found


def in_a_process(part: str, data: str, epochs: int | None) -> dict[str, Any]:
    """The figures of one engine on one thread, from a process of its own; of ours also what a first call costs."""
    command = [
        sys.executable,
        __file__,
        "--data",
        data,
        *(() if epochs is None else ("--epochs", str(epochs))),
        "--measure",
    ]
    with tempfile.TemporaryDirectory() as cache:
        settings = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONWARNINGS": "ignore"}
        settings |= {"NUMBA_CACHE_DIR": cache} if part == "cart" else {}

        def told(what: str) -> dict[str, Any]:
            done = subprocess.run([*command, what], env=settings, check=True, stdout=subprocess.PIPE, text=True)
            return dict(json.loads(done.stdout.splitlines()[-1]))

        first = {"compiled": told("first")["seconds"], "loaded": told("first")["seconds"]} if part == "cart" else {}
        return {**told(part), **first}


def first() -> dict[str, float]:
    """Seconds from nothing imported to ten rows."""
    start = time.process_time()
    shipped = real.read("adult")
    cart(shipped.frame.iloc[:500], shipped.schema.only())(10, 0)
    return {"seconds": time.process_time() - start}


def page(found: dict[str, Any]) -> Iterator[str]:
    """The page of all engines measured."""
    ours = found["cart"]
    source = real.read("adult").schema.source.split(";")[0]
    yield HEAD.format(cores=os.cpu_count(), python=platform.python_version(), rows=ours["rows"], source=source)
    yield "| engine | fit | sample | fit and sample against cart's | rows/s | cart's rate is | peak memory | remarks |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for part in ENGINES:
        if part in found:
            yield _cost(part, found[part], ours)
    yield LIKENESS.format(compiled=ours["compiled"], loaded=ours["loaded"], target=TARGET)
    yield "| rows of | quality | shapes | pairs | AUC | less than real rows | told apart | remarks |"
    yield "|---|---:|---:|---:|---:|---:|---:|---|"
    for name in ("real rows", "shuffled"):
        if name in found.get("anchors", {}):
            yield _likeness(f"*{name}*", found["anchors"][name], "anchor")
    for part in ENGINES:
        if "judged" in found.get(part, {}):
            yield _likeness(part, found[part]["judged"], found[part]["seen"])
    yield f"\nWith the whole table learnt, and as the reference too, cart's quality is {ours['whole']:.3f}."
    if "wrapper" in found:
        yield from wrapper.section(found["wrapper"])


def _cost(part: str, one: dict[str, Any], ours: dict[str, Any]) -> str:
    times = (one["fit"] + one["sample"]) / (ours["fit"] + ours["sample"])
    return (
        f"| {part} | {one['fit']:,.2f} s | {one['sample']:.2f} s | {times:,.1f} | {one['rate']:,.0f} "
        f"| {ours['rate'] / one['rate']:,.1f} | {one['memory']:,.0f} MB | {one.get('note', '')} |"
    )


def _likeness(name: str, one: dict[str, float], remark: str) -> str:
    return (
        f"| {name} | {one['score']:.3f} | {one['shapes']:.3f} | {one['pairs']:.3f} | {one['auc']:.3f} "
        f"| {one['real'] - one['auc']:.3f} | {one['apart']:.3f} | {remark} |"
    )


def main() -> None:
    """Measure, print, and write the page where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="", help="a CSV with the columns of adult; default: the shipped sample")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS, help="engines to measure")
    parser.add_argument("--epochs", type=int, help="of the networks whose quality is measured; default: theirs")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/TABULAR.md")
    parser.add_argument("--measure", choices=(*PARTS, "first"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        warnings.simplefilter("ignore")
        told = first() if options.measure == "first" else measure(options.measure, options.data, options.epochs)
        print(json.dumps(told))
        return
    found = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}
    for part in options.part:
        found[part] = {**found.get(part, {}), **in_a_process(part, options.data, options.epochs)}
        if options.write:
            STORE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    lines = list(page(found)) if "cart" in found else [json.dumps(found, indent=1)]
    print("\n".join(lines))
    if options.write and "cart" in found:
        PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
