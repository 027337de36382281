"""Which engine fits a data set: the one asked for, or one chosen, with the reason and what it will take."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from synth.tabular import effort, fitting, licences
from synth.tabular.effort import Effort
from synth.tabular.fitting import FittingError
from synth.tabular.models import Model
from synth.tabular.protect import K
from synth.tabular.schema import Schema

AUTO = "auto"
RELATIONAL, DECLARED = "relational", "declared"
ALL, OPEN = "all", "open"  # engines that may be used
_OF_SEVERAL = {
    RELATIONAL: "synth.tabular.relational",
    "sdv:hma": "synth.tabular.sdv.hma",
    "sdv:par": "synth.tabular.sdv.par",
}


class Choice(NamedTuple):
    """An engine's name, why it is this one, what its fit will take, and what must be said of that."""

    engine: str
    why: str
    effort: Effort | None = None
    warning: str = ""


def of_several(engine: str) -> Any:
    """The engine of several tables, or of sequences, of that name: it has ``fit`` and ``sample``. None for another."""
    return importlib.import_module(_OF_SEVERAL[engine]) if engine in _OF_SEVERAL else None


def chosen(
    engine: str,
    schema: Schema,
    rows: Mapping[str, int] | None = None,
    *,
    epsilon: float | None = None,
    engines: str = ALL,
) -> Choice:
    """The engine for tables of so many ``rows``; ``engines`` is "open" where none under a closed licence may be used.

    Raises FittingError for one that cannot do what is asked, or may not be used; and where the chosen one would take
    more memory than there is, or more than an hour: one that is named is only warned of.
    """
    if engines not in (ALL, OPEN):
        raise FittingError(f"expected the engines {ALL} or {OPEN}, got {engines!r}")
    if engines == OPEN and engine.startswith("sdv:"):
        raise FittingError(
            f"{engine} may not be used: of the {OPEN} engines none is SDV's, which is under the {licences.BUSINESS}"
        )
    name, why = _named(engine, epsilon, schema)
    expected = None if rows is None else effort.estimate(name, schema, rows)
    said = "" if expected is None else _too_much(name, expected)
    if said and engine == AUTO:
        raise FittingError(f"{said}; to run it all the same name it as the engine, or give fewer rows")
    return Choice(name, why, expected, said)


def without_data(engine: str) -> str:
    """The engine for a schema alone. Raises FittingError for one that learns from data."""
    if engine not in (AUTO, DECLARED):
        raise FittingError(f"{engine} learns from data, and this is a schema alone, for which there is {DECLARED}")
    return DECLARED


def fit(
    engine: str,
    frames: Mapping[str, pd.DataFrame],
    schema: Schema,
    *,
    seed: int,
    k: int = K,
    locale: str = "",
    **settings: Any,
) -> Model:
    """A model of all tables by the engine of that name, which gets the ``settings``. Raises ProvenderError."""
    several = of_several(engine)
    if several is None:
        ((_, frame),) = frames.items()
        return fitting.fit(frame, schema, using=engine, seed=seed, k=k, locale=locale, **settings)
    fitting.check_settings(several.fit, engine, settings)
    found: Model = several.fit(frames, schema, seed=seed, k=k, locale=locale, **settings)
    return found


def _named(engine: str, epsilon: float | None, schema: Schema) -> tuple[str, str]:
    several = len(schema.tables) > 1 or any(table.entity for table in schema.tables.values())
    if several and (epsilon is not None or engine not in (AUTO, *_OF_SEVERAL)):
        got = engine if epsilon is None else f"{engine} with epsilon"
        raise FittingError(f"several tables, and sequences, are made by {', '.join(_OF_SEVERAL)}; got {got}")
    if engine != AUTO:
        return engine, "as asked for"
    if several:
        return RELATIONAL, "there are several tables, or sequences"
    if epsilon is not None:
        return "dp_tree", "differential privacy was asked for"
    return "cart", "the most faithful of the open engines for one table"


def _too_much(name: str, expected: Effort) -> str:
    """What must be said of an effort that this machine, or a person's patience, may not be up to."""
    if expected.megabytes > effort.memory():
        return f"{name} would take {expected.sentence()}, more memory than the {effort.memory():,.0f} MB that there are"
    if expected.seconds > effort.MOST_SECONDS:
        return f"{name} would take {expected.sentence()}: more than an hour"
    return ""
