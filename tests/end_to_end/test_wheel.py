"""The wheel, installed where no checkout is: families prove their examples, and the core needs no heavy package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def call(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a command outside the checkout; returns what it printed."""
    clean = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTEST_XDIST_WORKER"}}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command, done.stdout[-3000:], done.stderr[-3000:])
    return done.stdout


@pytest.mark.slow
def test_the_wheel_works_in_a_clean_environment(tmp_path: Path) -> None:
    """Built, installed with the core's dependencies alone; golden texts, proofs and commands hold from there."""
    call(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean/bin/python"
    install = [python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt"]
    call(*install, wheel, "pytest", "hypothesis", cwd=tmp_path)
    for heavy in ("torch", "sdv", "ray", "openai"):
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec('{heavy}') is not None)"
        call(python, "-c", code, cwd=tmp_path)
    shutil.copytree(ROOT / "tests", tmp_path / "tests")
    contract = ["tests/contract/test_golden.py", "tests/contract/test_families.py", "tests/perft"]
    chosen = ["-m", "not slow", "-k", "version or every_example or published"]
    call(python, "-m", "pytest", "-q", "--import-mode=importlib", *contract, *chosen, cwd=tmp_path)
    provender = tmp_path / "clean/bin/provender"
    (tmp_path / "tasks.yaml").write_text("name: tasks\nsize: 300\ntasks: {}\n", encoding="utf-8")
    call(provender, "run", "tasks.yaml", "--out", "run", cwd=tmp_path)
    assert "300 proven, 0 rows of tables, 0 failures" in call(provender, "verify", "run", cwd=tmp_path)
    for line in (
        "table split adult -o parts",
        "table fit parts/train.parquet --schema parts/schema.yaml -o model",
        "table sample model -o rows.parquet",
        "privacy table --train parts/train.parquet --holdout parts/holdout.parquet --synthetic rows.parquet -o page",
    ):
        call(provender, *line.split(), cwd=tmp_path)
    (tmp_path / "notes.txt").write_text("Call Anna Berg: +49 30 901820.\n", encoding="utf-8")
    call(provender, "privacy", "scan", "notes.txt", "--action", "mask", "-o", "masked.txt", cwd=tmp_path)
    assert (tmp_path / "masked.txt").read_text(encoding="utf-8") == "Call [PERSON]: [PHONE].\n"
    missing = subprocess.run(
        [provender, "run", "quickstart", "--size", "100"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert missing.returncode == 2
    assert "pip install 'provender[tabular]'" in missing.stderr
