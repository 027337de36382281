"""The lesson read by another parser; its answers by the third way of each family, its sums by Python's own parser."""

import importlib.util
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("taught", Path(__file__).parent.parent / "taught.py")
assert _SPEC is not None and _SPEC.loader is not None
taught = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(taught)


def right(facts: Any, answer: str) -> bool:
    return taught.right(facts, answer)
