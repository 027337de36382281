"""A long list of cells and a position in it, one step after the other."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    cells = ["_"] * 300 + list(facts["tape"]) + ["_"] * 300
    at, state = 300, facts["start"]
    for _ in range(facts["steps"]):
        found = [rule for rule in facts["rules"] if rule[:2] == [state, cells[at]]]
        if not found:
            break
        _, _, cells[at], move, state = found[0]
        at += 1 if move == "R" else -1
    return answer == "".join(cells).strip("_")
