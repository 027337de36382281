"""The standard library's own regular expressions."""

import re
from typing import Any


def right(facts: Any, answer: str) -> bool:
    matching = {word for word in facts["words"] if re.fullmatch(facts["pattern"], word)}
    return set(answer.split(", ")) == matching and len(answer.split(", ")) == len(matching)
