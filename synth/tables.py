"""What the commands about tables do: files in, files out."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from synth import files
from synth.report import tables as pages
from synth.tabular import balance as balancing
from synth.tabular import choice, fitting, licences, models, outputs, reading, real, sdv
from synth.tabular import schema as schemas
from synth.tabular.choice import Choice
from synth.tabular.evaluation import measures
from synth.tabular.evaluation.features import valued
from synth.tabular.holdout import hanging, split_families, tables_of_people
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.schema import Table

PAGE = "evaluation.html"
MEASURES = "evaluation.json"
BATCH = 100_000  # rows that are drawn and written at a time


def detect(data: str, out: Path | None) -> dict[str, Any]:
    """The schema that is guessed for the tables at a place, and why; written to a file where one is given."""
    found = real.read_all(data)
    text = schemas.dump(found.schema)
    if out is not None:
        files.write_text(out, text)
    reasons = [{"table": table, "column": column, "why": why} for (table, column), why in found.reasons.items()]
    return {"schema": text, "reasons": reasons}


def split(
    data: str, out: Path, *, schema: Path | None, holdout: float, seed: int, people: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Part tables into rows to learn from and rows to judge by, whole people to one side, beside their schema.

    Of one table there are two files; of several, two folders of files.
    """
    known = real.read_all(data, "" if schema is None else str(schema))
    people = people or tables_of_people(known.frames, known.schema)
    rng = np.random.default_rng([seed, 0x5917])
    sides = split_families(known.frames, known.schema, holdout, rng, people=people)
    for side, frames in zip(("train", "holdout"), sides, strict=True):
        for name, frame in frames.items():
            path = out / f"{side}.parquet" if len(frames) == 1 else out / side / f"{name}.parquet"
            files.write_parquet(path, pa.Table.from_pandas(frame, preserve_index=False))
    files.write_text(out / "schema.yaml", schemas.dump(known.schema))
    seen, unseen = (sum(map(len, frames.values())) for frames in sides)
    own = hanging(known.schema, people)
    shared = [name for name in known.frames if name not in own]
    sentence = f"{out}: {seen:,} rows to learn from, {unseen:,} to judge by"
    if len(known.frames) > 1:
        sentence += f"; people are the rows of {', '.join(people)}; on both sides: {', '.join(shared) or 'none'}"
    told = {"folder": str(out), "train": seen, "holdout": unseen, "people": list(people), "shared": shared}
    return {**told, "sentence": sentence}


def fit(
    data: str,
    out: Path,
    *,
    schema: Path | None,
    engine: str = choice.AUTO,
    epsilon: float | None = None,
    k: int = K,
    locale: str = "",
    seed: int | None = None,
    engines: str = choice.ALL,
    settings: Mapping[str, Any] | None = None,
    begin: Callable[[Choice], Any] = nullcontext,
) -> dict[str, Any]:
    """Fit an engine to the tables at a place and save the model in a folder; what was withheld is told.

    A schema's file instead of data is a table that is declared, and no data is looked at.
    ``settings`` are the engine's own. Without a ``seed`` it is 0, or, for differential privacy, one that nobody knows.
    ``begin`` is told of the choice
    before the fit, which runs within the context that it returns.
    """
    alone = data.endswith((".yaml", ".yml"))
    known = real.declared(data) if alone else real.read_all(data, "" if schema is None else str(schema))
    if alone:
        engine = choice.without_data(engine)
    rows = {name: len(frame) for name, frame in known.frames.items()}
    made_by = choice.chosen(engine, known.schema, rows, epsilon=epsilon, engines=engines)
    name = made_by.engine
    given = dict(settings or {}) if epsilon is None else {**(settings or {}), "epsilon": epsilon}
    if choice.of_several(name) is None and fitting.is_private(name):
        if known.reasons:
            raise fitting.FittingError(
                "differential privacy needs a declared schema (--schema FILE): a guessed one is made from the data"
            )
        seed = secrets.randbits(120) if seed is None else seed
    seed = seed or 0
    began = time.perf_counter()
    with begin(made_by):
        model = choice.fit(name, known.frames, known.schema, seed=seed, k=k, locale=locale, **given)
    models.save(model, out)
    return _fitted(model, out, made_by, sum(rows.values()), round(time.perf_counter() - began, 2))


def settings(texts: Sequence[str]) -> dict[str, Any]:
    """An engine's settings from texts such as ``strength=8``. Raises FittingError for what is none.

    >>> settings(["strength=8", "target=income"])
    {'strength': 8, 'target': 'income'}
    """
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise fitting.FittingError(f"expected setting=value, got {text!r}")
        found[name] = files.parse_yaml(value)
    return found


def _fitted(model: Model, out: Path, made_by: Choice, rows: int, seconds: float) -> dict[str, Any]:
    """What is said of a fit."""
    terms = licences.terms(made_by.engine)
    told = {"model": str(out), "engine": made_by.engine, "why": made_by.why, "terms": terms, "rows": rows}
    estimate = None if made_by.effort is None else made_by.effort._asdict()
    sentence = f"{out}: {made_by.engine} ({made_by.why}), {rows:,} rows in {seconds} s. {terms}"
    warned = {"warning": made_by.warning} if made_by.warning else {}
    return {**told, "seconds": seconds, "estimate": estimate, **warned, **_privacy(model), "sentence": sentence}


