"""By sorting the letters of every option."""

from typing import Any


def right(facts: Any, answer: str) -> bool:
    return [answer] == [word for word in facts["options"] if sorted(word) == sorted(facts["letters"])]
