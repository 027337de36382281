"""By trying all parts of the text."""

from __future__ import annotations

from itertools import combinations
from typing import Any


def right(facts: Any, answer: str) -> bool:
    text = facts["text"]
    parts = {text[start:end] for start, end in combinations(range(len(text) + 1), 2)}
    mirrored = {part for part in parts if all(part[at] == part[-1 - at] for at in range(len(part) // 2))}
    return answer in mirrored and len(answer) == max(map(len, mirrored))
