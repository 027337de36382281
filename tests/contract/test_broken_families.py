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


SHARED = """
{% macro closing() %}, {{ whom() }}?{% endmacro %}
{% block question_shared %}
What is {{ n }}{{ closing() }}
{% endblock %}
"""
INCLUDING = """
{% macro whom() %}Ann{% endmacro %}
{% include "_shared.j2" %}
{% block question_z %}{{ n }}{{ closing() }}{% endblock %}
"""


def said(template: Path) -> list[str]:
    found = text.blocks(template)
    return [found[name]([({"n": 7},)])[0] for name in sorted(found)]


def test_an_included_file_gives_its_macros_and_blocks(tmp_path: Path) -> None:
    """Those of both files know each other; a file may be included by one that is included."""
    template = tmp_path / "own.j2"
    template.write_text(INCLUDING)
    (tmp_path / "_shared.j2").write_text(SHARED)
    assert said(template) == ["What is 7, Ann?", "7, Ann?"]
    (tmp_path / "_inner.j2").write_text(SHARED)
    (tmp_path / "_shared.j2").write_text("{% include '_inner.j2' %}")
    text.blocks.cache_clear()
    assert said(template) == ["What is 7, Ann?", "7, Ann?"]


@pytest.mark.parametrize("order", ["'_sahred.j2'", "name", "''", "['_shared.j2']"])
def test_an_included_file_that_is_not_there_is_named(tmp_path: Path, order: str) -> None:
    """With the template, its line and the files that are there."""
    template = tmp_path / "own.j2"
    template.write_text(f"\n{{% include {order} %}}")
    (tmp_path / "_shared.j2").write_text(SHARED)
    with pytest.raises(ContractError, match=r"own\.j2, line 2: no file .* to include; there are: _shared\.j2"):
        text.blocks(template)


@pytest.mark.parametrize("last", ["own.j2", "_shared.j2", "_inner.j2"])
def test_a_file_that_includes_itself_is_named(tmp_path: Path, last: str) -> None:
    """Directly, or through other files."""
    template = tmp_path / "own.j2"
    template.write_text("{% include '_shared.j2' %}")
    (tmp_path / "_shared.j2").write_text("{% include '_inner.j2' %}")
    (tmp_path / "_inner.j2").write_text(f"{{% include '{last}' %}}")
    with pytest.raises(ContractError, match=rf"_inner\.j2, line 1: {last} would include itself"):
        text.blocks(template)


def test_a_block_that_stands_twice_is_named(tmp_path: Path) -> None:
    """An included block is not overridden by stealth."""
    template = tmp_path / "own.j2"
    template.write_text(INCLUDING.replace("question_z", "question_shared"))
    (tmp_path / "_shared.j2").write_text(SHARED)
    with pytest.raises(ContractError, match="block question_shared stands there twice"):
        text.blocks(template)


def test_a_macro_that_an_included_file_lacks_is_named(tmp_path: Path) -> None:
    """As any value that is not there."""
    template = tmp_path / "own.j2"
    template.write_text("{% include '_shared.j2' %}")
    (tmp_path / "_shared.j2").write_text(SHARED)
    with pytest.raises(ContractError, match="block question_shared: no value 'whom'; there are: n"):
        said(template)
