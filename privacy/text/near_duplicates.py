"""Near duplicates: synthetic documents that are a training document but for a few changes.

Threat: changed names or numbers hide a copy from a search for passages. Documents are compared as sets of shingles,
runs of 9 characters, by their Jaccard similarity (Broder 1997). MinHash in bands (Leskovec, Rajaraman & Ullman 2020,
chapter 3) finds candidates, and each is verified by its true similarity, that of the first million characters. Null
hypothesis: released documents are like training documents no more often than like as many holdout documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.compiling import compiled, read_only
from privacy.core import Risk
from privacy.text.comparison import Texts, Whole, risk
from privacy.text.documents import characters, normal

NAME = "near duplicates"
BLIND = (
    "A training passage in a longer document (verbatim overlap sees it), paraphrases, translations; and one in 100 "
    "pairs whose similarity is just the threshold."
)
ADVICE = "Drop the documents that are like a training document, train on each document once, and for fewer epochs."
ALIKE = 0.6  # Jaccard similarity from which documents are near duplicates
SHINGLE = 9  # characters
BANDS, ROWS = 20, 3  # a pair of similarity s is a candidate with probability 1 - (1 - s^3)^20: 0.992 at 0.6
LONGEST = 1_000_000  # characters of a document that are looked at
MOST = 20  # documents of each side that share a band and are compared with one synthetic document
FACTOR, ONE, HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(1), np.uint64(32)


class Shingled(NamedTuple):
    """The distinct shingles of documents as hashes, ascending: document d has ``hashes[starts[d]:starts[d + 1]]``."""

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int64]


def near_duplicates(texts: Texts, *, rng: np.random.Generator, whole: Sequence[str] = ()) -> Risk:
    """The share of synthetic documents whose likest document is a training one, and as like as a near duplicate.

    ``texts`` are level (:meth:`.Texts.level`), and ``whole`` all training documents where that left some out. A
    document that is as like to one of either side points at neither.
    """
    made = shingled(texts.synthetic)
    found = nearest(made, shingled([*texts.train, *texts.holdout]), len(texts.train), rng)
    seen = None
    if len(whole) > len(texts.train):
        likest = nearest(made, shingled([*whole, *texts.holdout]), len(whole), rng)
        seen = Whole(len(whole), int((likest[:, 1] < len(whole)).sum()))
    sizes = (len(texts.synthetic), len(texts.train))
    return risk(NAME, found, sizes, rng, f"are like a document (Jaccard {ALIKE:g} or more) of the", whole=seen)


def nearest(made: Shingled, pool: Shingled, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Pairs of a document and the one of the pool that is likest to it; the first ``size`` of the pool are one side."""
    pairs = candidates(made, pool, size, rng)
    similarity = _similarities(pairs, made.hashes, made.starts, pool.hashes, pool.starts)
    pairs, similarity = pairs[similarity >= ALIKE], similarity[similarity >= ALIKE]
    best = np.zeros((len(made.starts) - 1, 2))
    side = (pairs[:, 1] >= size).astype(np.int64)
    np.maximum.at(best, (pairs[:, 0], side), similarity)
    rows = pairs[:, 0]
    chosen = (similarity == best[rows, side]) & (similarity > best[rows, 1 - side])
    pairs = pairs[chosen]
    _, first = np.unique(pairs[:, 0], return_index=True)
    return np.asarray(pairs[first], np.int64)


def shingled(texts: Sequence[str]) -> Shingled:
    """The shingles of texts, in which case, width and white space don't count."""
    documents = characters([normal(text[:LONGEST]) for text in texts])
    return Shingled(*_shingles(read_only(documents.symbols), documents.starts))


def candidates(made: Shingled, pool: Shingled, size: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Pairs of a document and one of the pool that share a band of MinHash values; at most MOST of a side and band."""
    factors = rng.integers(0, 2**63, BANDS * ROWS).astype(np.uint64) * np.uint64(2) + ONE
    bands, others = _bands(made.hashes, made.starts, factors), _bands(pool.hashes, pool.starts, factors)
    found = [np.empty((0, 2), np.int64)]
    for band in range(BANDS):
        for first, last in ((0, size), (size, len(pool.starts) - 1)):
            order = first + np.argsort(others[first:last, band], kind="stable")
            keys = others[order, band]
            low, high = (np.searchsorted(keys, bands[:, band], side=side) for side in ("left", "right"))
            counts = np.minimum(high - low, MOST)
            rows = np.repeat(np.arange(len(bands)), counts)
            within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            found.append(np.column_stack([rows, order[low[rows] + within]]))
    return np.unique(np.concatenate(found), axis=0)


@compiled
def _shingles(symbols: NDArray[np.uint32], starts: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hashes of all runs of SHINGLE symbols; of a shorter document, of all of it."""
    hashes = np.empty(len(symbols) + len(starts), np.uint64)
    ends = np.zeros(len(starts), np.int64)
    count = 0
    for d in range(len(starts) - 1):
        first = count
        runs = max(1, starts[d + 1] - starts[d] - SHINGLE + 1)
        for place in range(starts[d], starts[d] + runs):
            value = np.uint64(0)
            for i in range(place, min(place + SHINGLE, starts[d + 1])):
                value = (value + np.uint64(symbols[i]) + ONE) * FACTOR
                value ^= value >> HALF
            hashes[count] = value
            count += 1
        distinct = np.sort(hashes[first:count])
        count = first
        for i in range(len(distinct)):
            if i == 0 or distinct[i] != distinct[i - 1]:
                hashes[count] = distinct[i]
                count += 1
        ends[d + 1] = count
    return hashes[:count].copy(), ends


@compiled
def _bands(hashes: NDArray[np.uint64], starts: NDArray[np.int64], factors: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The bands of documents: each a hash of ROWS minima of the documents' hashes times a factor."""
    found = np.empty((len(starts) - 1, BANDS), np.uint64)
    least = np.empty(len(factors), np.uint64)
    for d in range(len(starts) - 1):
        least[:] = ~np.uint64(0)
        for i in range(starts[d], starts[d + 1]):
            for j in range(len(factors)):
                least[j] = min(least[j], hashes[i] * factors[j])
        for band in range(BANDS):
            value = np.uint64(0)
            for row in range(ROWS):
                value = (value ^ least[band * ROWS + row]) * FACTOR
                value ^= value >> HALF
            found[d, band] = value
    return found


@compiled
def _similarities(
    pairs: NDArray[np.int64],
    hashes: NDArray[np.uint64],
    starts: NDArray[np.int64],
    others: NDArray[np.uint64],
    ends: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The Jaccard similarity of the shingles of each pair."""
    found = np.empty(len(pairs))
    for row in range(len(pairs)):
        one, other = pairs[row]
        i, j, both = starts[one], ends[other], 0
        while i < starts[one + 1] and j < ends[other + 1]:
            if hashes[i] == others[j]:
                both += 1
                i += 1
                j += 1
            elif hashes[i] < others[j]:
                i += 1
            else:
                j += 1
        union = starts[one + 1] - starts[one] + ends[other + 1] - ends[other] - both
        found[row] = both / union
    return found
