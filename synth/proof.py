"""``provender verify``: judges everything in a run's folder again, from what is stored there.

Each kind of file in its way: records by their family's checker, games by replay with a second
implementation of the rules, tables by their schema; and every file by the hash in the manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulators.core import ProvenderError
from synth import files, store
from synth.record import SCHEMA
from synth.steps import verify

Watch = Callable[[int, int], None]


@dataclass(slots=True)
class Proof:
    """The outcome: how many records, how many of them proven, how many rows of tables, and every failure."""

    records: int = 0
    proven: int = 0
    rows: int = 0
    failures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """Records that are not proven, and files that are not as the manifest says."""
        return len(self.failures)

    def fail(self, path: str, reason: str, **where: Any) -> None:
        """Note one failure."""
        self.failures.append({"file": path, **where, "reason": reason})

    def json(self) -> dict[str, Any]:
        """The outcome as ``provender verify --json`` prints it."""
        return {
            "records": self.records,
            "proven": self.proven,
            "rows of tables": self.rows,
            "failed": self.failed,
            "failures": self.failures,
        }


def prove(folder: Path, watch: Watch | None = None) -> Proof:
    """Judge a finished run's folder again. Raises StoreError where there is no manifest to go by."""
    manifest = store.manifest(folder)
    total = sum(entry["rows"] or 0 for entry in manifest["files"])
    proof = Proof()
    done = 0
    for entry in manifest["files"]:
        _prove_file(folder, entry, proof)
        done += entry["rows"] or 0
        if watch:
            watch(done, total)
    if not proof.failed:  # what breaks a single row was named above, with the row
        _prove_together(folder, proof)
    for path in sorted(_unlisted(folder, manifest)):
        proof.fail(path, "not in the manifest")
    return proof


def _unlisted(folder: Path, manifest: dict[str, Any]) -> set[str]:
    found = {str(path.relative_to(folder)) for kind in ("data", "games", "tables") for path in folder.glob(f"{kind}/*")}
    return found - {entry["path"] for entry in manifest["files"]}


def _prove_file(folder: Path, entry: dict[str, Any], proof: Proof) -> None:
    name = entry["path"]
    path = folder / name
    kind = Path(name).parts[0]
    if not path.is_file():
        proof.records += entry["rows"] if kind == "data" else 0
        proof.fail(name, "the file is missing")
        return
    before = proof.failed
    if kind == "data":
        _prove_records(path, name, entry["rows"], proof)
    elif kind == "games":
        _prove_games(path, name, proof)
    elif kind == "tables" and name.endswith(".parquet"):
        _prove_table(path, name, proof)
    if files.sha256(path) != entry["sha256"] and proof.failed == before:
        proof.fail(name, "its bytes are not those of the manifest (sha256 differs)")


def _prove_records(path: Path, name: str, expected: int, proof: Proof) -> None:
    proof.records += expected
    seen = 0
    for start, batch in _batches(path, name, proof):
        if batch.schema.names != SCHEMA.names:
            proof.fail(name, f"expected the columns {', '.join(SCHEMA.names)}")
            return
        ids = batch.column("id").to_pylist()
        reasons = verify.faults(batch)
        for row, (record_id, reason) in enumerate(zip(ids, reasons, strict=True), start):
            if reason:
                proof.fail(name, reason, id=record_id, row=row)
        seen += len(ids)
        proof.proven += reasons.count("")
    if seen != expected and not any(failure["file"] == name for failure in proof.failures):
        proof.fail(name, f"expected {expected} records, got {seen}")


def _batches(path: Path, name: str, proof: Proof) -> Iterator[tuple[int, pa.Table]]:
    """Row groups with the number of their first row; of unreadable ones, as many ids as can be named."""
    try:
        file = pq.ParquetFile(path, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as error:
        proof.fail(name, f"corrupt: {_short(error)}")
        return
    start = 0
    for group in range(file.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        try:
            yield start, file.read_row_group(group)
        except (OSError, pa.ArrowException, UnicodeDecodeError) as error:
            for row, record_id in enumerate(_ids(file, group) or [None] * rows, start):
                proof.fail(name, f"corrupt: {_short(error)}", id=record_id, row=row)
        start += rows


def _ids(file: pq.ParquetFile, group: int) -> list[str]:
    try:
        ids: list[str] = file.read_row_group(group, columns=["id"]).column("id").to_pylist()
    except (OSError, pa.ArrowException, KeyError):
        return []
    return ids


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:160]


def _prove_games(path: Path, name: str, proof: Proof) -> None:
    from synth.selfplay.replay import replay_faults  # only runs with games need it

    try:
        for row, reason in replay_faults(files.read_parquet(path)):
            proof.fail(name, reason, row=row)
    except ProvenderError as error:
        proof.fail(name, str(error))


def _prove_table(path: Path, name: str, proof: Proof) -> None:
    from synth.tabular import columns, schema  # pandas is slow to import

    try:
        for known in map(schema.read, sorted(path.parent.glob("*.schema.yaml"))):
            table = known.tables.get(path.stem)
            if table is None:
                continue
            rows = files.read_parquet(path).to_pandas()
            proof.rows += len(rows)
            for row, reason in columns.violations(rows, table, path.stem):
                proof.fail(name, reason, row=row)
            return
        proof.fail(name, f"no schema beside it has a table {path.stem}")
    except ProvenderError as error:
        proof.fail(name, str(error))


def _prove_together(folder: Path, proof: Proof) -> None:
    """Ask DuckDB what a schema says, of keys and across tables too."""
    for path in sorted((folder / "tables").glob("*.schema.yaml")):
        from synth.tabular import audit, schema  # pandas is slow to import

        known = schema.read(path)
        there = {name: path.parent / f"{name}.parquet" for name in known.tables}
        for said, count in audit.audit(there, known).items():
            proof.fail(f"tables/{path.name}", f"{count:,} rows break it: {said}")
