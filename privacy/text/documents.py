"""Texts as numbers: one document after another, of characters or of words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"\w+")
PIECE, NEAR = 1 << 20, 1_000  # characters of a part, and how far before its end white space is looked for


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents as symbols: Unicode code points, or the numbers of words.

    ``symbols`` (uint32) are those of all documents, one document after another; document d has
    ``symbols[starts[d]:starts[d + 1]]``.
    """

    symbols: NDArray[np.uint32]
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def document_of(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The document in which each place of ``symbols`` lies."""
        return np.searchsorted(self.starts, places, side="right") - 1


def joined(parts: Sequence[NDArray[np.uint32]]) -> Documents:
    """Documents of the symbols given, one array each."""
    starts = np.concatenate([[0], np.cumsum([len(part) for part in parts], dtype=np.int64)]).astype(np.int64)
    return Documents(np.concatenate([np.empty(0, np.uint32), *parts]), starts)


def characters(texts: Sequence[str]) -> Documents:
    """The code points of texts.

    >>> characters(["ab", "", "ß"]).starts.tolist()
    [0, 2, 2, 3]
    """
    # Half a surrogate pair is no character, but JSON can hold one.
    data = "".join(texts).encode("utf-32-le", "surrogatepass")
    starts = np.concatenate([[0], np.cumsum([len(text) for text in texts], dtype=np.int64)]).astype(np.int64)
    return Documents(np.frombuffer(data, np.uint32), starts)


def words(sides: Sequence[Sequence[str]]) -> list[Documents]:
    """The words of several sets of texts, as numbers that the sets share, after :func:`normal`.

    A word is a run of letters, digits and underscores: punctuation doesn't count. Scripts without spaces make long
    "words".

    >>> first, second = words([["The cat."], ["the, dog"]])
    >>> first.symbols.tolist(), second.symbols.tolist()
    ([0, 1], [0, 2])
    """
    numbers: dict[str, int] = {}

    def numbered(text: str) -> NDArray[np.uint32]:
        found = [
            np.array([numbers.setdefault(word, len(numbers)) for word in WORD.findall(normal(piece))], np.uint32)
            for piece in pieces(text)
        ]
        return found[0] if len(found) == 1 else np.concatenate([np.empty(0, np.uint32), *found])

    return [joined([numbered(text) for text in texts]) for texts in sides]


def normal(text: str) -> str:
    """A text without what makes equal texts look different: compatibility forms, case, runs of white space.

    >>> normal("Ｆｕｌｌ  width\\nﬁne")
    'full width fine'
    """
    found = []
    for piece in pieces(text):
        folded = unicodedata.normalize("NFKC", piece).casefold()
        collapsed = " ".join(folded.split())
        found += [collapsed, " " if collapsed and folded[-1].isspace() else ""]
    return "".join(found).strip()


def pieces(text: str) -> Iterator[str]:
    """A long text in parts, cut behind white space where there is some: all words at once would fill the memory."""
    start = 0
    while start < len(text):
        end = min(start + PIECE, len(text))
        if end < len(text):
            near = next((i for i in range(end, max(start, end - NEAR), -1) if text[i - 1].isspace()), end)
            end = near + text[near].isspace()
        yield text[start:end]
        start = end
