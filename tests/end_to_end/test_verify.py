"""`provender verify` proves what is stored, and names what was tampered with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command_line import made

import synth
from synth import files


@pytest.fixture
def copy(finished: Path, tmp_path: Path) -> Path:
    """A copy of the finished run that a test may tamper with."""
    return Path(shutil.copytree(finished, tmp_path / "copy"))


def shard(folder: Path, kind: str = "data") -> Path:
    """The first file of a kind."""
    return min(folder.glob(f"{kind}/*.parquet"))


def rewrite(path: Path, row: int, change: Callable[[dict[str, Any]], None]) -> str:
    """Change one row of a Parquet file; returns its id ("" where rows have none)."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    change(rows[row])
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)
    return str(rows[row].get("id", ""))


def forge_manifest(folder: Path, path: Path) -> None:
    """Make the manifest agree with a file that was tampered with."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for entry in manifest["files"]:
        if entry["path"] == str(path.relative_to(folder)):
            entry["sha256"] = files.sha256(path)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_fresh_run_is_proven(finished: Path) -> None:
    """All records, no failure, exit 0."""
    proof = made("verify", finished)
    assert proof == {"records": 1240, "proven": 1240, "rows of tables": 0, "failed": 0, "failures": []}


TAMPERINGS: dict[str, Callable[[dict[str, Any]], None]] = {
    "the answer": lambda row: row.update(answer="-987654321"),
    "a fact": lambda row: row.update(facts=row["facts"].replace("1", "2", 1) if "1" in row["facts"] else "{}"),
    "the facts' form": lambda row: row.update(facts="[]"),
    "the facts' text": lambda row: row.update(facts="{"),
    "the prompt": lambda row: row["messages"][0].update(content="What is 1 + 1?"),
    "the reply": lambda row: row["messages"][1].update(content="I think 7"),
    "a mistake that is right": lambda row: row.update(rejected=[{"mistake": "none", "answer": row["answer"]}]),
    "the trace": lambda row: row.update(trace="[]"),
    "the licence": lambda row: row["provenance"].update(licence="none"),
    "the family": lambda row: row.update(family="no.such"),
    "the canonical form": lambda row: row.update(canonical="00" * 16),
    "the version": lambda row: row.update(version=99),
}


@pytest.mark.parametrize("what", TAMPERINGS)
@pytest.mark.parametrize("forged", [False, True], ids=["hash kept", "hash forged"])
def test_a_changed_record_is_named(copy: Path, what: str, forged: bool) -> None:
    """Whatever part of a record is changed, verify names it, even with a forged manifest."""
    path = shard(copy)
    record = rewrite(path, 17, TAMPERINGS[what])
    if forged:
        forge_manifest(copy, path)
    proof = synth.verify(copy)
    assert {failure["id"] for failure in proof["failures"]} == {record}
    assert (proof["failed"], proof["proven"]) == (1, 1239)


@pytest.mark.parametrize("place", [0.1, 0.35, 0.6, 0.85, 0.999])
def test_one_flipped_byte_is_found(copy: Path, place: float) -> None:
    """Wherever it lies in a shard, in data or in the footer."""
    path = shard(copy)
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 0x40
    path.write_bytes(bytes(content))
    proof = synth.verify(copy)
    assert proof["failed"] >= 1
    assert {failure["file"] for failure in proof["failures"]} == {str(path.relative_to(copy))}


def test_lost_and_added_files_are_found(copy: Path) -> None:
    """A missing shard, and one that the manifest does not know: exit 1."""
    path = shard(copy)
    path.rename(path.with_name("train-00009.parquet"))
    proof = made("verify", copy, code=1)
    assert {failure["reason"] for failure in proof["failures"]} == {"the file is missing", "not in the manifest"}


def test_lost_records_are_found(copy: Path) -> None:
    """A shard with a record less, though hash and all the others are right."""
    path = shard(copy)
    pq.write_table(pq.read_table(path).slice(1), path)
    forge_manifest(copy, path)
    proof = synth.verify(copy)
    assert "records, got" in proof["failures"][0]["reason"]


def test_a_forged_game_is_found(copy: Path) -> None:
    """Games are replayed: an outcome that the moves do not give."""
    path = shard(copy, "games")
    rewrite(path, 0, lambda row: row.update(outcome=-row["outcome"] or 1))
    forge_manifest(copy, path)
    proof = synth.verify(copy)
    assert {failure["file"] for failure in proof["failures"]} == {str(path.relative_to(copy))}
