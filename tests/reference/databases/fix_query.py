"""The plan by DuckDB, operation by operation, against the reply by SQLite."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("algebra", Path(__file__).parent.parent / "algebra.py")
assert _SPEC is not None and _SPEC.loader is not None
algebra = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(algebra)

right = algebra.right
