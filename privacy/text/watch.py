"""A watch list: titles and passages that must not stand in a released text, such as protected works.

Threat: the release quotes what somebody forbade to quote. Null hypothesis: none, as a hit is a fact. Case, width
and white space don't count. Entries of up to a window's length must stand as a whole, between word boundaries; of
longer ones, any window of characters in a row is a hit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from privacy.core import FAIL, PASS, PrivacyError, Risk
from privacy.statistics import wilson
from privacy.text.documents import Documents, characters, normal
from privacy.text.windows import shared

NAME = "watch list"
BLIND = "What is not on the list, paraphrases, misspellings."
ADVICE = "Drop the documents that are named; the list is absolute."
SHORTEST = 4  # characters of an entry: shorter ones stand in every text


class Hit(NamedTuple):
    """An entry of the list (counted from 0) in a document, and where it begins in its normal form."""

    entry: int
    document: int
    offset: int


def hits(entries: Sequence[str], texts: Sequence[str], window: int) -> list[Hit]:
    """The first place in each document of each entry of a watch list.

    A stretch that stands in several entries is counted to the first of them.
    Raises PrivacyError where the list is empty or an entry is shorter than 4 characters.
    """
    normals = [normal(entry) for entry in entries]
    if not normals:
        raise PrivacyError("expected at least one title or passage on the watch list, got none")
    for number, known in enumerate(normals):
        if len(known) < SHORTEST:
            raise PrivacyError(f"entry {number + 1} of the watch list is shorter than {SHORTEST} characters: {known!r}")
    made = characters([normal(text) for text in texts])
    alike = defaultdict(list)
    for number, known in enumerate(normals):
        alike[min(len(known), window), len(known) > window].append(number)
    found = []
    for (length, is_part), numbers in alike.items():
        source = characters([normals[number] for number in numbers])
        at, where = shared(made, source, length)
        entry = np.array(numbers)[source.document_of(where)]
        kept = is_part | _bounded(made, at, length)
        documents = made.document_of(at[kept])
        _, first = np.unique(np.column_stack([entry[kept], documents]), axis=0, return_index=True)
        found += [
            Hit(int(entry[kept][i]), int(documents[i]), int(at[kept][i] - made.starts[documents[i]])) for i in first
        ]
    return sorted(found)


def _bounded(made: Documents, at: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Whether stretches begin and end where a word does."""
    document = made.document_of(at)
    glued = np.zeros(len(at), np.bool_)
    for left, inside in (
        (at - 1, made.starts[document] < at),
        (at + length - 1, at + length < made.starts[document + 1]),
    ):
        glued[inside] |= _alphanumeric(made.symbols[left[inside]]) & _alphanumeric(made.symbols[left[inside] + 1])
    return ~glued


def _alphanumeric(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    distinct, inverse = np.unique(points, return_inverse=True)
    return np.array([chr(point).isalnum() for point in distinct], np.bool_)[inverse]


def watch(found: Sequence[Hit], documents: int, *, share: float = 1.0) -> Risk:
    """The share of documents with a hit; any hit fails, whatever the holdout holds.

    The control is 0: nobody need quote what is on the list. ``p`` is 0 with a hit: it is seen, not inferred, and has an
    interval only where the documents are a ``share`` of all, drawn at random.
    """
    struck = len({hit.document for hit in found})
    value = struck / documents
    low, high = wilson(struck, documents) if share < 1 else (value, value)
    entries = len({hit.entry for hit in found})
    sentence = f"{NAME}: {struck:,} of {documents:,} documents hold {entries:,} of the list's entries"
    return Risk(NAME, value, low, high, 0.0, float(not struck), FAIL if struck else PASS, sentence, rate=value)
