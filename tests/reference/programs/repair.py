"""By Python itself, in this process: what the function returns is held against the orders as their words are read."""

import importlib.util
import random
import re
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("orders", Path(__file__).parent.parent / "orders.py")
assert _SPEC is not None and _SPEC.loader is not None
orders = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(orders)

WORDS = ("apple", "noon", "zebra", "I", "am", "see", "Ohio", "queue")


def drawn(kind: str, rng: random.Random) -> Any:
    return {
        "int": lambda: rng.randrange(10_000),
        "ints": lambda: [rng.randrange(80) for _ in range(rng.randrange(12))],
        "text": lambda: " ".join(rng.choices(WORDS, k=rng.randrange(6))),
        "words": lambda: rng.choices(WORDS, k=rng.randrange(6)),
    }[kind]()


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    rng = random.Random(1)
    values = [facts["example"]["argument"], *(drawn(facts["given"], rng) for _ in range(20))]
    try:
        exec(re.sub(r"```(?:python)?", "", answer), names)  # noqa: S102 - an answer or a mistake of ours
        returned = [names[facts["name"]](value) for value in values]
    except Exception:  # noqa: BLE001 - a faulty program fails as it likes
        return False
    return list(map(repr, returned)) == [repr(orders.meaning(facts["says"], value)) for value in values]
