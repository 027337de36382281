"""By collections.Counter."""

from collections import Counter
from typing import Any


def right(facts: Any, answer: str) -> bool:
    return int(answer) == sum((Counter(word) for word in facts["words"]), Counter())[facts["letter"]]
