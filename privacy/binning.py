"""Rows as small whole numbers: what somebody says of a row when he names its values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import Columns

Codes = NDArray[np.int32]


def binned(frames: Sequence[pd.DataFrame], columns: Columns, names: Sequence[str], *, bins: int) -> list[Codes]:
    """The values of columns as codes, the same on all sides; each array is (rows, columns).

    Categories are equal or not. A number with at most ``bins`` different values is equal or not, others fall into
    that many classes of like size, by the quantiles of all sides but the second (the release): classes must not
    depend on which rows were seen. What is missing has a code of its own, and so has what is infinite.

    >>> from privacy.core import Column
    >>> train, made = pd.DataFrame({"n": [1.0, 2.0, None]}), pd.DataFrame({"n": [2.0]})
    >>> [codes.tolist() for codes in binned([train, made], {"n": Column("number")}, ["n"], bins=10)]
    [[[0], [1], [2]], [[1]]]
    """
    ends = np.cumsum([len(frame) for frame in frames])[:-1]
    coded = [
        _number([frame[name].to_numpy(np.float64, na_value=np.nan) for frame in frames], bins)
        if columns[name].kind == "number"
        else _category([frame[name] for frame in frames])
        for name in names
    ]
    whole = np.column_stack(coded).astype(np.int32) if coded else np.zeros((sum(map(len, frames)), 0), np.int32)
    return np.split(whole, ends)


def _category(sides: list[pd.Series]) -> NDArray[np.int64]:
    return pd.factorize(pd.concat([side.astype(str) for side in sides], ignore_index=True))[0]


def _number(sides: list[NDArray[np.float64]], bins: int) -> NDArray[np.int64]:
    both = np.concatenate(sides)
    known = np.concatenate([sides[0], *sides[2:]])
    known = known[np.isfinite(known)]
    if len(np.unique(known)) <= bins:
        return pd.factorize(both, use_na_sentinel=False)[0]
    edges = np.unique(np.quantile(known, np.arange(1, bins) / bins))
    codes = np.searchsorted(edges, both, side="right")
    for place, odd in enumerate((np.isnan(both), np.isposinf(both), np.isneginf(both)), 1):
        codes[odd] = len(edges) + place
    return codes


def groups(*sides: Codes) -> list[NDArray[np.int64]]:
    """The number of each row's combination of codes, the same on all sides, from 0 up."""
    ends = np.cumsum([len(side) for side in sides])[:-1]
    whole = np.concatenate(sides)
    label = np.zeros(len(whole), np.int64)
    for column in whole.T:
        # Labels stay below the number of rows, so a product with another column's codes cannot run over.
        label = pd.factorize(label * (int(column.max(initial=0)) + 1) + column)[0]
    return np.split(label, ends)
