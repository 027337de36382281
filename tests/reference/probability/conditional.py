"""By the table of all sources and all outcomes of the trials, with exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any


def right(facts: Any, answer: str) -> bool:
    table: dict[tuple[str, tuple[bool, ...]], Fraction] = {}
    for name, share, rate in facts["sources"]:
        for outcome in product((True, False), repeat=len(facts["seen"])):
            chance = Fraction(share, 100)
            for hit in outcome:
                chance *= Fraction(rate, 100) if hit else 1 - Fraction(rate, 100)
            table[name, outcome] = chance
    if sum(table.values()) != 1:
        return False
    seen = {name: chance for (name, outcome), chance in table.items() if list(outcome) == facts["seen"]}
    return seen[facts["asked"]] / sum(seen.values()) == Fraction(answer)
