"""What is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

CORE = ("numpy", "pandas", "pyarrow", "jinja2", "pydantic", "pyyaml", "typer", "rich", "gymnasium")
EXTRAS = {"tabular": ("sdv", "sdmetrics", "torch")}
PURPOSES = {"tabular": "synthetic tables (`table:` in a recipe, the quickstart among them)"}


def installed(package: str) -> str | None:
    """The installed version of a package, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def isolation() -> dict[str, Any]:
    """What keeps programs of strangers in: the layers of the sandbox, and the attacks that they leave open."""
    from simulators.checks.sandbox.client import TOLERABLE, Sandbox
    from simulators.checks.sandbox.jobs import SandboxError

    try:
        with Sandbox() as running:
            ready = not set(running.open_to) - TOLERABLE
            return {"ready": ready, "layers": dict(running.missing), "open_to": list(running.open_to)}
    except SandboxError as error:
        return {"ready": False, "layers": {"server": str(error)}, "open_to": []}


def examine() -> dict[str, Any]:
    """The state of this installation: Python, packages by extra, and what each missing extra is for."""
    core = {name: installed(name) for name in ("provender", *CORE)}
    extras = {}
    for extra, packages in EXTRAS.items():
        found = {name: installed(name) for name in packages}
        extras[extra] = {
            "packages": found,
            "ready": all(found.values()),
            "for": PURPOSES[extra],
            "install": f"pip install 'provender[{extra}]'",
        }
    supported = sys.version_info >= (3, 11)
    return {
        "python": platform.python_version(),
        "ready": supported and all(core.values()),
        "core": core,
        "extras": extras,
        "sandbox": isolation(),
    }
