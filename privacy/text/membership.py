"""Membership by likelihood: whether a model finds its training documents likelier than others.

Threat: whoever has a document learns that it was trained on. Null hypothesis: training and holdout documents have the
same distribution of scores, so their labels are exchangeable. A score is the log-probability, calibrated by how hard
the document is: by a reference model that never saw either side (a difference; Carlini et al. 2022), or by the bits
that zlib needs (a ratio; Carlini et al. 2021).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from privacy.core import PASS, Risk, silent
from privacy.statistics import Z_95, permutation_p
from privacy.text.language_model import LanguageModel, scores

NAME = "membership by likelihood"
BLIND = (
    "Single documents that are known well among many that are not (the details tell the rate at few false alarms); "
    "attacks with shadow models, which are stronger."
)
ADVICE = "Train for fewer epochs, drop repeated texts, or train with differential privacy."
FEWEST = 50  # documents of each side
MOST = 1_000  # documents of each side that are scored
RARE = 0.01  # false alarms at which the details tell the rate


def membership(
    model: LanguageModel, train: Sequence[str], holdout: Sequence[str], *, rng: np.random.Generator,
    reference: LanguageModel | None = None,
) -> Risk:  # fmt: skip
    """The area under the curve of the score, where 0.5 is no knowledge; its value is (AUC - 0.5) / 0.5.

    The interval is that of Hanley & McNeil (1982); ``p`` that of the rank sum under exchanged labels.
    """
    size = min(MOST, len(train), len(holdout))
    if size < FEWEST:
        return silent(NAME, f"{size} documents on a side, expected {FEWEST}")
    texts = [side[i] for side in (train, holdout) for i in rng.permutation(len(side))[:size]]
    found = scores(model, texts)
    found = found - scores(reference, texts) if reference else found / np.array([_bits(text) for text in texts])
    is_train = np.arange(2 * size) < size
    ranks = doubled_ranks(found)
    area = float(ranks[is_train].sum() / (2 * size * size) - (size + 1) / (2 * size))
    p, _ = permutation_p(ranks, is_train, rng)
    half = Z_95 * _spread(area, size)
    value, low, high = (min(1.0, max(0.0, 2 * (one - 0.5))) for one in (area, area - half, area + half))
    by = "a reference model" if reference else "zlib"
    bar = float(np.quantile(found[~is_train], 1 - RARE))
    sentence = f"{NAME}: AUC {area:.3f} between {size:,} training and {size:,} holdout documents (no leak: 0.5)"
    details = {"calibrated by": by, "rate at 1% false alarms": float((found[is_train] > bar).mean())}
    return Risk(NAME, value, low, high, 0.5, p, PASS, sentence, rate=area, naive=0.5, details=details)


def doubled_ranks(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Twice the rank of each value from 1 on; equal values share the mean of theirs.

    >>> doubled_ranks(np.array([5.0, 1.0, 5.0])).tolist()
    [5, 2, 5]
    """
    ordered = np.sort(values)
    low, high = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return np.asarray(low + high + 1, np.int64)


def _bits(text: str) -> int:
    return 8 * len(zlib.compress(text.encode("utf-8", "surrogatepass"), 9))


def _spread(area: float, size: int) -> float:
    """The standard error of the area under the curve of ``size`` scores on each side (Hanley & McNeil 1982, eq. 1)."""
    one, other = area / (2 - area), 2 * area * area / (1 + area)
    variance = area * (1 - area) + (size - 1) * (one - area * area) + (size - 1) * (other - area * area)
    return float(np.sqrt(max(0.0, variance)) / size)
