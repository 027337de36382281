"""The command line in processes of their own, and what the end-to-end tests ask of a run's folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SMALL = """\
name: small
seed: 3
size: 1200
tasks:
  skills: {algebra: 1, arithmetic: 1, geometry: 1, graphs: 1, logic: 1, number_theory: 1, word_problems: 1}
  variants: {irrelevant: 0.1, premise: 0.1, renamed: 0.2, reordered: 0.2}
  extrapolate_from: 5
selfplay:
  games: {connect_four: 12, tic_tac_toe: 12}
  simulations: 12
  positions: 40
splits: {train: 0.8, test: 0.2}
"""


def provender(*arguments: str | Path, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own and demand its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "synth.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        check=False,
    )
    assert done.returncode == code, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-4000:])
    assert "Traceback" not in done.stderr, done.stderr
    return done


def made(*arguments: str | Path, code: int = 0) -> Any:
    """The JSON that a command prints."""
    return json.loads(provender(*arguments, "--json", code=code).stdout)


def hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file that a run must make alike: all but the times and the page that shows them."""
    kinds = ("data", "games", "tables", "rejects", "quarantine")
    files = [path for kind in kinds for path in folder.glob(f"{kind}/*")] + [folder / "manifest.json"]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}
