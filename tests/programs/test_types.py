"""Types that the family states, held against those that mypy infers without running anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mypy import api

from simulators.checks import type_names
from simulators.examples import examples

EACH = 60
_REVEALED = re.compile(r'Revealed type is "([^"]*)"')


@pytest.mark.parametrize("level", range(1, 6))
def test_mypy_infers_the_same_types(level: int, tmp_path: Path) -> None:
    """One function a program, its variable revealed at its end; mypy may only tell a shorter tuple in other words."""
    made = examples("programs.infer_type", level=level, seed=9, indices=range(EACH))
    lines = []
    for number, example in enumerate(made):
        facts = example.problem.facts
        body = [*facts["source"].split("\n"), f"reveal_type({facts['variable']})"]
        lines += [f"def program_{number}() -> None:", *(f"    {line}" for line in body)]
    told, errors, _ = api.run(["--config-file=", f"--cache-dir={tmp_path}", "-c", "\n".join(lines)])
    revealed = _REVEALED.findall(told)
    assert not errors and len(revealed) == EACH, told
    for example, text in zip(made, revealed, strict=True):
        plain = text.replace("builtins.", "").replace("?", "")
        assert type_names.read(plain) == example.problem.answer, (example.problem.facts["source"], text)
