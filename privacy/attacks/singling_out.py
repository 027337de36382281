"""Singling out: descriptions, read off the release, that fit exactly one real person.

Threat: a row of the release suggests a description (married, 38 to 40, from Laos …) that is improbable enough to fit
nobody by chance, and somebody fits it (predicate singling out, Cohen & Nissim 2020; multivariate predicates, Giomi et
al. 2022). Null hypothesis: descriptions fit exactly one training row no more often than exactly one holdout row.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.binning import Codes, binned
from privacy.compiling import compiled
from privacy.core import FEWEST, NOT_APPLICABLE, PASS, Columns, Risk, plain_columns, silent
from privacy.statistics import corrected, exceeding_p, in_any
from privacy.targets import learnable, sampled

NAME = "singling out"
GUESSES = 5_000  # descriptions
MOST = 20_000  # rows of each kind that are looked at
BINS = 50  # classes of a number with more values: half a class off breaks a description
SURE = 1e4  # a description fits a row by chance, if columns were independent, once in so many times the rows
BLIND = "Rows that were changed in most columns; descriptions that no released row suggests."
ADVICE = "Let the generator remember less, or coarsen the columns that the descriptions use most."
Numbers = NDArray[np.int64]


def singling_out(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of descriptions that fit just one training row, beyond those that would fit one of as many unseen rows.

    Each starts from a released row and names its values, columns in random order, until no other released row has them
    and they are improbable. The test counts the real rows that alone fit a description.
    """
    columns = columns or plain_columns(train)
    names = learnable(columns)
    if len(names) < 2:
        return silent(NAME, "a description needs two columns", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng, MOST)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    made = synthetic.iloc[rng.permutation(len(synthetic))[:MOST]]
    before, released, after = binned([sides[0], made, sides[1]], columns, names, bins=BINS)
    rows = rng.permutation(len(released))[:GUESSES]
    orders = rng.permuted(np.tile(np.arange(len(names)), (len(rows), 1)), axis=1)
    used = described(released, _surprise(released), rows, orders, math.log(SURE * len(before)))
    told = used > 0
    if not told.any():
        return silent(NAME, "no released row can be described so that no other fits", verdict=NOT_APPLICABLE)
    rows, orders, used = rows[told], orders[told], used[told]
    (counts, places), (others, their_places) = (fitting(side, released, rows, orders, used) for side in (before, after))
    times = len(before) / len(after)
    risk = corrected(int((counts == 1).sum()), int((others == 1).sum()), len(rows), len(rows), times)
    alone = [len(np.unique(places[(counts == 1) & (others == 0)])),
             len(np.unique(their_places[(others == 1) & (counts == 0)]))]  # fmt: skip
    p = exceeding_p(alone[0], alone[1], len(before), len(after))
    rate, base = float((counts == 1).mean()), in_any(float((others == 1).mean()), times)
    sentence = (
        f"{NAME}: of {len(rows):,} descriptions {rate:.1%} fit exactly one training row, {base:.1%} would fit one of as"
        " many unseen rows"
    )
    details = {"descriptions": len(rows), "columns of a description": float(used.mean())}
    return Risk(NAME, *risk, base, p, PASS, sentence, rate=rate, details=details)


def _surprise(codes: Codes) -> NDArray[np.float64]:
    """How improbable each value is: the negative logarithm of its frequency in its column, shape (rows, columns)."""
    return np.column_stack([-np.log(np.bincount(column)[column] / len(codes)) for column in codes.T])


@compiled
def described(
    codes: Codes, surprise: NDArray[np.float64], rows: Numbers, orders: Numbers, enough: float
) -> Numbers:  # fmt: skip
    """How many columns of each order leave its row alone among all and are improbable ``enough``; 0: not even all."""
    used = np.zeros(len(rows), np.int64)
    alive = np.empty(len(codes), np.int64)
    for guess in range(len(rows)):
        row, left, summed = rows[guess], len(codes), 0.0
        for place in range(len(codes)):
            alive[place] = place
        for step in range(orders.shape[1]):
            column = orders[guess, step]
            kept = 0
            for place in range(left):
                if codes[alive[place], column] == codes[row, column]:
                    alive[kept] = alive[place]
                    kept += 1
            left = kept
            summed += surprise[row, column]
            if left == 1 and summed >= enough:
                used[guess] = step + 1
                break
    return used


@compiled
def fitting(pool: Codes, codes: Codes, rows: Numbers, orders: Numbers, used: Numbers) -> tuple[Numbers, Numbers]:
    """How many rows of a pool fit each description (two stands for more), and the first that does."""
    counts, first = np.zeros(len(rows), np.int64), np.full(len(rows), -1)
    for guess in range(len(rows)):
        for place in range(len(pool)):
            fits = True
            for step in range(used[guess]):
                column = orders[guess, step]
                if pool[place, column] != codes[rows[guess], column]:
                    fits = False
                    break
            if fits:
                if counts[guess] == 0:
                    first[guess] = place
                counts[guess] += 1
                if counts[guess] == 2:
                    break
    return counts, first
