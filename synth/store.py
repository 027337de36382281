"""Files of a run: written to a temporary name and renamed, hashed, and listed in a manifest.

A run's folder is ours if it holds ``plan.json`` (what is being made) or ``manifest.json`` (what was
made). Finished units of work lie under ``.work/`` until the shards are written, so that a run that
died goes on where it was.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from synth import files
from synth.units import Part

MANIFEST = "manifest.json"
PLAN = "plan.json"
WORK = ".work"
LOCK = ".lock"
QUARANTINE = "quarantine"  # data that the gate did not let out
_SLASH = "--"


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run. Raises files.StoreError where the folder holds none."""
    path = folder / MANIFEST
    if not path.is_file():
        unfinished = " (a run in it has not finished: give `provender run` again)" if (folder / PLAN).exists() else ""
        raise files.StoreError(f"no finished run in {folder}: expected {path}{unfinished}")
    found = files.read_json(path)
    if not isinstance(found, dict) or not isinstance(found.get("files"), list):
        raise files.StoreError(f"{path} is not a manifest of ours: expected a list 'files'")
    return found


@contextmanager
def claimed(folder: Path, plan: dict[str, Any]) -> Iterator[bool]:
    """Hold a folder for the run of this plan; yields whether an earlier run of it is being resumed.

    Raises files.StoreError where the folder holds something else, another plan, or a run in progress.
    """
    if folder.exists() and not folder.is_dir():
        raise files.StoreError(f"{folder} is a file; expected a folder for the run")
    entries = {entry.name for entry in folder.iterdir()} - {LOCK} if folder.exists() else set()
    if entries and not entries & {PLAN, MANIFEST}:
        raise files.StoreError(
            f"{folder} holds something else ({', '.join(sorted(entries)[:3])}); choose an empty folder"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise files.StoreError(f"cannot write {folder}: {files.cause(error)}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise files.StoreError(f"{folder} is in use by another run") from error
        for stale in folder.glob(".*.tmp"):  # of a run that was killed while it wrote
            stale.unlink()
        resumed = (folder / PLAN).exists()
        if resumed and files.read_json(folder / PLAN) != plan:
            raise files.StoreError(f"{folder} holds a run of another recipe, seed or version; choose another folder")
        if not resumed:
            files.write_json(folder / PLAN, plan)
        yield resumed


def has_unit(folder: Path, unit: str) -> bool:
    """Whether this unit of work is finished and stored."""
    return (folder / WORK / unit).is_dir()


def store_unit(folder: Path, unit: str, part: Part, *, seconds: float) -> None:
    """Store a finished unit of work: all of its part appears at once, or not at all."""
    place = folder / WORK / unit
    temporary = place.with_name(f".{unit}.{os.getpid()}.tmp")
    tables = {"records": part.records, "rejects": part.rejects, **part.tables}
    notes = {"notes": part.notes, "texts": part.texts, "seconds": seconds}
    try:
        temporary.mkdir(parents=True)
        for name, table in tables.items():
            path = temporary / f"{name.replace('/', _SLASH)}.arrow"
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as out:
                out.write_table(table)
        (temporary / "notes.json").write_text(json.dumps(notes), encoding="utf-8")
        temporary.rename(place)
    except OSError as error:
        # A worker that outlived its killed run may have stored the same bytes first.
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise files.StoreError(
                f"cannot write {place}: {files.cause(error)}; what was written before is kept"
            ) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def unit_table(folder: Path, unit: str, name: str) -> pa.Table:
    """A table of a stored unit, mapped and not copied."""
    with pa.memory_map(str(folder / WORK / unit / f"{name}.arrow")) as source:
        return pa.ipc.open_file(source).read_all()


def unit_tables(folder: Path, unit: str) -> dict[str, pa.Table]:
    """The tables of a stored unit that are files of the run, by name."""
    names = sorted(path.stem.replace(_SLASH, "/") for path in (folder / WORK / unit).glob(f"*{_SLASH}*.arrow"))
    return {name: unit_table(folder, unit, name.replace("/", _SLASH)) for name in names}


def unit_notes(folder: Path, unit: str) -> dict[str, Any]:
    """What a stored unit has beside its tables: ``notes``, ``texts`` by path, and its ``seconds``."""
    notes: dict[str, Any] = files.read_json(folder / WORK / unit / "notes.json")
    return notes
