"""Linkability: two halves of what is known of a person, joined through the release.

Threat: two sources know different columns of the same people (a register and a hospital, say). Who sees that the row of
the release nearest to one half is also nearest to the other half links the two (Giomi et al. 2022). Null hypothesis:
halves of training rows meet in one released row no more often than halves of holdout rows.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.encoding import points
from privacy.neighbours import nearest
from privacy.targets import known_columns, learnable, risk_of, sampled

NAME = "linkability"
MOST = 10_000  # training rows, and holdout rows, that are attacked
MADE = 20_000  # released rows that are searched
SAME = 1e-4  # distances that differ by less are equal
BLIND = "Halves that were both changed; columns that neither source knows."
ADVICE = "Let the generator remember less, or coarsen the columns that other sources know."


def linkability(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows of which one released row is nearest (Gower 1971) to either half.

    One half are the quasi-identifiers, the other all else; without declared ones every other column. Several released
    rows may be equally near to a half: it is a link if one row is nearest to both. As distances of halves add up, that
    is so where the nearest row in all columns is as near as both halves together.
    """
    columns = columns or plain_columns(train)
    one, other = _halves(columns, list(train.columns))
    if not one or not other:
        return silent(NAME, "two sources need two columns", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng, MOST)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    pool = pd.concat(sides, ignore_index=True)
    made = synthetic.iloc[rng.permutation(len(synthetic))[:MADE]]
    distances = []
    for names in (one, other, [*one, *other]):
        found = points(pool, made, {name: columns[name] for name in names})
        distances.append(nearest(found.made, found.pool).distance[:, 0].astype(np.float64))
    linked = distances[2] - distances[0] - distances[1] < SAME
    size = len(sides[0])
    details = {"one source knows": one, "the other": other}
    return risk_of(NAME, linked[:size], linked[size:], "are linked through one released row", details)


def _halves(columns: Columns, order: list[str]) -> tuple[list[str], list[str]]:
    names = [name for name in order if name in learnable(columns)]
    if any(columns[name].role == "quasi" for name in names):
        known = known_columns(columns, names)
        return known, [name for name in names if name not in known]
    return names[::2], names[1::2]
