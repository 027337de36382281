"""By substitutions of regular expressions, one at a time from the top of the list."""

from __future__ import annotations

import re
from typing import Any


def right(facts: Any, answer: str) -> bool:
    word, changed = facts["word"], 1
    while changed:
        for source, target in facts["rules"]:
            word, changed = re.subn(source, target, word, count=1)
            if changed:
                break
    return word == answer
