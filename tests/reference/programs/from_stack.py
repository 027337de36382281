"""By translation of the code into Python another way; Python runs both for other arguments than the checker's."""

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
    try:
        exec(answer.removeprefix("```python\n").removesuffix("```"), names)  # noqa: S102 - made by rules
        for given in product((0, 1, 2, 5, 8, 10), repeat=len(facts["parameters"])):
            kept = dict(zip(facts["parameters"], given, strict=True))
            if names[facts["name"]](*given) != run_stack.top(facts["code"], kept):
                return False
    except (ArithmeticError, LookupError, NameError, SyntaxError, TypeError, ValueError):
        return False
    return True
