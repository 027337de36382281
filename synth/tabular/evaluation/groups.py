"""Whether a synthetic table is fair to groups: their shares, how like the real ones their rows are, rare ones kept."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.schema import Column, Table

MOST_VALUES = 10  # of a category that makes groups without being asked for
BANDS = 4  # that numbers are cut into, of equally many real rows
FEWEST = 20  # real rows of a group that anything is said of
RAREST, COMMONEST = 5, 0.01  # real rows, and share of all, between which a pair of values is called rare


class Group(NamedTuple):
    """A group of people: its share among real and synthetic rows, and the mean distance of its columns in [0, 1]."""

    column: str
    value: str
    real: float
    synthetic: float
    distance: float


def names(table: Table, chosen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The columns that make groups: those chosen, else the quasi-identifiers, else all, but of few values each."""
    known = table.learnt()
    quasi = tuple(name for name, column in known.items() if column.role == "quasi" and _makes_few(column))
    few = tuple(name for name, column in known.items() if not is_numeric(column) and _makes_few(column))
    return chosen or quasi or few


def _makes_few(column: Column) -> bool:
    return is_numeric(column) or column.kind == "boolean" or 1 < len(column.values) <= MOST_VALUES


def groups(reference: pd.DataFrame, rows: pd.DataFrame, table: Table, chosen: tuple[str, ...]) -> list[Group]:
    """The groups that each chosen column makes, of those with enough real rows."""
    found = []
    for name in chosen:
        column = table.columns[name]
        edges = _edges(reference[name], column)
        real, made = (_labels(frame[name], column, edges) for frame in (reference, rows))
        for label in _ordered(set(real) - {""}, column, edges):
            here, there = real == label, made == label
            if here.sum() >= FEWEST:
                apart = distance(reference[here], rows[there], table) if there.any() else 1.0
                found.append(Group(name, label, round(here.mean(), 4), round(there.mean(), 4), round(apart, 4)))
    return found


def members(frame: pd.DataFrame, table: Table, chosen: tuple[str, ...]) -> dict[tuple[str, str], NDArray[np.int64]]:
    """The rows of each group that each chosen column makes, by the column and the group's name.

    A group of very few rows is not named: that somebody is in it is theirs to tell.
    """
    found = {}
    for name in chosen:
        column = table.columns[name]
        edges = _edges(frame[name], column)
        labels = _labels(frame[name], column, edges)
        for label in _ordered(set(labels) - {""}, column, edges):
            rows = np.flatnonzero(labels == label)
            if len(rows) >= FEWEST:
                found[name, label] = rows
    return found


def _edges(series: pd.Series[Any], column: Column) -> NDArray[np.float64]:
    if not is_numeric(column):
        return np.zeros(0)
    numbers = columns.encode(series, column)
    return np.unique(np.nanquantile(numbers, np.linspace(0, 1, BANDS + 1)[1:-1]))


def _bands(column: Column, edges: NDArray[np.float64]) -> list[str]:
    """The names of the bands between edges, from the lowest."""
    told = columns.decode(edges, column.model_copy(update={"decimals": 2}))
    shown = [str(value).removesuffix(" 00:00:00") for value in told]
    between = [f"{one} to {other}" for one, other in pairwise(shown)]
    return [f"up to {shown[0]}", *between, f"above {shown[-1]}"] if shown else ["all"]


def _ordered(labels: set[str], column: Column, edges: NDArray[np.float64]) -> list[str]:
    return [band for band in _bands(column, edges) if band in labels] if is_numeric(column) else sorted(labels)


def _labels(series: pd.Series[Any], column: Column, edges: NDArray[np.float64]) -> NDArray[Any]:
    """The group of each row as text, "" where the value is missing."""
    if not is_numeric(column):
        return series.astype(object).where(series.notna(), "").astype(str).to_numpy()
    numbers = columns.encode(series, column)
    labels = np.array(_bands(column, edges))[np.searchsorted(edges, np.nan_to_num(numbers))]
    return np.where(np.isnan(numbers), "", labels)


def distance(one: pd.DataFrame, other: pd.DataFrame, table: Table) -> float:
    """The mean over columns of how far apart two frames are: total variation of categories, Kolmogorov–Smirnov else."""
    found = []
    for name, column in table.learnt().items():
        left, right = (columns.encode(frame[name], column) for frame in (one, other))
        found.append(steps(left, right) if is_numeric(column) else variation(left, right))
    return float(np.mean(found)) if found else 0.0


def variation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """The total variation: half the sum of the differences of shares, missing values being one more value."""
    codes = np.unique(np.nan_to_num(np.concatenate([left, right]), nan=-1), return_inverse=True)[1]
    most = int(codes.max(initial=0)) + 1
    shares = [
        np.bincount(side, minlength=most) / max(1, len(side)) for side in (codes[: len(left)], codes[len(left) :])
    ]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def steps(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """The Kolmogorov–Smirnov distance, or the difference of the shares of missing values where that is larger."""
    gaps = abs(np.isnan(left).mean() - np.isnan(right).mean())
    left, right = np.sort(left[~np.isnan(left)]), np.sort(right[~np.isnan(right)])
    if not len(left) or not len(right):
        return float(max(gaps, float(len(left) != len(right))))
    both = np.concatenate([left, right])
    risen = [np.searchsorted(side, both, side="right") / len(side) for side in (left, right)]
    return float(max(gaps, np.abs(risen[0] - risen[1]).max()))


def coverage(reference: pd.DataFrame, rows: pd.DataFrame, table: Table) -> dict[str, float]:
    """How many of the rare pairs of category values that real rows show the synthetic ones show too.

    ``pairs`` is their number, ``kept`` the share that is kept.
    """
    levelled = [name for name, column in table.learnt().items() if not is_numeric(column)]
    count = kept = 0
    for one, other in combinations(levelled, 2):
        real = reference.groupby([one, other], observed=True).size()
        rare = real[(real >= RAREST) & (real <= COMMONEST * len(reference))]
        there = set(map(tuple, rows[[one, other]].drop_duplicates().to_numpy(object).tolist()))
        count += len(rare)
        kept += sum(pair in there for pair in rare.index)
    return {"pairs": count, "kept": round(kept / count, 4) if count else 1.0}
