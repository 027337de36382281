"""A run is a function of its recipe and seed: on any number of workers, after any crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from command_line import SMALL, hashes, made, provender

from synth import recipe as recipes
from synth.sources import tasks


def test_two_workers_make_the_same_bytes(finished: Path, recipe: Path, tmp_path: Path) -> None:
    """Every shard and the manifest, with 2 workers and another PYTHONHASHSEED."""
    provender("run", recipe, "--out", tmp_path / "two", "--workers", "2", PYTHONHASHSEED="2")
    assert hashes(tmp_path / "two") == hashes(finished)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on(finished: Path, recipe: Path, tmp_path: Path, workers: int) -> None:
    """Killed in the middle, the same command keeps the finished units and ends in the same bytes."""
    folder = tmp_path / "killed"
    command = [sys.executable, "-m", "synth.cli", "run", str(recipe), "--out", str(folder), "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    units = wait_for_units(folder, 5, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (folder / "manifest.json").exists()
    before = {name: (folder / ".work" / name / "notes.json").stat().st_mtime_ns for name in units}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    wait_for_units(folder, len(units) + 2, process)
    after = {name: (folder / ".work" / name / "notes.json").stat().st_mtime_ns for name in units}
    assert process.wait() == 0
    assert after == before, "units that were finished have been made again"
    assert hashes(folder) == hashes(finished)


def wait_for_units(folder: Path, count: int, process: subprocess.Popen[bytes]) -> set[str]:
    """The finished units, once there are that many."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        found = {path.name for path in (folder / ".work").glob("[!.]*")}
        if len(found) >= count:
            return found
        time.sleep(0.005)
    raise AssertionError(f"the run ended, or made fewer than {count} units in a minute")


def test_ctrl_c_ends_with_130_and_keeps_the_work(finished: Path, recipe: Path, tmp_path: Path) -> None:
    """One sentence, exit code 130, no worker left behind; the same command goes on."""
    folder = tmp_path / "stopped"
    command = [sys.executable, "-m", "synth.cli", "run", str(recipe), "--out", str(folder), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        command,
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # Whoever runs the tests in the background has them ignore the signal, and all that they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - no threads here
    )
    wait_for_units(folder, 3, process)
    children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "goes on" in said
    assert children
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    provender("run", recipe, "--out", folder, "--workers", "1")
    assert hashes(folder) == hashes(finished)


def test_a_finished_run_is_not_made_again(finished: Path, recipe: Path) -> None:
    """The same command on a finished folder says the same and touches nothing."""
    before = {path: path.stat().st_mtime_ns for path in finished.rglob("*") if path.is_file() and path.name != ".lock"}
    outcome = made("run", recipe, "--out", finished)
    assert outcome["counts"]["kept"] == 1240
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_another_seed_makes_other_records(finished: Path, recipe: Path, tmp_path: Path) -> None:
    """No record id of one seed stands in the run of another."""
    provender("run", recipe, "--out", tmp_path / "other", "--seed", "4")
    ids = [
        {row for shard in folder.glob("data/*.parquet") for row in pq.read_table(shard)["id"].to_pylist()}
        for folder in (finished, tmp_path / "other")
    ]
    assert not ids[0] & ids[1]


def test_variants_come_in_their_shares(finished: Path) -> None:
    """A tenth of the problems got an irrelevant clause, a tenth a claim; kinds that a problem lacks are left out."""
    kinds = Counter(
        row for shard in finished.glob("data/*.parquet") for row in pq.read_table(shard)["variant"].to_pylist()
    )
    assert set(kinds) == {"", "irrelevant", "premise", "renamed", "reordered"}
    assert all(80 <= kinds[kind] <= 160 for kind in ("irrelevant", "premise"))


def test_the_target_distribution_is_met_and_splits_are_disjoint(finished: Path) -> None:
    """As many records of each family and level as the recipe asks for; no problem, nor its variant, in two splits."""
    names = ("train", "test", "extrapolate")
    parts = {name: pq.read_table(next(finished.glob(f"data/{name}-*.parquet"))) for name in names}
    canonical = {name: set(table["canonical"].to_pylist()) for name, table in parts.items()}
    problems = {name: {key[:16] for key in keys} for name, keys in canonical.items()}
    assert not problems["train"] & problems["test"]
    assert {level for name in names[:2] for level in parts[name]["level"].to_pylist()} == {1, 2, 3, 4}
    assert set(parts["extrapolate"]["level"].to_pylist()) == {5, 6}
    assert sum(map(len, canonical.values())) == sum(map(len, parts.values())) == 1240
    counted = Counter(
        tasks.Cell(row["family"], row["level"])
        for table in parts.values()
        for row in table.select(["family", "level", "provenance"]).to_pylist()
        if row["provenance"]["kind"] == "rules"
    )
    assert counted == tasks.targets(recipes.parse(SMALL, "small"))
    asked = recipes.parse(SMALL, "small").tasks
    assert asked is not None
    assert {cell.family.split(".")[0] for cell in counted} == set(asked.skills)


def test_more_than_a_family_has_is_said_before_and_after(tmp_path: Path) -> None:
    """A warning with the honest counts, the same in the manifest, and no problem twice."""
    path = tmp_path / "greedy.yaml"
    path.write_text("name: greedy\nsize: 500\ntasks: {families: [tactics.tic_tac_toe_best], levels: [1, 1]}\n")
    said = provender("run", path, "--out", tmp_path / "run").stderr
    outcome = made("run", path, "--out", tmp_path / "run")
    capped = outcome["counts"]["capped"]["tactics.tic_tac_toe_best level 1"]
    assert capped["asked"] == 250
    assert f"level 1 has few different problems: {capped['given']} instead of 250" in said
    given = sum(cell["given"] for cell in outcome["counts"]["capped"].values())
    assert f"{500 - given} records fewer than asked for" in said
    keys = [
        key for shard in tmp_path.glob("run/data/*.parquet") for key in pq.read_table(shard)["canonical"].to_pylist()
    ]
    assert len(keys) == len(set(keys)) == outcome["counts"]["kept"] == given
