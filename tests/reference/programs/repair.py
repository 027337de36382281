"""By Python itself, in this process: what the function returns is held against the orders as their words are read."""

import importlib.util
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("candidates", Path(__file__).parent.parent / "candidates.py")
assert _SPEC is not None and _SPEC.loader is not None
candidates = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(candidates)


def right(facts: Any, answer: str) -> bool:
    values = [facts["example"]["argument"], *candidates.drawn(facts["given"], 20)]
    return candidates.follows(answer, facts["name"], facts["says"], values)
