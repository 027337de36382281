"""What pages draw of a column: never so finely that a bar is a person."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

BINS = 24  # of a column's plot
FEWEST = 10  # real rows of a category that a plot shows by itself


def column_plot(real_values: pd.Series[Any], made: pd.Series[Any]) -> dict[str, Any]:
    """What the report draws of a column: labels, and the shares of real and of synthetic rows.

    Rare categories are joined, and numbers beyond the 1% and 99% quantiles: a plot must not point at a person.
    """
    both = (real_values, made)
    if pd.api.types.is_numeric_dtype(real_values):
        low, high = (float(np.quantile(real_values, q)) for q in (0.01, 0.99))
        if low == high:
            low, high = float(real_values.min()), float(real_values.max()) + 1
        edges = np.linspace(low, high, BINS + 1)
        counts = [np.histogram(values.clip(low, high), edges)[0] for values in both]
        labels = [f"{edge:,.0f}" for edge in edges[:-1]]
    else:
        common = real_values.value_counts()
        labels = [str(value) for value in common[common >= FEWEST].index[:BINS]]
        counts = [values.astype(str).value_counts().reindex(labels, fill_value=0).to_numpy() for values in both]
        counts = [np.append(found, len(values) - found.sum()) for found, values in zip(counts, both, strict=True)]
        labels.append("others")
    real_shares, made_shares = ([round(float(n) / found.sum(), 4) for n in found] for found in counts)
    return {"labels": labels, "real": real_shares, "synthetic": made_shares}
