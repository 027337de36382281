"""What people read of a gate's verdict: a page, and a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from privacy.core import Columns
from synth import files, report

PAGE = "privacy.html"
JSON = "privacy.json"


def write(
    folder: Path, name: str, about: str, verdict: Mapping[str, Any], methods: Mapping[str, ModuleType],
    tables: Mapping[str, Columns] | None = None,
) -> None:  # fmt: skip
    """Write a gate's verdict (:meth:`privacy.gate.Gate.json`) as ``privacy.json`` and as a page.

    ``methods`` are the modules of the attacks by the names of their risks: the page quotes what they are and cannot
    see. ``tables`` are what attacks were told of columns. The verdict may hold more, of texts and models: passages,
    hits of a watch list, exposures of canaries.
    """
    files.write_json(folder / JSON, verdict)
    told = {name: {"about": about_of(module), "blind": module.BLIND} for name, module in methods.items()}
    text = report.page(
        "privacy.html.j2", name=name, about=about, gate=verdict, found=verdict, methods=told, tables=tables or {}
    )
    files.write_text(folder / PAGE, text)


def about_of(module: ModuleType) -> str:
    """The docstring of an attack's module without its first line: threat and null hypothesis."""
    return " ".join((module.__doc__ or "").partition("\n\n")[2].split())


def summary(verdict: Mapping[str, Any]) -> str:
    """The verdict in a few lines."""
    lines = [f"{verdict['verdict'].upper()} by the policy {verdict['policy']['name']!r}"]
    lines += [f"  {risk['verdict']:14} {risk['sentence']}" for risk in verdict["risks"]]
    if longest := verdict.get("passages", {}).get("longest"):
        lines.append(
            f"{verdict['passages']['count']:,} passages of the training set alone, the longest of"
            f" {longest['length']:,} characters (synthetic document {longest['document']:,}, training document"
            f" {longest['source']:,}, counted from 0)"
        )
    return "\n".join([*lines, *(f"- {reason}" for reason in verdict["reasons"])])
