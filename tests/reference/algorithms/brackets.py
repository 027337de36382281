"""Recursive descent: each bracket is read together with all that is inside it."""

from typing import Any

PAIRS = {"(": ")", "[": "]", "<": ">"}


def right(facts: Any, answer: str) -> bool:
    row, partner = facts["row"], {}
    missing = []

    def read(at: int) -> int:
        """Read what opens at this place; the place after its partner."""
        start = at
        at += 1
        while at < len(row) and row[at] in PAIRS:
            at = read(at)
        if at == len(row):
            missing.append(PAIRS[row[start]])
        else:
            assert row[at] == PAIRS[row[start]]
            partner[start + 1] = at + 1
        return min(at + 1, len(row))

    at = 0
    while at < len(row):
        at = read(at)
    return answer == ("".join(missing) if facts["task"] == "missing" else str(partner[facts["place"]]))
