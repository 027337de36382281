"""How strongly two columns hang together, whatever their kinds: one number, comparable between frames of any size.

Ordered with ordered: Spearman's rank correlation, in [-1, 1]. Category with category: Cramér's V (1946), corrected for
its size by chance (Bergsma 2013). Mixed: the correlation ratio of the ranks, corrected likewise (Kelley 1935).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from synth.tabular import columns
from synth.tabular.evaluation.features import is_numeric
from synth.tabular.schema import Column

Numbers = NDArray[np.float64]
FEWEST = 10  # rows with both values, of which an association is told


def association(left: Numbers, right: Numbers, *, ordered: tuple[bool, bool]) -> float:
    """The association of two encoded columns (:func:`.columns.encode`); 0 where one is constant or rows are few.

    ``ordered`` says of each whether its order means something. A missing value of a category is one more category;
    rows without an ordered value are left out.

    >>> numbers = np.arange(20.0)
    >>> association(numbers, -numbers, ordered=(True, True))
    -1.0
    >>> association(numbers % 2, numbers % 2, ordered=(False, False))
    1.0
    """
    there = np.ones(len(left), np.bool_)
    for side, has_order in ((left, ordered[0]), (right, ordered[1])):
        there &= ~np.isnan(side) | (not has_order)
    left, right = left[there], right[there]
    if len(left) < FEWEST or any(_constant(side) for side in (left, right)):
        return 0.0
    if all(ordered):
        found = float(np.corrcoef(_ranks(left), _ranks(right))[0, 1])
    elif not any(ordered):
        found = _cramers_v(left, right)
    else:
        found = _correlation_ratio(*((left, right) if ordered[0] else (right, left)))
    return round(found, 4)


def _constant(side: Numbers) -> bool:
    return bool(((side == side[0]) | (np.isnan(side) & np.isnan(side[0]))).all())


def _ranks(numbers: Numbers) -> Numbers:
    return np.asarray(pd.Series(numbers).rank(), np.float64)


def _levels(numbers: Numbers) -> NDArray[np.int64]:
    return np.asarray(pd.factorize(np.nan_to_num(numbers, nan=-1.0))[0], np.int64)


def _cramers_v(left: Numbers, right: Numbers) -> float:
    one, other = _levels(left), _levels(right)
    height, width, rows = int(one.max()) + 1, int(other.max()) + 1, len(one)
    counts = np.bincount(one * width + other, minlength=height * width).reshape(height, width)
    wanted = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / rows
    square = float(((counts - wanted) ** 2 / wanted).sum()) / rows
    square = max(0.0, square - (height - 1) * (width - 1) / (rows - 1))
    sides = [size - (size - 1) ** 2 / (rows - 1) for size in (height, width)]
    room = min(sides) - 1
    return float(np.sqrt(min(1.0, square / room))) if room > 0 else 0.0


def _correlation_ratio(numbers: Numbers, category: Numbers) -> float:
    ranks, levels = _ranks(numbers), _levels(category)
    sizes = np.bincount(levels)
    if len(sizes) >= len(ranks):
        return 0.0
    means = np.bincount(levels, ranks) / sizes
    between = float((sizes * (means - ranks.mean()) ** 2).sum()) / float(((ranks - ranks.mean()) ** 2).sum())
    chance = (len(ranks) - 1) / (len(ranks) - len(sizes))
    return float(np.sqrt(max(0.0, 1 - (1 - between) * chance)))


def of_frame(frame: pd.DataFrame, known: dict[str, Column]) -> dict[tuple[str, str], float]:
    """The association of each pair of these columns of a frame."""
    numbers = {name: columns.encode(frame[name], column) for name, column in known.items()}
    names = list(known)
    return {
        (one, other): association(
            numbers[one], numbers[other], ordered=(is_numeric(known[one]), is_numeric(known[other]))
        )
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    }
