"""Fits an engine to a table, and draws rows that keep its schema.

What an engine sees was protected and shaped before (:mod:`.protect`, :mod:`.shaping`); what it draws is put back, rows
that break a rule are drawn again and counted, and columns that are never learnt are filled with fakes.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from simulators.core import NotFoundError, ProvenderError
from synth.tabular import columns, filling, shaping
from synth.tabular.models import Fit, Model
from synth.tabular.pii import Given
from synth.tabular.protect import K, Protected, protect
from synth.tabular.schema import Schema, Table

MOST_TRIES = 50  # times the rows asked for; an engine that misses the rules more often than that is no use
NO_SETTINGS = ("rng", "seed", "k", "locale", "given")  # of an engine's function, which are not the user's to set
LEAST = 1_000  # rows that are drawn at once: few rows are as dear as these


class FittingError(ProvenderError):
    """A table that an engine cannot be fitted to, or rows that it cannot draw; the text says why."""


class Sample(NamedTuple):
    """Rows that keep the schema; how many did not, by what they broke; what must be told of them."""

    rows: pd.DataFrame
    rejected: dict[str, int]
    notes: tuple[str, ...] = ()


def engines() -> list[str]:
    """The names of our own engines of one table: a file each."""
    found = Path(__file__).parent.glob("engines/[!_]*.py")
    return sorted(path.stem for path in found)


def engine(name: str) -> Any:
    """The engine of that name: what has the functions ``fit`` and ``sample``. Raises NotFoundError for another."""
    if name.startswith("sdv:"):
        from synth.tabular import sdv  # only where it is asked for: it has another licence

        return sdv.engine(name)
    if name not in engines():
        raise NotFoundError(
            f"no engine {name!r}; there are: {', '.join(engines())}, and SDV's as sdv:gaussian_copula …"
        )
    return importlib.import_module(f"synth.tabular.engines.{name}")


def is_private(name: str) -> bool:
    """Whether the engine of that name promises differential privacy. Raises NotFoundError for an unknown one."""
    return bool(getattr(engine(name), "PRIVATE", False))


def learnt(table: Table) -> Table:
    """The table of those columns that engines see, with the rules that speak of nothing else."""
    known = table.learnt()
    rules = tuple(rule for rule in table.rules if set(rule.named()) <= set(known))
    return Table(columns=known, rules=rules)


def check_settings(function: Callable[..., Any], name: str, settings: Mapping[str, Any]) -> None:
    """Raises FittingError for a setting that an engine's function does not have."""
    parameters = inspect.signature(function).parameters.values()
    known = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.name not in NO_SETTINGS]
    unknown = [each for each in settings if each not in known]
    if unknown and not any(one.kind is one.VAR_KEYWORD for one in parameters):
        there = f"there are: {', '.join(known)}" if known else "it has none"
        raise FittingError(f"{name} has no setting {unknown[0]!r}; {there}")


def fit(
    frame: pd.DataFrame, schema: Schema, *, using: str, seed: int, k: int = K, locale: str = "", **settings: Any
) -> Model:
    """A model of a table by the engine of that name; the same for the same seed.

    What fewer than ``k`` people share is withheld from the engine. An engine with the constant ``PRIVATE`` promises
    differential privacy: it sees the table as the schema declares it, and nothing else here looks at the data; ``seed``
    must then be secret. Raises NotFoundError for an unknown engine, ProvenderError for a table that it cannot be
    fitted to.
    """
    if not learnt(schema.only()).columns:
        raise FittingError(f"{schema.name}: no column is left to learn from: all are keys, personal data or free text")
    maker = engine(using)
    by_hand = getattr(maker, "BLIND", False)
    private = is_private(using) or by_hand
    check_settings(maker.fit, using, settings)
    rng = np.random.default_rng([seed, 0xF17])
    frame = frame.reset_index(drop=True)
    hidden = filling.NOTHING if is_private(using) else filling.kept(frame, schema.only(), rng=rng, k=k, locale=locale)
    if private:
        declared = Protected(frame, schema.only(), ())
    else:
        declared = protect(frame, schema.only(), rng=rng, k=k, name=schema.name)
    table = learnt(declared.table)
    seen, shape = shaping.shape(declared.frame[list(table.columns)], table, blind=private, declared=by_hand)
    found: Fit = maker.fit(seen, shape.table, rng=rng, **settings)
    notes = {
        "fit": dict(found.notes),
        "seen": shape.table.model_dump(mode="json", exclude_defaults=True),
        "kept": list(shape.kept),
        "rows": found.notes["rows"] if private else len(frame),
        "withheld": [list(one) for one in declared.withheld],
        "hidden": hidden.notes,
    }
    known = schema.model_copy(update={"tables": dict.fromkeys(schema.tables, declared.table)})
    return Model(using, known, notes, {**found.arrays, **hidden.arrays})


