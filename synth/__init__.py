"""The pipeline: from a recipe to a proven dataset, and the same verbs from Python.

>>> import synth
>>> row = synth.generate("algebra.linear_equation", n=1, seed=7)[0]
>>> synth.reward(row, row["answer"])
1.0
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

# `simulators` and `privacy` are common words: where another package of that name hides ours, say so in
# one sentence rather than fail on some attribute later.
for _name in ("simulators", "privacy"):
    try:
        _found = importlib.util.find_spec(f"{_name}.core")
    except ModuleNotFoundError:
        _found = None
    if _found is None:
        _there = getattr(importlib.import_module(_name), "__file__", None) or f"a folder {_name!r} without code"
        raise ImportError(f"provender's package {_name!r} is hidden by {_there}; rename that, or run elsewhere")

if TYPE_CHECKING:
    from synth.verbs import export, families, generate, grade, reward, rewards, run, sandbox, trl_reward, verify

__all__ = ["export", "families", "generate", "grade", "reward", "rewards", "run", "sandbox", "trl_reward", "verify"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("synth.verbs"), name)
    raise AttributeError(f"module 'synth' has no attribute {name!r}; there are: {', '.join(__all__)}")
