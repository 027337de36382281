"""Tents tree by tree: every choice of a square beside each tree, with the rules judged on whole camps."""

from __future__ import annotations

from typing import Any


def right(facts: Any, answer: str) -> bool:
    size = len(facts["rows"])
    trees = [(r, c) for r, row in enumerate(facts["rows"]) for c, sign in enumerate(row) if sign == "T"]
    camps: set[frozenset[tuple[int, int]]] = {frozenset()}
    for at, (row, column) in enumerate(trees):
        later = trees[at + 1 :]
        grown = set()
        for camp in camps:
            for r, c in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                if 0 <= r < size and 0 <= c < size and (r, c) not in trees and not touches(camp, r, c):
                    grown.add(camp | {(r, c)})
        camps = {camp for camp in grown if fits(camp, facts, later)}
    return [text(camp, size) for camp in camps] == [answer]


def touches(camp: frozenset[tuple[int, int]], row: int, column: int) -> bool:
    return any(abs(row - r) <= 1 and abs(column - c) <= 1 for r, c in camp)


def fits(camp: frozenset[tuple[int, int]], facts: Any, later: list[tuple[int, int]]) -> bool:
    """Whether no row or column has too many tents, or too few where no tree is left that could bring one."""
    for side, counts in enumerate((facts["row_counts"], facts["column_counts"])):
        for line, count in enumerate(counts):
            have = sum(tent[side] == line for tent in camp)
            may_come = sum(abs(tree[side] - line) <= 1 for tree in later)
            if not have <= count <= have + may_come:
                return False
    return True


def text(camp: frozenset[tuple[int, int]], size: int) -> str:
    return " / ".join(" ".join(str(int((r, c) in camp)) for c in range(size)) for r in range(size))
