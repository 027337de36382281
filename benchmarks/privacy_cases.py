"""Releases in which something was planted, for :mod:`privacy_power`: what leaks, how much of it, and three sides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from privacy import encoding
from privacy.core import plain_columns
from privacy.neighbours import nearest

Rows = pd.DataFrame
Leak = Callable[[Rows, int, np.random.Generator], Rows]  # training rows and how many leak: what the release shows


def copied(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows as they are."""
    return train.iloc[rng.permutation(len(train))[:count]]


def noisy(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows of which every number is moved by 1 to 2% of its column's range, to a whole number if all are."""
    rows = copied(train, count, rng).copy()
    for name in rows.select_dtypes("number"):
        low, high = train[name].min(), train[name].max()
        step = rng.choice([-1, 1], count) * rng.uniform(0.01, 0.02, count) * (high - low)
        moved = (rows[name] + step).clip(low, high)
        rows[name] = moved.round().astype(train[name].dtype) if train[name].dtype.kind in "iu" else moved
    return rows


def changed(train: Rows, count: int, rng: np.random.Generator) -> Rows:
    """Training rows of which two columns, others in each row, have another value, as frequent as it is."""
    rows = copied(train, count, rng).reset_index(drop=True)
    taken = np.argsort(rng.random(rows.shape), axis=1)[:, :2]
    for row, pair in enumerate(taken.tolist()):
        for at in pair:
            values = train.iloc[:, at].to_numpy()
            rows.iloc[row, at] = rng.choice(values[values != rows.iloc[row, at]])
    return rows


def isolated(train: Rows, count: int, rng: np.random.Generator) -> Rows:  # noqa: ARG001  nothing is drawn
    """The training rows whose nearest other row is farthest away, by Gower's distance."""
    points = encoding.points(train, train[:1], plain_columns(train)).pool
    return train.iloc[np.argsort(-nearest(points, points, 2).distance[:, 1], kind="stable")[:count]]


CASES: dict[str, tuple[float, Leak]] = {
    "independent draws": (0.0, copied),
    "0.1% copied": (0.001, copied),
    "1% copied": (0.01, copied),
    "5% copied": (0.05, copied),
    "1% copied with noise": (0.01, noisy),
    "5% copied with noise": (0.05, noisy),
    "1% copied, two columns changed": (0.01, changed),
    "1% copied, the most isolated": (0.01, isolated),
}


def case(name: str, rows: Rows, rng: np.random.Generator, most: int) -> tuple[Rows, Rows, Rows]:
    """Training, synthetic and holdout rows of a case, equally many of each; ``rows`` are all that there are."""
    share, leak = CASES[name]
    size = min(most, len(rows) // 3)
    order = rng.permutation(len(rows))
    train, holdout, fresh = (rows.iloc[order[k * size : (k + 1) * size]].reset_index(drop=True) for k in range(3))
    shown = leak(train, round(share * size), rng)
    synthetic = pd.concat([shown, fresh[len(shown) :]], ignore_index=True)
    return train, synthetic.iloc[rng.permutation(size)].reset_index(drop=True), holdout
