"""What the commands about tables do: files in, files out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from synth import files
from synth.report import tables as pages
from synth.tabular import columns, fitting, models, reading, real
from synth.tabular.evaluation import measures
from synth.tabular.schema import Schema, Table

PAGE = "evaluation.html"
MEASURES = "evaluation.json"
BATCH = 100_000  # rows that are drawn and written at a time


def read(data: str, schema: Path | None) -> real.Real:
    """A real table and its schema: the one given, the one shipped with it, or one detected."""
    return real.read(data, "" if schema is None else str(schema))


def fit(data: str, out: Path, *, schema: Path | None, engine: str, epsilon: float | None, seed: int) -> dict[str, Any]:
    """Fit an engine to the table at a place and save the model in a folder."""
    known = read(data, schema)
    name, why = chosen(engine, epsilon)
    settings = {} if epsilon is None else {"epsilon": epsilon}
    began = time.perf_counter()
    model = fitting.fit(known.frame, known.schema, using=name, seed=seed, **settings)
    models.save(model, out)
    seconds = round(time.perf_counter() - began, 2)
    told = {"model": str(out), "engine": name, "why": why, "rows": len(known.frame), "seconds": seconds}
    return {**told, "sentence": f"{out}: {name} ({why}), {len(known.frame):,} rows in {seconds} s"}


def chosen(engine: str, epsilon: float | None) -> tuple[str, str]:
    """The engine's name, and why it is this one."""
    if engine != "auto":
        return engine, "as asked for"
    if epsilon is not None:
        return "dp_tree", "differential privacy was asked for"
    return "cart", "the most faithful of the open engines for one table"


def sample(folder: Path, out: Path, n: int, *, given: list[str], seed: int) -> dict[str, Any]:
    """Draw rows from a saved model into a file, a batch at a time."""
    if out.suffix not in (".parquet", ".csv"):
        raise reading.TableError(f"{out}: expected a file ending in .parquet or .csv")
    model = models.load(folder)
    conditions = _conditions(given, model.schema.only())
    began = time.perf_counter()
    rejected: Counter[str] = Counter()

    def batches() -> Iterator[pd.DataFrame]:
        for start in range(0, n, BATCH):
            count = min(BATCH, n - start)
            wanted = None if conditions is None else conditions.loc[np.zeros(count, int)].reset_index(drop=True)
            found = fitting.sample(model, count, seed=seed + start, given=wanted)
            rejected.update(found.rejected)
            yield found.rows

    files.write(out, partial(_parquet if out.suffix == ".parquet" else _csv, batches()))
    seconds = round(time.perf_counter() - began, 2)
    told = {"rows": n, "file": str(out), "rejected": dict(rejected), "seconds": seconds}
    return {**told, "sentence": f"{out}: {fitting.explained(rejected, n)}, in {seconds} s"}


def _parquet(batches: Iterator[pd.DataFrame], path: Path) -> None:
    first = pa.Table.from_pandas(next(batches), preserve_index=False)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as out:
        out.write_table(first)
        for rows in batches:
            out.write_table(pa.Table.from_pandas(rows, schema=first.schema, preserve_index=False))


def _csv(batches: Iterator[pd.DataFrame], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for number, rows in enumerate(batches):
            rows.to_csv(out, index=False, header=not number, lineterminator="\n")


def _conditions(given: list[str], table: Table) -> pd.DataFrame | None:
    """One row of the given columns. Raises FittingError for what is no condition."""
    if not given:
        return None
    found: dict[str, pd.Series[Any]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in table.columns:
            there = ", ".join(table.learnt())
            raise fitting.FittingError(f"expected column=value, got {text!r}; there are: {there}")
        column = table.columns[name]
        number = columns.encode(pd.Series([value], dtype=object), column)
        if np.isnan(number).any():
            raise fitting.FittingError(f"{name} may not be {value!r}")
        found[name] = columns.decode(number, column)
    return pd.DataFrame(found)


def evaluate(
    train: str,
    holdout: str,
    synthetic: str,
    *,
    schema: Path | None,
    predict: tuple[str, ...],
    by: tuple[str, ...],
    out: Path,
    seed: int,
) -> dict[str, Any]:
    """Judge synthetic rows against real ones; the page and the measures go into the folder."""
    seen = read(train, schema)
    known = seen.schema
    unseen, rows = (_typed(place, known) for place in (holdout, synthetic))
    found = measures.evaluate(
        seen.frame, unseen, rows, known, rng=np.random.default_rng([seed, 0xE7A]), predict=predict, by=by
    )
    files.write_json(out / MEASURES, found)
    pages.write(out / PAGE, found, unseen, rows, known)
    return found


def _typed(place: str, schema: Schema) -> pd.DataFrame:
    """The table at a place, with the columns of the schema. Raises TableError where they differ."""
    (frame,) = reading.read(place).values()
    table = schema.only()
    if missing := [name for name in table.columns if name not in frame]:
        raise reading.TableError(f"{place}: expected a column {missing[0]!r}; there are: {', '.join(frame.columns)}")
    return frame[list(table.columns)]


def summary(found: dict[str, Any]) -> str:
    """The measures in a few lines."""
    lines = [
        f"{name:18} quality {side['score']:.3f} (shapes {side['shapes']:.3f}, pairs {side['pairs']:.3f}), "
        f"told apart {side['told apart']['value']:.3f}, rare pairs kept {side['rare pairs kept']:.3f}"
        for name, side in found["likeness"].items()
    ]
    for score in found["utility"]:
        if "none" in score:
            lines.append(score["none"])
            continue
        sides = ", ".join(f"{side} {score[side]['value']:.3f}" for side in found["likeness"])
        lines.append(f"{score['target']} ({score['measure']}): {sides}")
    broken = ", ".join(f"{said}: {count:,} rows" for said, count in found["broken"].items())
    return "\n".join([*lines, f"rules broken: {broken or 'none'}"])