def _privacy(model: Model) -> dict[str, Any]:
    """What was withheld from the engine, and its ledger where it promises differential privacy."""
    return {"withheld": _withheld(model), "ledger": model.notes.get("fit", {}).get("ledger")}


def _withheld(model: Model) -> list[dict[str, Any]]:
    """What did not leave the building, a row a thing."""
    found = model.notes["withheld"]
    tables = found if isinstance(found, dict) else {next(iter(model.schema.tables)): found}
    return [
        {"table": name, "column": column, "what": what, "rows": rows, "why": why}
        for name, told in tables.items()
        for column, what, rows, why in told
    ]


def sample(
    folder: Path,
    out: str | Path,
    n: int | None,
    *,
    given: Sequence[str] = (),
    balance: Sequence[str] = (),
    pairs: str = "",
    scale: float = 1.0,
    seed: int = 0,
    trust: bool = False,
) -> dict[str, Any]:
    """Draw rows from a saved model: of one table into a file, a batch at a time; of several into a folder.

    A database's URL takes either. ``given`` are conditions ``column=value``; ``balance`` names columns whose groups
    shall be alike in size; ``pairs`` one in which each second row differs from the row before, and in nothing else.
    """
    out, model = str(out), models.load(folder)
    if bool(given) + bool(balance) + bool(pairs) > 1:
        raise fitting.FittingError("expected one of given, balance and pairs")
    if trust and "pickle" in model.arrays:
        sdv.trust(model.notes["fit"], model.arrays)
    began = time.perf_counter()
    of_several = choice.of_several(model.engine)
    rejected = Counter[str]()
    if of_several is not None:
        if n or given or balance or pairs:
            raise fitting.FittingError("several tables, and sequences, are drawn by their scale, and by nothing else")
        rows, told = of_several.sample(model, seed=seed, scale=scale)
        rejected.update(told)
        outputs.write_all(rows, model.schema, out)
        count = sum(map(len, rows.values()))
    else:
        if scale != 1.0:
            raise fitting.FittingError("one table is drawn by the number of its rows, and has no scale")
        count = n or model.notes["rows"]
        outputs.checked(out)
        if pairs:
            batches = _pairs(model, pairs, count, seed, rejected)
        else:
            batches = _batches(model, count, _asked(model, count, given, balance), seed, rejected)
        outputs.write(batches, next(iter(model.schema.tables)), out)
    seconds = round(time.perf_counter() - began, 2)
    said = {"rows": count, "file": out, "terms": licences.terms(model.engine), "rejected": dict(rejected)}
    return {**said, "seconds": seconds, "sentence": f"{out}: {fitting.explained(rejected, count)}, in {seconds} s"}


def _asked(model: Model, n: int, given: Sequence[str], balance: Sequence[str]) -> pd.DataFrame | None:
    """The columns that ``n`` rows are to have, where any are asked for."""
    if balance:
        return balancing.groups(model, tuple(balance), n)
    one = _conditions(given, model.schema.only())
    return None if one is None else one.loc[np.zeros(n, int)].reset_index(drop=True)


def _batches(
    model: Model, n: int, conditions: pd.DataFrame | None, seed: int, rejected: Counter[str]
) -> Iterator[pd.DataFrame]:
    fakes: dict[str, set[str]] = {}
    for start in range(0, n, BATCH):
        count = min(BATCH, n - start)
        wanted = None if conditions is None else conditions.iloc[start : start + count].reset_index(drop=True)
        found = fitting.sample(model, count, seed=seed, given=wanted, start=start, fakes=fakes)
        rejected.update(found.rejected)
        yield found.rows


def _pairs(model: Model, name: str, n: int, seed: int, rejected: Counter[str]) -> Iterator[pd.DataFrame]:
    found = balancing.pairs(model, name, n, seed=seed)
    rejected.update(found.rejected)
    yield found.rows


def _conditions(given: Sequence[str], table: Table) -> pd.DataFrame | None:
    """One row of the given columns. Raises FittingError for what is no condition."""
    if not given:
        return None
    found: dict[str, pd.Series[Any]] = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not sign or name not in table.columns:
            there = ", ".join(table.learnt())
            raise fitting.FittingError(f"expected column=value, got {text!r}; there are: {there}")
        found[name] = reading.series_of(pd.Series([value], dtype=object), table.columns[name], f"given {name}")
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
    model: Path | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Judge synthetic rows, of one table or of several, against real ones; page and measures go into the folder.

    With the ``model`` that made the rows they say its engine, its terms, what was withheld and its ledger.
    """
    seen = real.read_all(train, "" if schema is None else str(schema))
    unseen, rows = (real.read_as(place, seen.schema) for place in (holdout, synthetic))
    known = valued(seen.schema, seen.frames, unseen, rows)
    rng = np.random.default_rng([seed, 0xE7A])
    found = measures.evaluate(seen.frames, unseen, rows, known, rng=rng, predict=predict, by=by)
    if model is not None:
        made_by = models.load(model)
        found["made by"] = {"engine": made_by.engine, "terms": licences.terms(made_by.engine), **_privacy(made_by)}
    files.write_json(out / MEASURES, found)
    pages.write(out / PAGE, found, unseen, rows, known)
    return found
