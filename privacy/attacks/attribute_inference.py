"""Attribute inference: what is sensitive of a person, read off the released row that is most like them.

Threat: who knows all else of a person takes the sensitive value of the nearest released row for theirs (Giomi et al.
2022; a nearest-neighbour model, since it repeats single rows where a smoother one would hide them). Ordinary
correlation makes such guesses right as well, for people that the generator never saw too: that is no leak. Null
hypothesis: guesses are right about training rows no more often than about holdout rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from privacy.core import FEWEST, NOT_APPLICABLE, Columns, Risk, plain_columns, silent
from privacy.encoding import Points, points
from privacy.neighbours import nearest
from privacy.targets import learnable, risk_of, sampled, sensitive_columns

NAME = "attribute inference"
MOST = 10_000  # training rows, and holdout rows, that are attacked
MADE = 20_000  # released rows that are searched
IN_TURN = 5  # columns that are attacked, each given all others, where none is declared sensitive
CLOSE = 0.05  # of a number's range: a guess so near is right
SUREST = 0.1  # of the guesses, by nearness: whether the surest are right is a test of its own
SURELY = 0.05  # p from which on the surest guesses show a leak; their interval is wide where they show none
BLIND = "Leaks of a few people's values where all people are guessed: the surest guesses show those that lie near."
ADVICE = "Leave the column out, coarsen it, or let the generator remember less."


class Guess(NamedTuple):
    """Which rows of the pool are guessed right and which surely; how often a holdout row guesses a training row."""

    right: NDArray[np.bool_]
    sure: NDArray[np.bool_]
    naive: float


def attribute_inference(
    train: pd.DataFrame, synthetic: pd.DataFrame, holdout: pd.DataFrame, *,
    columns: Columns | None = None, rng: np.random.Generator,
) -> Risk:  # fmt: skip
    """The share of training rows whose sensitive value is guessed right, beyond the share of holdout rows.

    A number is right within 5% of its range. The worst sensitive column counts, its p corrected for their number; or
    its surest guesses, the tenth that lie nearest, where these alone show a leak. ``naive`` is what the same guess
    finds with the holdout in place of the release.
    """
    columns = columns or plain_columns(train)
    names = learnable(columns)
    secrets = sensitive_columns(columns) or [names[i] for i in rng.permutation(len(names))[:IN_TURN]]
    if len(names) < 2 or set(secrets) == set(names):
        return silent(NAME, "nothing is known that something could be inferred from", verdict=NOT_APPLICABLE)
    sides = sampled(train, synthetic, holdout, rng, MOST)
    if sides is None:
        return silent(NAME, f"fewer than {FEWEST} rows on a side")
    made = synthetic.iloc[rng.permutation(len(synthetic))[:MADE]]
    size = len(sides[0])
    every, surest = [], []
    for secret, guess in _guesses(sides, made, columns, secrets):
        judged = partial(risk_of, NAME, tests=2 * len(secrets), naive=guess.naive)
        seen, unseen, sure, surely = *np.split(guess.right, [size]), *np.split(guess.sure, [size])
        told = f"have {secret} guessed right"
        every.append(judged(seen, unseen, told, {"sensitive": secret, "guesses": size}))
        if sure.any() and surely.any():
            told, details = (
                f"{told}, of those most like a released row",
                {"sensitive": secret, "guesses": int(sure.sum())},
            )
            surest.append(judged(seen[sure], unseen[surely], told, details))
    worst, *others = (min(some, key=lambda risk: (risk.p, -risk.value)) for some in (every, surest) if some)
    return next((risk for risk in others if risk.p < min(SURELY, worst.p)), worst)


def _guesses(
    sides: tuple[pd.DataFrame, pd.DataFrame], made: pd.DataFrame, columns: Columns, secrets: list[str]
) -> Iterator[tuple[str, Guess]]:
    """Each sensitive column and the guesses at it, from the columns that are not sensitive, or from all others."""
    pool, size = pd.concat(sides, ignore_index=True), len(sides[0])
    declared = any(columns[name].role == "sensitive" for name in secrets)
    known: dict[str, Any] = {}
    for secret in secrets:
        hidden = secrets if declared else [secret]
        if not known or not declared:
            known = {name: columns[name] for name in learnable(columns) if name not in hidden}
            space = points(pool, made, known)
            like = nearest(space.made, space.pool)
            like_unseen = nearest(space.pool[size:], space.pool[:size]).place[:, 0]
        truth = points(pool, made, {secret: columns[secret]})
        right = _alike(truth, like.place[:, 0])
        naive = np.abs(truth.pool[size:][like_unseen] - truth.pool[:size]) <= CLOSE
        distance = like.distance[:, 0]
        yield secret, Guess(right, distance <= np.quantile(distance, SUREST), float(naive.mean()))


def _alike(truth: Points, index: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (np.abs(truth.made[index] - truth.pool) <= CLOSE)[:, 0]
    return found
