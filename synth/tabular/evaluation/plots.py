"""What pages draw of a column: never so finely that a bar is a person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns

SECONDS = 86_400  # of a day
BINS = 24  # of a column's plot
FEWEST = 10  # real rows of a category that a plot shows by itself


def column_plot(real_values: pd.Series[Any], made: pd.Series[Any]) -> dict[str, Any]:
    """What the report draws of a column: labels, and the shares of real and of synthetic rows.

    Rare categories are joined, numbers and dates beyond the 1% and 99% quantiles too, and a bar of fewer than ten real
    rows is empty: a plot must not point at a person.
    """
    both = (real_values, made)
    if pd.api.types.is_datetime64_any_dtype(real_values):
        labels, counts = _binned(*(_days(values) for values in both), dates=True)
    elif pd.api.types.is_numeric_dtype(real_values):
        labels, counts = _binned(*(values.to_numpy(np.float64, na_value=np.nan) for values in both), dates=False)
    else:
        common = real_values.value_counts()
        labels = [str(value) for value in common[common >= FEWEST].index[:BINS]]
        counts = [values.astype(str).value_counts().reindex(labels, fill_value=0).to_numpy() for values in both]
        counts = [np.append(found, len(values) - found.sum()) for found, values in zip(counts, both, strict=True)]
        labels.append("others")
    sizes = [max(1, int(found.sum())) for found in counts]
    counts[0] = np.where(counts[0] < FEWEST, 0, counts[0])
    real_shares, made_shares = ([round(float(n) / size, 4) for n in found]
                                for found, size in zip(counts, sizes, strict=True))  # fmt: skip
    return {"labels": labels, "real": real_shares, "synthetic": made_shares}


def _days(series: pd.Series[Any]) -> NDArray[np.float64]:
    """Points in time as days since 1970, to the second."""
    points = columns.moments(series).astype("datetime64[s]")
    return np.where(np.isnat(points), np.nan, points.astype(np.int64) / SECONDS)


def _binned(real: NDArray[np.float64], made: NDArray[np.float64], *, dates: bool) -> tuple[list[str], list[Any]]:
    """The lower edges of bins as text, and how many of both sides are in each; missing values are one more bin."""
    both = (real, made)
    known = real[np.isfinite(real)]
    low, high = np.quantile(known, [0.01, 0.99]).tolist() if len(known) else (0.0, 1.0)
    if low == high:
        low, high = float(known.min()), float(known.max()) + 1
    if high - low < BINS and not dates and (known == np.floor(known)).all():  # a bar for each whole number
        edges = np.arange(np.floor(low), np.ceil(high) + 2)
    else:
        edges = np.linspace(low, high, BINS + 1)
    counts = [np.histogram(side[np.isfinite(side)].clip(low, high), edges)[0] for side in both]
    labels = [_label(edge, edges[-1] - low, dates=dates) for edge in edges[:-1]]
    gaps = [int((~np.isfinite(side)).sum()) for side in both]
    if any(gaps):
        labels.append("missing")
        counts = [np.append(found, gap) for found, gap in zip(counts, gaps, strict=True)]
    return labels, counts


def _label(edge: float, width: float, *, dates: bool) -> str:
    if dates:
        return str(np.datetime64(round(edge * SECONDS), "s"))[: 10 if width > BINS else 16].replace("T", " ")
    whole = width > BINS or edge == np.floor(edge)
    return f"{edge:,.0f}" if whole else f"{edge:,.3g}"
