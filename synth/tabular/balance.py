"""Rows that are asked for by group: as many of each, or pairs that differ in one column alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from synth.tabular import columns
from synth.tabular.fitting import FittingError, Sample, learnt, sample
from synth.tabular.models import Model
from synth.tabular.schema import Column, Table

MOST_GROUPS = 10_000
MOST_ROUNDS = 20  # in which pairs are drawn, where some would break a rule


def values(table: Table, name: str) -> pd.Series[str]:
    """The values of a column that makes groups. Raises FittingError for one that makes none."""
    column = table.columns.get(name)
    if column is None or column.kind not in ("category", "boolean"):
        there = ", ".join(each for each, known in table.columns.items() if known.kind in ("category", "boolean"))
        raise FittingError(f"expected a column whose values make groups, got {name!r}; there are: {there}")
    return columns.decode(np.arange(_count(column), dtype=np.float64), column)


def _count(column: Column) -> int:
    return 2 if column.kind == "boolean" else len(column.values)


def groups(model: Model, names: tuple[str, ...], n: int) -> pd.DataFrame:
    """``n`` rows of these columns, all combinations of their values alike: to be given to :func:`.fitting.sample`."""
    table = learnt(model.schema.only())
    each = [values(table, name).tolist() for name in names]
    total = int(np.prod([len(found) for found in each]))
    if total > min(n, MOST_GROUPS):
        raise FittingError(f"{', '.join(names)} make {total:,} groups: more than {min(n, MOST_GROUPS):,}")
    combinations = pd.DataFrame(list(product(*each)), columns=list(names))
    return combinations.loc[np.arange(n) % total].reset_index(drop=True)


def pairs(model: Model, name: str, n: int, *, seed: int) -> Sample:
    """``n`` rows (an even number), each followed by its counterfactual: the same, but for another value in one column.

    Pairs of which one would break a rule are drawn again and counted. Raises FittingError where too many would.
    """
    table = learnt(model.schema.only())
    others = values(table, name)
    if n % 2 or len(others) < 2:
        raise FittingError(f"expected an even number of rows and two values of {name}, got {n} and {len(others)}")
    rng = np.random.default_rng([seed, 0x9A1])
    rejected: dict[str, int] = {}
    found: list[pd.DataFrame] = []
    left = n // 2
    for turn in range(MOST_ROUNDS):
        if not left:
            break
        drawn = sample(model, left, seed=seed, start=turn * n)
        places = columns.encode(drawn.rows[name], table.columns[name])
        shifted = (np.nan_to_num(places) + rng.integers(1, len(others), len(places))) % len(others)
        changed = drawn.rows.assign(**{name: columns.decode(shifted, table.columns[name])})
        broken = columns.broken(changed[list(table.columns)], table, model.schema.name)
        fits = ~np.any([*broken.values()], axis=0)
        rejected["the other of a pair"] = rejected.get("the other of a pair", 0) + int((~fits).sum())
        both = pd.concat([drawn.rows[fits], changed[fits]]).sort_index(kind="stable")
        found.append(both)
        left -= int(fits.sum())
    if left:
        raise FittingError(f"{name}: too few rows keep the rules with another value of it")
    return Sample(pd.concat(found, ignore_index=True), {said: count for said, count in rejected.items() if count})
