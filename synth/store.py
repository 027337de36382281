"""Files of a run: written to a temporary name and renamed, hashed, and listed in a manifest.

A run's folder is ours if it holds ``plan.json`` (what is being made) or ``manifest.json`` (what was
made). Finished units of work lie under ``.work/`` until the shards are written, so that a run that
died goes on where it was.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulators.core import ProvenderError
from synth.units import Part

MANIFEST = "manifest.json"
PLAN = "plan.json"
WORK = ".work"
LOCK = ".lock"
_SLASH = "--"


class StoreError(ProvenderError):
    """A folder or file that cannot be used; the text says which and why."""


def write(path: Path, fill: Callable[[Path], None]) -> None:
    """Write a file whole or not at all: ``fill`` writes a temporary one beside it, which is renamed.

    Raises StoreError where the disk is full or the folder cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fill(temporary)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"cannot write {path}: {_cause(error)}; what was written before is kept") from error
    finally:
        temporary.unlink(missing_ok=True)


def _cause(error: OSError) -> str:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return f"no space left ({error.strerror})" if full else error.strerror or str(error)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""

    def fill(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8", newline="\n")

    write(path, fill)


def write_json(path: Path, value: Any) -> None:
    """Write JSON, indented, keys in the order given."""
    write_text(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def write_parquet(path: Path, table: pa.Table) -> None:
    """Write a Parquet file: zstd, page checksums, the same bytes for the same table."""
    write(path, lambda temporary: pq.write_table(table, temporary, compression="zstd", write_page_checksum=True))


def read_json(path: Path) -> Any:
    """The JSON of a file. Raises StoreError where it is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror}") from error
    except ValueError as error:
        raise StoreError(f"{path} is not JSON: {error}") from error


def read_parquet(path: Path, columns: list[str] | None = None) -> pa.Table:
    """The table of a Parquet file. Raises StoreError where it is missing or corrupt."""
    try:
        return pq.ParquetFile(path, page_checksum_verification=True).read(columns=columns)
    except (OSError, pa.ArrowException) as error:
        raise StoreError(f"cannot read {path}: {' '.join(str(error).split())[:200]}") from error


def sha256(path: Path) -> str:
    """The hash of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished run. Raises StoreError where the folder holds none."""
    path = folder / MANIFEST
    if not path.is_file():
        unfinished = " (a run in it has not finished: give `provender run` again)" if (folder / PLAN).exists() else ""
        raise StoreError(f"no finished run in {folder}: expected {path}{unfinished}")
    found = read_json(path)
    if not isinstance(found, dict) or not isinstance(found.get("files"), list):
        raise StoreError(f"{path} is not a manifest of ours: expected a list 'files'")
    return found


@contextmanager
def claimed(folder: Path, plan: dict[str, Any]) -> Iterator[bool]:
    """Hold a folder for the run of this plan; yields whether an earlier run of it is being resumed.

    Raises StoreError where the folder holds something else, another plan, or a run in progress.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; expected a folder for the run")
    entries = {entry.name for entry in folder.iterdir()} - {LOCK} if folder.exists() else set()
    if entries and not entries & {PLAN, MANIFEST}:
        raise StoreError(f"{folder} holds something else ({', '.join(sorted(entries)[:3])}); choose an empty folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise StoreError(f"cannot write {folder}: {_cause(error)}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"{folder} is in use by another run") from error
        for stale in folder.glob(".*.tmp"):  # of a run that was killed while it wrote
            stale.unlink()
        resumed = (folder / PLAN).exists()
        if resumed and read_json(folder / PLAN) != plan:
            raise StoreError(f"{folder} holds a run of another recipe, seed or version; choose another folder")
        if not resumed:
            write_json(folder / PLAN, plan)
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
            raise StoreError(f"cannot write {place}: {_cause(error)}; what was written before is kept") from error
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
    notes: dict[str, Any] = read_json(folder / WORK / unit / "notes.json")
    return notes
