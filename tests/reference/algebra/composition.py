"""By Python: each formula is turned into a lambda, and these are called one after the other."""

import re
from typing import Any


def right(facts: Any, answer: str) -> bool:
    value = facts["at"]
    texts = dict(facts["functions"])
    for name in reversed(facts["order"]):
        code = re.sub(r"(\d)x", r"\1*x", texts[name]).replace("^", "**")
        value = eval(f"lambda x: {code}")(value)  # noqa: S307 - texts that the family wrote
    return int(answer) == value
