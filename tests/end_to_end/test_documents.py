"""The documents are true: the README's commands and code run, and CONTRIBUTING's example is a family."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from simulators import core

ROOT = Path(__file__).parent.parent.parent


def blocks(document: str, language: str) -> list[str]:
    """The fenced blocks of a language in a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_readme_s_python_runs(tmp_path: Path) -> None:
    """As a script of its own, and it is about ten lines."""
    (code,) = blocks("README.md", "python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 12
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True, capture_output=True)


@pytest.mark.slow
def test_the_readme_s_commands_run(tmp_path: Path) -> None:
    """In order, in one folder, each with exit code 0."""
    commands = "".join(blocks("README.md", "sh"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    (tmp_path / "program.py").write_text("print('hello')\n", encoding="utf-8")
    for number, name in enumerate(("train", "holdout", "made")):
        lines = [
            json.dumps({"text": " ".join(f"w{(line + 900 * number) ** 2 + k}" for k in range(12))})
            for line in range(400)
        ]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "notes.jsonl").write_text('{"text": "Write to anna.berg@example.org."}\n', encoding="utf-8")
    for line in commands.splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == "provender"
        done = subprocess.run(
            [sys.executable, "-m", "synth.cli", *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)


def test_every_command_is_in_the_readme() -> None:
    """And every make target that it names exists."""
    from synth.cli import app

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"provender {command.callback.__name__}" in text
    for group in app.registered_groups:
        for command in group.typer_instance.registered_commands:
            assert command.callback is not None
            assert f"provender {group.name} {command.callback.__name__}" in text
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for document in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"make (demo|test|check|golden|bench)\b", (ROOT / document).read_text())) <= set(targets)


def test_the_readme_counts_the_families() -> None:
    """As many families and skills as it says."""
    names = core.names()
    skills = {name.split(".")[0] for name in names}
    assert f"{len(names)} families in {len(skills)} skills" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_contributing_s_example_is_a_family(tmp_path: Path) -> None:
    """The example, put into a copy of the tree as the text says, passes the contract tests."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in tracked:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (module, reference), (template,) = blocks("CONTRIBUTING.md", "python"), blocks("CONTRIBUTING.md", "jinja")
    (tmp_path / "simulators/geometry/rectangle_perimeter.py").write_text(module, encoding="utf-8")
    (tmp_path / "tests/reference/geometry/rectangle_perimeter.py").write_text(reference, encoding="utf-8")
    (tmp_path / "templates/geometry/rectangle_perimeter.j2").write_text(template, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "tests/contract", "-k", "rectangle_perimeter", "-p", "no:cacheprovider"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    subprocess.run(
        command, cwd=tmp_path, env={**environment, "PROVENDER_GOLDEN": "write"}, check=True, capture_output=True
    )
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    assert "passed" in done.stdout
