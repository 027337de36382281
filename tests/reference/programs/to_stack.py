"""By translation back: the code is turned into Python, and Python runs both for other arguments than the checker's."""

import importlib.util
from itertools import product
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("run_stack", Path(__file__).parent / "run_stack.py")
assert _SPEC is not None and _SPEC.loader is not None
run_stack = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(run_stack)


def right(facts: Any, answer: str) -> bool:
    names: dict[str, Any] = {}
    exec(facts["source"], names)  # noqa: S102 - made by rules
    for given in product((0, 1, 2, 5, 8, 10), repeat=len(facts["parameters"])):
        kept = dict(zip(facts["parameters"], given, strict=True))
        try:
            if run_stack.top(answer, kept) != names[facts["name"]](*given):
                return False
        except (IndexError, ZeroDivisionError, NameError):
            return False
    return True
