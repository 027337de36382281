"""Verbatim overlap: passages of the training set that stand in synthetic documents, word for word.

Threat: a released text repeats what somebody wrote, with whatever it says of them; or it is a copy of what is
protected. A passage that also stands in the holdout is common property and doesn't count. Null hypothesis: the released
texts know nothing of which documents were trained on, so passages of training and of holdout documents alone are as
frequent in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.core import PrivacyError, Risk
from privacy.text.comparison import Whole, risk
from privacy.text.documents import Documents
from privacy.text.windows import Shared, shared

BLIND = (
    "Passages shorter than a window; paraphrases, translations, changed names (near duplicates see some of them); "
    "passages of texts that were trained on but not given."
)
ADVICE = "Drop the documents that are named, train on each document once, and for fewer epochs."
CHARACTERS = 50  # of a window, as Carlini et al. (2021) take 50 tokens for memorised
WORDS = 10  # of a window; in English, about 50 characters
WIDEST = 1_000  # symbols of a window: each hit is compared in full
LISTED = 100  # passages that are told, longest first
COMPARED = 64  # symbols of a long window that are compared while the longest passage is sought


class Passage(NamedTuple):
    """A stretch of a synthetic document, all of whose windows stand in the training set.

    ``document`` and ``offset`` are its place; ``source`` and ``source_offset`` that of its first window in the
    training set, where ``whole`` says whether all of it stands. Places and ``length`` count symbols.
    """

    document: int
    offset: int
    length: int
    source: int
    source_offset: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Passages of the training set that the holdout lacks: how many, the longest ones, the longest of one piece.

    ``longest`` is the longest common substring that holds a window which the holdout lacks; ``covered`` the number of
    symbols in such windows, ``documents`` that of synthetic documents with one.
    """

    passages: tuple[Passage, ...]
    count: int
    documents: int
    covered: int
    longest: Passage | None


def verbatim(
    name: str, sides: tuple[Documents, Documents, Documents], window: int, *, rng: np.random.Generator,
    whole: Documents | None = None,
) -> Risk:  # fmt: skip
    """The share of synthetic documents with a passage of the training set alone, against one of the holdout alone.

    ``sides`` are training, synthetic and holdout documents, as many of the last as of the first
    (:meth:`.Texts.level`), and ``whole`` all training documents where that left some out. Synthetic documents shorter
    than a window aren't counted. The details hold the shares of all symbols.
    """
    demand_window(window)
    train, synthetic, holdout = sides
    in_train, in_holdout = shared(synthetic, train, window), shared(synthetic, holdout, window)
    alone = [~np.isin(one.at, other.at) for one, other in ((in_train, in_holdout), (in_holdout, in_train))]
    links = [
        np.column_stack([synthetic.document_of(one.at[only]), first + side.document_of(one.where[only])])
        for one, only, side, first in zip((in_train, in_holdout), alone, (train, holdout), (0, len(train)), strict=True)
    ]
    sizes = (int((np.diff(synthetic.starts) >= window).sum()), len(train))
    places = [one.at[only] for one, only in zip((in_train, in_holdout), alone, strict=True)]
    seen = None
    if whole is not None and len(whole) > len(train):
        places[0] = np.setdiff1d(shared(synthetic, whole, window).at, in_holdout.at, assume_unique=True)
        seen = Whole(len(whole), len(np.unique(synthetic.document_of(places[0]))))
    what = f"hold {window} or more {unit(name)} in a row of the"
    found = risk(name, np.concatenate(links), sizes, rng, what, whole=seen)
    covered = [_covered(at, window) for at in places]
    shares = [count / max(1, len(synthetic.symbols)) for count in covered]
    return replace(found, details={"window": window, "of all symbols": shares[0], "of all symbols, holdout": shares[1]})


def unit(name: str) -> str:
    """What the windows of a test count, by the test's name."""
    return name.rsplit(" ", 1)[-1]


