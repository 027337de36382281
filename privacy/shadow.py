"""Shadow models: whether a generator's release shows that one given person was in its training set.

Threat: the strongest observer of a release, who knows the engine, its settings and rows of the same population, and who
wants to know of one person whether they were in the set. They train the engine many times with the person's row and
without it, learn what the releases of either kind look like about that row, and judge the release by its likelihood
(LiRA, Carlini et al. 2022; for tables TAPAS, Houssiau et al. 2022). Null hypothesis: releases made with the row look
like those made without it.

It costs many fits a person, so that it is no attack of the gate: it is for judging an engine and its settings. It
cannot see what a release shows beyond the rows near the person's own, nor tell of any other person.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy import encoding
from privacy.core import Columns, PrivacyError
from privacy.nearness import HAIR
from privacy.neighbours import nearest
from privacy.statistics import Ranked, ranked

FEWEST = 8  # pairs of sets, below which half of them are too few to learn from or to judge
COUNT = 10  # nearest synthetic rows that are looked at
UNIT = 0.01  # ranges of a column within which numbers are alike
Generate = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]


class Shadows(NamedTuple):
    """How well releases with a row are told from those without, and the scores of either kind.

    Only sets that nothing was learnt from are judged, so that scores with a threshold fixed beforehand can also be
    audited (:func:`privacy.audit.audit`). The risk is ``2 * found.area - 1``.
    """

    found: Ranked
    with_row: NDArray[np.float64]
    without: NDArray[np.float64]


def shadow(
    generate: Generate, rows: pd.DataFrame, target: pd.DataFrame, *,
    sets: int, rng: np.random.Generator, columns: Columns | None = None,
) -> Shadows:  # fmt: skip
    """Attack one person, the one row of ``target``, by ``sets`` pairs of releases made with their row and without.

    ``generate(rows, rng)`` is the engine: it fits the rows and draws a release. ``rows`` are others of the population;
    each pair of sets is a random half of them, in one of which the target takes the place of a row. Raises PrivacyError
    unless there is one target, and FEWEST pairs or more.
    """
    if len(target) != 1 or sets < FEWEST:
        raise PrivacyError(f"expected one row as target and at least {FEWEST} sets, got {len(target)} and {sets}")
    known = encoding.compared(columns, rows)
    people = pd.concat([target, rows], ignore_index=True)[list(known)]
    traces = np.empty((2, sets, 2))
    for number in range(sets):
        chosen = rows.iloc[rng.permutation(len(rows))[: len(rows) // 2]]
        for kind, learnt in enumerate((chosen, pd.concat([target, chosen[1:]], ignore_index=True))):
            traces[kind, number] = _trace(people, generate(learnt.reset_index(drop=True), rng), known)
    taught, judged = np.split(traces, [sets // 2], axis=1)
    without, with_row = judged @ _direction(taught)
    scores = np.concatenate([without, with_row])
    return Shadows(ranked(scores, np.arange(len(scores)) >= len(without)), with_row, without)


def _trace(people: pd.DataFrame, made: pd.DataFrame, columns: Columns) -> NDArray[np.float64]:
    """What a release shows near the first of the people: how near its nearest row is, and its nearest ten are."""
    points = encoding.points(people, made, columns, UNIT)
    weights = encoding.rarity(points.pool)[:1]
    distance = nearest(points.made, points.pool[:1], min(COUNT, len(made)), weights).distance[0]
    near = -np.log(distance + HAIR)
    return np.array([near[0], near.mean()])


def _direction(traces: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of the likelihood ratio of two normal distributions with a common, diagonal covariance."""
    apart = traces[1].mean(axis=0) - traces[0].mean(axis=0)
    spread = traces.var(axis=1).mean(axis=0)
    # Where nothing varies any difference decides.
    return np.asarray(apart / np.where(spread > 0, spread, np.finfo(float).eps), np.float64)
