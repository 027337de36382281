"""What a detector finds: a place in a text, and what stands there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """Personal data from ``start`` to ``end`` (characters of the original text), with how sure the finding is (0 to 1).

    A score is a rank, not a probability: 1 is proven by check digits or form, 0.5 is the least that is told.
    """

    start: int
    end: int
    kind: str
    score: float


def settled(spans: Iterable[Span]) -> list[Span]:
    """The spans without overlaps, in order: of two that overlap, the surer one stays, then the longer.

    >>> settled([Span(0, 9, "phone", 0.6), Span(3, 12, "card", 1.0)])
    [Span(start=3, end=12, kind='card', score=1.0)]
    """
    kept: list[Span] = []
    for span in sorted(set(spans), key=lambda span: (-span.score, span.start - span.end, span)):
        at = bisect_right(kept, span)
        before = kept[at - 1].end if at else 0
        if before <= span.start and (at == len(kept) or span.end <= kept[at].start):
            kept.insert(at, span)
    return kept


def windows(length: int, size: int, shared: int) -> Iterator[int]:
    """Where the windows of a text begin that are read one by one; neighbours share so many signs.

    >>> list(windows(25, 10, 2))
    [0, 8, 16]
    """
    yield from range(0, max(1, length - shared), size - shared)