def overlap(synthetic: Documents, train: Documents, holdout: Documents, window: int) -> Overlap:
    """All passages of the training set in synthetic documents that hold a window which the holdout lacks."""
    demand_window(window)
    found = shared(synthetic, train, window)
    alone = ~np.isin(found.at, shared(synthetic, holdout, window).at)
    if not alone.any():
        return Overlap((), 0, 0, 0, None)
    breaks = np.flatnonzero(np.diff(found.at) != 1) + 1
    first, last = np.concatenate([[0], breaks]), np.concatenate([breaks, [len(found.at)]]) - 1
    counts = np.concatenate([[0], np.cumsum(alone)])
    kept = counts[last + 1] > counts[first]
    first, last = first[kept], last[kept]
    lengths = last - first + window
    order = np.lexsort((found.at[first], -lengths))
    stretches = [(int(found.at[first[i]]), int(found.where[first[i]]), int(lengths[i])) for i in order[:LISTED]]
    return Overlap(
        passages=tuple(_passage(synthetic, train, *stretch) for stretch in stretches),
        count=len(order),
        documents=len(np.unique(synthetic.document_of(found.at[alone]))),
        covered=_covered(found.at[alone], window),
        longest=_longest(synthetic, train, found, (first[order], last[order]), counts, window),
    )


def demand_window(window: int) -> None:
    """Raises PrivacyError where a window is no number of symbols that can be sought."""
    if not 2 <= window <= WIDEST:
        raise PrivacyError(f"expected a window of 2 to {WIDEST:,} characters or words, got {window}")


def _covered(at: NDArray[np.int64], window: int) -> int:
    """How many symbols lie in the windows that begin at these places."""
    return int(np.minimum(np.diff(at), window).sum()) + window if len(at) else 0


def _passage(made: Documents, train: Documents, at: int, where: int, length: int) -> Passage:
    document, source = (int(side.document_of(np.array([place]))[0]) for side, place in ((made, at), (train, where)))
    place, source_place = at - int(made.starts[document]), where - int(train.starts[source])
    return Passage(document, place, length, source, source_place, _agreement(made, train, at, where, length) == length)


def _agreement(made: Documents, train: Documents, at: int, where: int, length: int) -> int:
    """How far two places agree, at most ``length``, within a document of the training set."""
    end = int(train.starts[np.searchsorted(train.starts, where, side="right")])
    length = min(length, end - where)
    differ = np.flatnonzero(made.symbols[at : at + length] != train.symbols[where : where + length])
    return int(differ[0]) if len(differ) else length


def _longest(
    made: Documents, train: Documents, found: Shared, runs: tuple[NDArray[np.int64], NDArray[np.int64]],
    counts: NDArray[np.int64], window: int,
) -> Passage:  # fmt: skip
    """The longest common substring that holds a window of the training set alone.

    A stretch may be put together from several places. The longest that stands at the first place of its first window
    is a lower bound, the longest stretch an upper one; between them lengths are bisected.
    """
    best, widest = (0, 0, 0), 0
    for first, last in zip(*runs, strict=True):
        length = int(last - first) + window
        if length <= best[2] or length <= widest:
            break
        at, where = int(found.at[first]), int(found.where[first])
        agreed = _agreement(made, train, at, where, length)
        alone = counts[first + max(0, agreed - window) + 1] > counts[first] and agreed >= window
        if alone and agreed > best[2]:
            best = (at, where, agreed)
        widest = max(widest, length if agreed < length else 0)
    low, high = max(best[2], window - 1), widest
    while low < high:
        length = (low + high + 1) // 2
        hit = _of_length(made, train, found, runs, counts, (window, length))
        low, high = (length, high) if hit else (low, length - 1)
        best = hit or best
    return _passage(made, train, *best)


def _of_length(
    made: Documents, train: Documents, found: Shared, runs: tuple[NDArray[np.int64], NDArray[np.int64]],
    counts: NDArray[np.int64], sizes: tuple[int, int],
) -> tuple[int, int, int] | None:  # fmt: skip
    """A common substring of a length that holds a window of the training set alone: its places."""
    window, length = sizes
    long = runs[1] - runs[0] + window >= length
    bounds = np.column_stack([found.at[runs[0][long]], found.at[runs[1][long]] + window])
    bounds = bounds[np.argsort(bounds[:, 0])]
    # Only stretches are looked at: windows of two of them are never joined, as a document lies between their ends.
    starts = np.concatenate([[0], np.cumsum(bounds[:, 1] - bounds[:, 0])])
    cut = Documents(np.concatenate([made.symbols[a:b] for a, b in bounds]), starts)
    hit = shared(cut, train, length, compare=min(length, COMPARED))
    stretch = cut.document_of(hit.at)
    at = hit.at - starts[stretch] + bounds[stretch, 0]
    index = np.searchsorted(found.at, at)
    alone = counts[index + length - window + 1] > counts[index]
    for place, where in zip(at[alone], hit.where[alone], strict=True):
        if _agreement(made, train, int(place), int(where), length) == length:
            return int(place), int(where), length
    return None
