"""One run: plan → make and judge (by units, on any number of workers) → dedupe → shards → manifest.

Everything written is a function of the recipe and its seed: units are cut without regard to the
workers, selection goes through them in the order of the plan, and rows are put in the order of their
ids before they are written.
"""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from simulators import core
from synth import files, report, shards, sources, store, workers
from synth.recipe import Recipe
from synth.record import SCHEMA_VERSION
from synth.selection import Mask, Selection
from synth.sources import tasks
from synth.units import Unit

ROUNDS = 8  # of replacing what was dropped, before a shortfall is reported
REJECTS = "rejects/rejects.parquet"
SHAPES_BYTES = ("provender", "jinja2", "numpy", "pandas", "pyarrow")
SHAPES_TABLES = ("sdv", "copulas", "rdt", "scipy")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: estimated seconds of work done and in all (on one core), and what ended last."""

    done: float
    total: float
    last: str


Watch = Callable[[Progress], None]


def run(recipe: Recipe, folder: Path, *, worker_count: int, watch: Watch = lambda _: None) -> dict[str, Any]:
    """Make what the recipe asks for in ``folder``; returns the manifest.

    Goes on where a killed run of the same recipe stopped; a finished one is returned as it is.
    Raises StoreError for a folder that holds something else, WorkerError when a unit fails.
    """
    with store.claimed(folder, identity(recipe)):
        if (folder / store.MANIFEST).exists():
            return store.manifest(folder)
        clock = Clock()
        selection = Selection(recipe)
        kept: dict[str, Mask] = {}
        units: list[Unit] = []
        fresh = first_round(recipe)
        for number in range(1, ROUNDS + 1):
            units.extend(fresh)
            _make(folder, fresh, units, worker_count, watch)
            clock.lap("make and judge")
            for unit in fresh:
                kept[unit.name] = _select(folder, unit, selection)
            clock.lap("dedupe and select")
            fresh = tasks.units(recipe, selection.next_ranges(), number) if selection.short() else []
            if not fresh:
                break
        return _finish(recipe, folder, units, kept, selection, clock)


class Clock:
    """Seconds by stage of a run."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)

    def lap(self, stage: str) -> None:
        """Book the time since the last lap on a stage."""
        now = time.perf_counter()
        self.seconds[stage] += now - self._last
        self._last = now


def identity(recipe: Recipe) -> dict[str, Any]:
    """What a run's bytes depend on: the recipe, the families' versions and those of the packages."""
    return {
        "recipe": recipe.model_dump(by_alias=True, mode="json"),
        "schema": SCHEMA_VERSION,
        "families": {name: core.load(name).version for name in sorted({cell.family for cell in tasks.targets(recipe)})},
        "versions": {name: _version(name) for name in (*SHAPES_BYTES, *(SHAPES_TABLES if recipe.table else ()))},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None  # an absent extra: the unit that needs it says which


def first_round(recipe: Recipe) -> list[Unit]:
    """The units of all sources that the recipe names, the longest first."""
    used = [name for name in sources.ORDER if getattr(recipe, name) is not None]
    return [unit for name in used for unit in sources.source(name).plan(recipe)]


def _make(folder: Path, fresh: list[Unit], units: list[Unit], worker_count: int, watch: Watch) -> None:
    total = sum(unit.cost for unit in units)
    missing = {unit.name for unit in fresh if not store.has_unit(folder, unit.name)}
    spent = sum(unit.cost for unit in units if unit.name not in missing)
    watch(Progress(spent, total, ""))
    for unit in workers.done(folder, fresh, worker_count=worker_count):
        spent += unit.cost
        watch(Progress(spent, total, unit.name))


def _select(folder: Path, unit: Unit, selection: Selection) -> Mask:
    rejected = store.unit_table(folder, unit.name, "rejects")
    if rejected is not None:
        selection.refuse(rejected)
    return selection.take(unit.source, store.unit_table(folder, unit.name, "records"))


def _finish(
    recipe: Recipe, folder: Path, units: list[Unit], kept: dict[str, Mask], selection: Selection, clock: Clock
) -> dict[str, Any]:
    for stale in ("data", "games", "tables", "rejects", store.QUARANTINE):
        shutil.rmtree(folder / stale, ignore_errors=True)
    rows: dict[str, int | None] = {}
    rows.update(shards.write_records(folder, units, kept))
    rows.update(shards.write_tables(folder, units))
    rejected = selection.ledger.table()
    files.write_parquet(folder / REJECTS, rejected)
    rows[REJECTS] = len(rejected)
    notes: dict[str, Any] = {}
    seconds: defaultdict[str, float] = defaultdict(float)
    for unit in units:
        found = store.unit_notes(folder, unit.name)
        notes.update(found["notes"])
        seconds[unit.source] += found["seconds"]
        for path, text in found["texts"].items():
            files.write_text(folder / path, text)
            rows[path] = None
    manifest = {
        **identity(recipe),
        "counts": {
            "made": selection.made,
            "kept": sum(int(mask.sum()) for mask in kept.values()),
            "cells": _cells(selection),
            "short": {str(cell): lacking for cell, lacking in selection.short().items()},
            "capped": {
                str(cell): {"asked": asked, "given": given} for cell, (asked, given) in tasks.capped(recipe).items()
            },
        },
        "rejected": selection.ledger.totals(),
        "notes": notes,
        "files": [
            {"path": path, "rows": count, "sha256": files.sha256(folder / path)} for path, count in sorted(rows.items())
        ],
    }
    clock.lap("write shards")
    timings = {"seconds": clock.seconds, "seconds by source": seconds, "machine": _machine()}
    files.write_json(folder / report.TIMINGS, timings)
    report.write(folder, manifest, timings)
    files.write_json(folder / store.MANIFEST, manifest)
    shutil.rmtree(folder / store.WORK, ignore_errors=True)
    return manifest


def _cells(selection: Selection) -> dict[str, dict[str, int]]:
    cells: dict[str, dict[str, int]] = {}
    for cell, count in sorted(selection.kept.items()):
        cells.setdefault(cell.family, {})[str(cell.level)] = count
    return cells


def _machine() -> dict[str, Any]:
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
