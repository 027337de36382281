"""Golden texts: two examples of every level, kept where a person can proof-read them.

Rewritten by ``make golden``. Output that changed without a new ``VERSION`` fails here.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from simulators import core
from simulators.examples import examples

GOLDEN = Path(__file__).parent.parent / "golden"


def golden(name: str) -> str:
    """The golden text of a family: its version, then two examples a level."""
    family = core.load(name)
    parts = [f"{name}, version {family.version}\n{family.summary}\n"]
    for level in range(1, len(family.levels) + 1):
        for example in examples(name, level=level, seed=0, indices=range(2)):
            parts.append(f"--- level {level}\n{example.prompt}\n\n{example.reply()}\n")
            parts.extend(f"  not ({mistake.name}): {mistake.answer}" for mistake in example.problem.mistakes)
            facts = json.dumps(example.problem.facts, ensure_ascii=False)
            canonical = json.dumps(family.canonical(example.problem.facts), ensure_ascii=False)
            parts.append(f"  facts: {facts}\n  canonical: {canonical}\n")
    return "\n".join(parts)


@pytest.mark.parametrize("name", core.names())
def test_output_changes_only_with_the_version(name: str) -> None:
    """The golden text is what the family says today; a new text needs a new VERSION."""
    path = GOLDEN / f"{name.replace('.', '/')}.txt"
    now = golden(name)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if os.environ.get("PROVENDER_GOLDEN") == "write" and before != now:
        first = f"{name}, version {core.load(name).version}\n"
        released = os.environ.get("PROVENDER_GOLDEN_UNRELEASED") != "1"
        assert not (released and before.startswith(first)), f"{name} changed: raise its VERSION, then write again"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
        before = now
    assert before == now, f"{name} says something else: raise its VERSION and run `make golden`"


def test_no_golden_text_is_left_behind() -> None:
    """Every golden text belongs to a family."""
    left = {str(path.relative_to(GOLDEN).with_suffix("")).replace("/", ".") for path in GOLDEN.rglob("*.txt")}
    assert left <= set(core.names())
