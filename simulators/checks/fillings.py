"""Finds the fillings of a grid whose lines each have a list of ways to be filled: a search over whole lines.

Lines are the rows and columns of a Latin square, the runs of a kakuro or the lines of a nonogram; two lines that
share a cell must agree on it. Shares nothing with the deductions by which such puzzles are made.
"""

from __future__ import annotations

from collections.abc import Sequence

Way = tuple[int, ...]
Through = dict[int, list[tuple[int, int]]]

LARGEST = 99  # number in a cell; the least is 0
LARGEST_SEARCH = 2_000  # guesses; more is no puzzle of ours


def fillings(lines: Sequence[Sequence[int]], ways: Sequence[Sequence[Way]], most: int = 2) -> list[dict[int, int]]:
    """The fillings, as numbers by cell, up to ``most``.

    Raises ValueError where the search grows out of bounds.

    >>> fillings([(0, 1), (0, 2), (1, 2)], [[(1, 2), (2, 1)], [(1, 1), (2, 2)], [(2, 1)]])
    [{0: 1, 1: 2, 2: 1}]
    """
    through: Through = {}
    for line, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            through.setdefault(cell, []).append((line, place))
    found: list[dict[int, int]] = []
    states = [(list(ways), {cell: set(range(LARGEST + 1)) for cell in through}, list(range(len(lines))))]
    for _ in range(LARGEST_SEARCH):
        if not states or len(found) >= most:
            return found
        left, numbers, changed = states.pop()
        if not _agree(lines, through, left, numbers, changed):
            continue
        line = min(range(len(left)), key=lambda at: len(left[at]) if len(left[at]) > 1 else 1 << 30)
        if len(left[line]) == 1:
            found.append({cell: min(only) for cell, only in numbers.items()})
            continue
        states += [([*left[:line], (way,), *left[line + 1 :]], numbers.copy(), [line]) for way in left[line]]
    raise ValueError("expected a puzzle that a short search solves")


def _agree(
    lines: Sequence[Sequence[int]],
    through: Through,
    ways: list[Sequence[Way]],
    numbers: dict[int, set[int]],
    changed: list[int],
) -> bool:
    """Strike the ways that no way of a crossing line agrees with; False where a line loses all."""
    while changed:
        line = changed.pop()
        if not ways[line]:
            return False
        for cell, seen in zip(lines[line], map(set, zip(*ways[line], strict=True)), strict=True):
            if len(seen) < len(numbers[cell]):
                numbers[cell] = seen
                for other, there in through[cell]:
                    if other != line:
                        ways[other] = [way for way in ways[other] if way[there] in seen]
                        if other not in changed:
                            changed.append(other)
    return True
