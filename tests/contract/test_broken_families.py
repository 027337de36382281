"""A family file with a part missing is named, with the part: what an author sees before anything else runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulators import core, text
from simulators.core import ContractError

WHOLE = '''"""A number as it is."""
from simulators.core import Problem, Step, no_verdict
VERSION = 1
LEVELS = ({},)
def make(rng): return Problem({"n": 1}, "1", (Step("so", {"n": 1}),), ())
def check(facts, reply): return no_verdict("never")
def check_step(facts, step): return True
'''
TEMPLATE = "{% block question_plain %}{{ n }}?{% endblock %}{% block step_so %}{{ n }}.{% endblock %}"


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> tuple[str, Path]:
    """A family of a package of its own, whole; its name and its file."""
    module = re.sub(r"\W", "_", f"broken_{request.node.name}")  # loaded families are kept: each test needs its own
    path = tmp_path / f"{module}.py"
    path.write_text(WHOLE)
    path.with_suffix(".j2").write_text(TEMPLATE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(core, "_modules", lambda: {f"skill.{module}": module})
    return f"skill.{module}", path


def test_a_whole_one_is_loaded(family: tuple[str, Path]) -> None:
    """So that the faults below are what is refused."""
    assert len(text.phrases(core.load(family[0])).questions) == 1


@pytest.mark.parametrize("part", ["VERSION", "LEVELS", "make", "check", "check_step"])
def test_a_missing_part_is_named(family: tuple[str, Path], part: str) -> None:
    """The family, the part and the module stand in the error."""
    name, path = family
    path.write_text(WHOLE.replace(f"{part} =", f"X{part} =").replace(f"def {part}(", f"def x{part}("))
    with pytest.raises(ContractError, match=f"family {name} lacks {part} in {path.stem}"):
        core.load(name)


def test_a_missing_template_is_named(family: tuple[str, Path]) -> None:
    """With the place where it was looked for."""
    name, path = family
    path.with_suffix(".j2").unlink()
    with pytest.raises(ContractError, match=f"family {name} has no template; expected .*{path.stem}.j2"):
        text.phrases(core.load(name))
