"""Term by term: by a table of differences, and by the ratio of two terms where it is geometric."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any


def right(facts: Any, answer: str) -> bool:
    shown = facts["shown"]
    term = Fraction(shown[-1])
    before, gap = (after - before for before, after in pairwise(shown[1:]))
    bend = gap - before
    for _ in range(facts["place"] - len(shown)):
        gap += bend
        term = term * shown[1] / shown[0] if facts["kind"] == "geometric" else term + gap
    return term == Fraction(answer)
