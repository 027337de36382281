"""By the real commands of the system, in a folder with the real files."""

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any


def right(facts: Any, answer: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in facts["files"].items():
            (Path(folder) / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        done = subprocess.run(
            ["/bin/sh", "-c", facts["command"]],
            cwd=folder,
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    shown = [line.strip() for line in done.stdout.splitlines()]
    return [line.strip() for line in answer.splitlines()[1:-1]] == shown
