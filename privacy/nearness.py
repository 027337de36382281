"""What attacks by nearness share: which rows are compared, and how many people a release stands too near to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy import encoding
from privacy.core import FEWEST, PASS, Columns, Risk
from privacy.neighbours import Floats, nearest
from privacy.statistics import corrected, permutation_p

Some = slice | NDArray[np.int64]  # rows of a pool
HAIR = 0.1  # nats, added to each distance: the logarithm of a copy's is finite
MOST_REAL, MOST_MADE = 10_000, 30_000  # rows of each side that are compared: the cost grows with their product


class Sides(NamedTuple):
    """Training and holdout rows, shuffled together; which are training rows; and synthetic rows.

    ``said`` ends a sentence about a sample: how many rows were compared, empty where all were.
    """

    pool: pd.DataFrame
    is_train: NDArray[np.bool_]
    made: pd.DataFrame
    columns: Columns
    said: str

    @property
    def counts(self) -> tuple[int, int]:
        """How many training and how many holdout rows there are."""
        return int(self.is_train.sum()), int((~self.is_train).sum())


class Space(NamedTuple):
    """The pool and the synthetic rows as points (:mod:`.encoding`), and what columns count for from a row of the pool.

    Each is (rows, columns); ``weights`` has the shape of ``pool``.
    """

    pool: Floats
    made: Floats
    weights: Floats

    def to_others(self, count: int, rows: Some = slice(None)) -> Floats:
        """Distances from rows of the pool to the nearest others of it, (rows, count)."""
        # A row is its own nearest: one distance of 0 is left out, whosoever it is.
        return nearest(self.pool, self.pool[rows], count + 1, self.weights[rows]).distance[:, 1:]

    def to_made(self, count: int, rows: Some = slice(None)) -> Floats:
        """Distances from rows of the pool to the nearest synthetic rows, (rows, count)."""
        return nearest(self.made, self.pool[rows], count, self.weights[rows]).distance


def lacking(train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, columns: Columns | None = None) -> str:
    """Why nothing can be said of these rows; empty if it can."""
    for name, frame in (("training", train), ("synthetic", synthetic), ("holdout", holdout)):
        if len(frame) < FEWEST:
            return f"{len(frame)} {name} rows, expected at least {FEWEST}"
    return "" if encoding.compared(columns, train) else "no columns to compare but personal data"


def draw(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, columns: Columns | None,
    rng: np.random.Generator,
) -> Sides:  # fmt: skip
    """The rows that are compared, drawn at random where there are more than an attack looks at.

    The pool's order decides between rows equally near, so that it must not tell the two kinds apart.
    """
    known = encoding.compared(columns, train)
    seen, unseen = (frame.iloc[rng.permutation(len(frame))[:MOST_REAL]] for frame in (train, holdout))
    made = synthetic if len(synthetic) <= MOST_MADE else synthetic.iloc[rng.permutation(len(synthetic))[:MOST_MADE]]
    order = rng.permutation(len(seen) + len(unseen))
    pool = pd.concat([seen[list(known)], unseen[list(known)]], ignore_index=True).iloc[order]
    samples = [
        f"{taken:,} of {len(frame):,} {name} rows"
        for name, frame, taken in (
            ("training", train, len(seen)),
            ("holdout", holdout, len(unseen)),
            ("synthetic", synthetic, len(made)),
        )
        if taken < len(frame)
    ]
    said = f" (a sample: {', '.join(samples)})" if samples else ""
    return Sides(pool, order < len(seen), made[list(known)], known, said)


def gower(sides: Sides) -> Space:
    """Gower's distance: every column counts 1."""
    points = encoding.points(sides.pool, sides.made, sides.columns)
    return Space(*points, np.ones_like(points.pool))


def rarity(sides: Sides, unit: float = 0.0) -> Space:
    """What a row's values say, in nats, less what those say that the other row has too.

    A value that a share q of people have says -log q (Shannon 1948): it is worth little to share a common value and
    much to share a rare one. Numbers are shared if they are equal, or in part where they are less than ``unit`` of
    their column's range apart.
    """
    points = encoding.points(sides.pool, sides.made, sides.columns, unit)
    return Space(*points, encoding.rarity(points.pool))


def people_hit(name: str, space: Space, share: float, sides: Sides, rng: np.random.Generator, told: str) -> Risk:
    """The share of people to whom a synthetic row is nearer than ``share`` of the way to the nearest other person.

    Beyond the same share of holdout rows. ``told`` says in words what was counted.
    Under the null hypothesis, hits fall on training and holdout rows alike, whatever their distances from each other
    are: all that is computed before labels are looked at is the same for both.
    """
    near = space.to_made(1)[:, 0]
    # Nobody is farther off than in all columns, so that most rows need no search for the nearest other person.
    rows = np.flatnonzero(near < share * space.weights.sum(axis=1))
    hit = np.zeros(len(near), np.int64)
    hit[rows] = near[rows] < share * space.to_others(1, rows)[:, 0]
    seen, unseen = sides.counts
    found, control = int(hit[sides.is_train].sum()), int(hit[~sides.is_train].sum())
    p, _ = permutation_p(hit, sides.is_train, rng)
    sentence = (
        f"{name}: {told} {found:,} of {seen:,} training rows, and {control:,} of {unseen:,} holdout rows{sides.said}"
    )
    risk = corrected(found, control, seen, unseen)
    return Risk(name, *risk, control / unseen, p, PASS, sentence, rate=found / seen)


def density_ratio(others: Floats, made: Floats) -> NDArray[np.float64]:
    """How much denser synthetic rows stand about each row of the pool than other real rows do; a score for ranking.

    The logarithm of a ratio of two densities, each from the distances to the nearest rows (Loftsgaarden & Quesenberry
    1965), up to a constant and a factor that are the same for all rows.
    """
    return np.asarray((np.log(others + HAIR) - np.log(made + HAIR)).mean(axis=1), np.float64)
