"""Runs that the end-to-end tests share: real ones, made by the command line in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import SMALL, provender


@pytest.fixture(scope="session")
def recipe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small recipe of tasks and games."""
    path = tmp_path_factory.mktemp("recipe") / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def finished(recipe: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of the small recipe, by one worker. Tests that change it copy it first."""
    folder = tmp_path_factory.mktemp("run") / "small"
    provender("run", recipe, "--out", folder, "--workers", "1", PYTHONHASHSEED="1")
    return folder
