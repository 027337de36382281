"""By another expression, put together from the parts with Python's own escapes, on random strings near the code."""

import random
import re
import string
from collections.abc import Iterator
from typing import Any

_CLASSES = {
    "digit": string.digits,
    "capital": string.ascii_uppercase,
    "small": string.ascii_lowercase,
    "hexadecimal": "0123456789abcdef",
    "vowel": "aeiou",
}


def right(facts: Any, answer: str) -> bool:
    if not (answer.startswith("```regex\n") and answer.endswith("\n```")):
        return False
    said = re.compile(answer[9:-4])
    draw = random.Random(7)
    pieces = []
    for part in facts["parts"]:
        options = part["options"] or _CLASSES[part["kind"]]
        pieces.append(f"(?:{'|'.join(map(re.escape, options))}){{{part['low']},{part['high']}}}")
    own = re.compile("".join(pieces))
    return all(bool(own.fullmatch(text)) == bool(said.fullmatch(text)) for text in near(draw, facts["parts"]))


def near(draw: random.Random, parts: Any) -> Iterator[str]:
    """Codes at their shortest, at their longest and between, and all that differs from one in a single place."""
    for number in range(8):
        text = ""
        for part in parts:
            times = draw.choice(((part["low"],), (part["high"],), (part["low"], part["high"]))[min(number, 2)])
            text += "".join(draw.choice(part["options"] or _CLASSES[part["kind"]]) for _ in range(times))
        yield text
        for at in range(len(text)):
            for other in ("", text[at] * 2, *"5fzF_.:x-"):
                yield text[:at] + other + text[at + 1 :]
    for part in parts:
        yield from part["options"]
