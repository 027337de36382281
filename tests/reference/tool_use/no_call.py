"""Out of a book of phrases: the call, or the last line that says what is not there."""

import json
from typing import Any

from tests.reference.requests import TOOLS, agrees, made


def right(facts: Any, answer: str) -> bool:
    (request,) = facts["requests"]
    tool = TOOLS[request["intent"]]
    missing = [name for name in facts["required"][tool] if name not in request["slots"]]
    if tool in facts["tools"] and not missing:
        return agrees(facts, answer)
    last = (json.loads(answer)[0]["content"] or "").split("\n")[-1]
    return not made(answer) and last == (
        f"Status: needs {missing[0]}" if tool in facts["tools"] else "Status: impossible"
    )
