"""The gallery's check: a page that was changed, a page of no skill, a family of another version are named."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.fixture
def gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator, over a copy of the pages."""
    spec = importlib.util.spec_from_file_location("gallery", DOCS / "gallery.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shutil.copytree(DOCS, tmp_path / "docs")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(module, "third_way", lambda _: {"told": "By a third way.", "packages": []})
    monkeypatch.setattr(module.core, "names", lambda: ("number_theory.gcd", "puzzles.sudoku"))
    monkeypatch.setattr(sys, "argv", ["gallery.py"])
    assert module.main() == 0
    monkeypatch.setattr(sys, "argv", ["gallery.py", "--check"])
    return module


def test_pages_that_are_up_to_date_pass(gallery: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """So that the faults below are what is found."""
    assert gallery.main() == 0
    assert capsys.readouterr().err == ""


def test_changed_and_left_over_pages_are_named(gallery: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Both are found in one run, and nothing is written."""
    page = gallery.DOCS / "gallery" / "puzzles.md"
    page.write_text(page.read_text().replace("sudoku", "sudocu"))
    (gallery.DOCS / "gallery" / "alchemy.md").write_text("gold")
    assert gallery.main() == 1
    said = capsys.readouterr().err
    assert "docs/gallery/puzzles.md is out of date" in said
    assert "docs/gallery/alchemy.md is out of date" in said
    assert "sudocu" in page.read_text()


def test_a_family_that_was_not_measured_is_named(gallery: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures of an older version are no figures."""
    path = gallery.DOCS / "measures.json"
    measures = json.loads(path.read_text())
    measures["number_theory.gcd"]["version"] -= 1
    path.write_text(json.dumps(measures))
    assert gallery.main() == 1
    assert "number_theory.gcd, version 1, is not measured" in capsys.readouterr().err
