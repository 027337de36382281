"""Out of a book of phrases: what the words mean is looked up, and the calls are compared as texts."""

from typing import Any

from tests.reference.requests import agrees


def right(facts: Any, answer: str) -> bool:
    return agrees(facts, answer)
