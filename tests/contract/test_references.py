"""A third way to the truth: each family's answers held against brute force or a well-known solver.

``tests/reference/<skill>/<family>.py`` holds ``right(facts, answer) -> bool``. It reads the question's facts and
a reply in canonical text, and shares no line with the family: z3, python-sat, networkx, sympy, DuckDB, scipy, pint,
the standard library, or an enumeration of everything.
"""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from simulators import core
from simulators.examples import examples

REFERENCE = Path(__file__).parent.parent / "reference"
INSTANCES = 200  # a level
AT_LEAST, SECONDS = 12, 1.0  # a level, where the third way starts a process or an engine for each


def third_way(name: str) -> Callable[[Any, str], bool]:
    path = REFERENCE / f"{name.replace('.', '/')}.py"
    assert path.exists(), f"{name} has no third way; expected {path} with right(facts, answer)"
    assert "simulators" not in path.read_text(encoding="utf-8"), f"{path} must not use what it judges"
    spec = importlib.util.spec_from_file_location(f"reference.{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.right


def agrees(name: str, level: int, count: int) -> None:
    right = third_way(name)
    began = time.monotonic()
    for number, example in enumerate(examples(name, level=level, seed=31, indices=range(count))):
        if number >= AT_LEAST and time.monotonic() - began > SECONDS:
            break
        problem = example.problem
        facts = json.loads(json.dumps(problem.facts))
        assert right(facts, problem.answer), (facts, problem.answer)
        for mistake in problem.mistakes:
            assert not right(facts, mistake.answer), (facts, mistake)


@pytest.mark.parametrize("name", core.names())
def test_a_third_way_agrees(name: str) -> None:
    """It accepts the answers and refuses the mistakes of a few examples."""
    for level in (1, 3):
        agrees(name, level, 3)


@pytest.mark.slow
@pytest.mark.parametrize("name", core.names())
def test_a_third_way_agrees_on_every_level(name: str) -> None:
    """It accepts the answers and refuses the mistakes of 200 examples a level, or of what its time allows."""
    for level in range(1, len(core.load(name).levels) + 1):
        agrees(name, level, INSTANCES)


def test_no_reference_is_left_behind() -> None:
    """Every reference belongs to a family."""
    left = {str(path.relative_to(REFERENCE).with_suffix("")).replace("/", ".") for path in REFERENCE.glob("*/*.py")}
    assert left <= set(core.names())
