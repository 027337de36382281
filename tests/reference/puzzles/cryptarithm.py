"""A cryptarithm by tables of all digits that the letters seen so far may have, joined column by column."""

from __future__ import annotations

from typing import Any

import numpy as np


def right(facts: Any, answer: str) -> bool:
    words = [*facts["addends"], facts["total"]]
    letters: list[str] = []
    table = np.zeros((1, 0), dtype=np.int64)
    for place in range(1, len(words[2]) + 1):
        for word in words:
            if place <= len(word) and word[-place] not in letters:
                letters.append(word[-place])
                table = extended(table, letters[-1], facts["known"], letters[-1] in {word[0] for word in words})
        values = [
            sum(10**at * table[:, letters.index(letter)] for at, letter in enumerate(word[::-1][:place]))
            for word in words
        ]
        table = table[(values[0] + values[1] - values[2]) % 10**place == 0]
    exact = [sum(10**at * table[:, letters.index(letter)] for at, letter in enumerate(word[::-1])) for word in words]
    table = table[exact[0] + exact[1] == exact[2]]
    claimed = dict(pair.split("=") for pair in answer.split(", "))
    return len(table) == 1 and claimed == {letter: str(digit) for letter, digit in zip(letters, table[0], strict=True)}


def extended(table: Any, letter: str, known: dict[str, int], leads: bool) -> Any:
    digits = [known[letter]] if letter in known else range(int(leads), 10)
    parts = []
    for digit in digits:
        rows = table[(table != digit).all(axis=1)]
        parts.append(np.column_stack([rows, np.full(len(rows), digit)]))
    return np.concatenate(parts)
