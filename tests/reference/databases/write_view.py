"""The plan by DuckDB, operation by operation, against the rows of the view in SQLite."""

import importlib.util
from pathlib import Path
from typing import Any

_SPEC = importlib.util.spec_from_file_location("algebra", Path(__file__).parent.parent / "algebra.py")
assert _SPEC is not None and _SPEC.loader is not None
algebra = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(algebra)


def right(facts: Any, answer: str) -> bool:
    kept = algebra.statement(answer).upper().startswith("CREATE VIEW ")
    return kept and algebra.right(facts, answer, f"SELECT * FROM {facts['view']}")
