"""Three sets of texts, and the risk that synthetic ones know the training set.

Attacks on texts draw links from synthetic documents to documents of the pool, which is as many training as holdout
documents. Threat: a released document repeats what somebody wrote. Null hypothesis: the synthetic documents know
nothing of which documents of the pool were trained on, so these labels are exchangeable.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.core import FEWEST, PASS, PrivacyError, Risk, silent
from privacy.statistics import corrected, in_any, on_both_sides, permutation_p


class Texts(NamedTuple):
    """What a generator saw, what it made, and texts of the same source that it never saw."""

    train: Sequence[str]
    synthetic: Sequence[str]
    holdout: Sequence[str]

    def level(self, rng: np.random.Generator) -> Texts:
        """The same texts with as many training as holdout documents: of the larger set, some at random.

        A passage that stands in two documents is more likely to be in the larger set alone, so sets of unequal size
        would not be exchangeable.
        """
        size = min(len(self.train), len(self.holdout))
        train, holdout = ([side[i] for i in rng.permutation(len(side))[:size]] for side in (self.train, self.holdout))
        return Texts(train, self.synthetic, holdout)


def demand_holdout(texts: Texts, *, shortest: int) -> None:
    """Raises PrivacyError where holdout documents were trained on: the control would be worthless.

    Short documents ("Yes.") coincide by chance (:func:`privacy.statistics.on_both_sides`); those below ``shortest``
    characters count only where a side has no longer ones.
    """
    sides = [[hash_of(text) for text in side if len(text) >= shortest] for side in (texts.train, texts.holdout)]
    if not all(sides):
        sides = [[hash_of(text) for text in side] for side in (texts.train, texts.holdout)]
    codes = np.unique(np.array(sides[0] + sides[1]), return_inverse=True)[1]
    if overlap := on_both_sides(codes, len(sides[0])):
        raise PrivacyError(
            f"{overlap:,} of {len(texts.holdout):,} holdout documents stand in the training set: the holdout must"
            " be documents that the generator never saw, or it explains every leak away"
        )


class Whole(NamedTuple):
    """How many training documents there are where the pool holds a part of them, and how many synthetic ones link."""

    documents: int
    linked: int


def risk(
    name: str, links: NDArray[np.int64], sizes: tuple[int, int], rng: np.random.Generator, what: str, *,
    whole: Whole | None = None,
) -> Risk:  # fmt: skip
    """The share of synthetic documents with a link to a training document, beyond that with one to the holdout.

    ``links`` holds pairs: a synthetic document, and one of the pool (training documents, then as many holdout ones).
    ``sizes`` are how many synthetic documents could have one, and how many training documents there are. ``p``
    is that of the number of documents of the pool that any synthetic one points at
    (:func:`privacy.statistics.permutation_p`): a document that is repeated often is one coincidence.

    With ``whole`` the rate is that of all training documents, and the control what as many unseen ones would have
    (:func:`privacy.statistics.in_any`): what all of them share with a document and the holdout lacks is what any part
    of them shares with it, each part as large as the holdout. Where phrases are common that is far more than the truth,
    so the value is at least that of the pool. ``p`` is of the pool in any case.
    """
    made, size = sizes
    if min(sizes) < FEWEST:
        return silent(
            name, f"{made:,} documents to look at and {size:,} of the pool's sides, expected {FEWEST} of each"
        )
    links = np.unique(links.reshape(-1, 2), axis=0)
    # A phrase that one side alone holds by chance is quoted often: each document of the pool counts once.
    hits = np.minimum(np.bincount(links[:, 1], minlength=2 * size), 1)
    is_train = np.arange(2 * size) < size
    found, control = (len(np.unique(links[(links[:, 1] < size) == kind, 0])) for kind in (True, False))
    p = permutation_p(hits, is_train, rng)[0] if len(links) else 1.0
    values, base, said = corrected(found, control, made, made), control / made, ""
    if whole:
        found, times = whole.linked, whole.documents / size
        values, base = max(values, corrected(found, control, made, made, times)), in_any(base, times)
        said = f" ({times:.3g} times as many documents as the holdout)"
    sentence = f"{name}: {found:,} of {made:,} documents {what} training set{said}, {control:,} the holdout"
    return Risk(name, *values, base, p, PASS, sentence, rate=found / made, naive=0.0)


def hash_of(text: str, salt: bytes = b"") -> str:
    """What a report names a text by: 64 bits, keyed, so that nobody without the salt can try texts out."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=salt).hexdigest()