def sample(model: Model, n: int, *, seed: int, given: pd.DataFrame | None = None, start: int = 0,
    fakes: Given | None = None,
) -> Sample:  # fmt: skip
    """``n`` rows that keep the schema; others are drawn again and counted, never clipped.

    ``given`` has ``n`` rows of some columns, which the rows will have; ``start`` is the number of rows that were drawn
    before, for keys that count, and ``fakes`` the unique ones that these got, to which new ones are added. Raises
    FittingError where too few rows keep the rules, or for a given column that cannot be given.
    """
    rng = np.random.default_rng([seed, start, 0x5A3])
    rows, rejected = _learnt_rows(model, n, rng, given)
    whole, notes = filling.filled(
        rows, model.schema.only(), model.notes["hidden"], model.arrays, rng=rng, start=start, given=fakes
    )
    return Sample(whole, rejected, notes)


def _learnt_rows(
    model: Model, n: int, rng: np.random.Generator, given: pd.DataFrame | None
) -> tuple[pd.DataFrame, dict[str, int]]:
    """Rows of the learnt columns that keep the rules, and what others broke."""
    table = learnt(model.schema.only())
    seen = Table.model_validate(model.notes["seen"])
    kept = tuple(model.notes["kept"])
    known = Fit(model.notes["fit"], model.arrays)
    _can_be_given(given, seen, table, n)
    rows: list[pd.DataFrame] = []
    rejected: dict[str, int] = {}
    left, drawn = np.arange(n), 0
    while len(left):
        if drawn > MOST_TRIES * max(n, LEAST):
            worst = max(rejected, key=lambda name: rejected[name])
            raise FittingError(f"{model.schema.name}: too few rows keep the schema; most break {worst}")
        wanted = given.iloc[left] if given is not None else None
        count = len(left) if wanted is not None else max(len(left), min(LEAST, n))
        drawn += count
        found = engine(model.engine).sample(known, seen, count, rng=rng, given=wanted)
        back = shaping.unshape(found, kept, table)
        fits = _fitting(back, table, model.schema.name, rejected)[: len(back)]
        good = back[fits] if wanted is not None else back[fits].iloc[: len(left)]
        rows.append(good.set_axis(left[fits] if wanted is not None else left[: len(good)]))
        left = left[~fits] if wanted is not None else left[len(good) :]
    whole = pd.concat(rows).sort_index(kind="stable") if rows else shaping.unshape(_nothing(seen), kept, table)
    return whole.reset_index(drop=True), rejected


def _nothing(table: Table) -> pd.DataFrame:
    """A frame of the table's columns without rows."""
    return columns.frame_of({name: np.zeros(0) for name in table.columns}, table)


def _fitting(rows: pd.DataFrame, table: Table, name: str, rejected: dict[str, int]) -> columns.Mask:
    """Which rows break nothing; what the others break is counted."""
    broken = columns.broken(rows, table, name)
    for said, which in broken.items():
        if which.any():
            rejected[said] = rejected.get(said, 0) + int(which.sum())
    return np.asarray(~np.any(list(broken.values()), axis=0))


def _can_be_given(given: pd.DataFrame | None, seen: Table, table: Table, n: int) -> None:
    if given is None:
        return
    if len(given) != n:
        raise FittingError(f"expected {n} given rows, got {len(given)}")
    for name in given:
        if name not in table.columns:
            raise FittingError(f"no column {name!r} that could be given; there are: {', '.join(table.columns)}")
        if name not in seen.columns:
            raise FittingError(f"{name} follows from other columns by a rule; give those instead")
        wrong = np.flatnonzero(~columns.holds(table.columns[name], given[name]))
        if len(wrong):
            raise FittingError(f"given row {wrong[0]}: {name} may not be {given[name].iloc[wrong[0]]}")


def explained(rejected: Mapping[str, int], n: int) -> str:
    """What was drawn again, in a sentence."""
    told = ", ".join(f"{count:,} for {said}" for said, count in rejected.items())
    return f"{n:,} rows; drawn again: {told or 'none'}"
