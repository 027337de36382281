"""Bad input is one clear sentence and exit code 2, never a traceback, never half a file."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import provender

from simulators.core import ProvenderError
from synth import console

RECIPES = {
    "size: 10\ntasks: {}\n": ["line 1", "name"],
    "name: x\nsize: many\ntasks: {}\n": ["line 2", "size", "'many'"],
    "name: x\ntasks:\n  skills:\n    alchemy: 1\n": ["line 4", "tasks.skills.alchemy", "no skill 'alchemy'", "algebra"],
    "name: x\ntasks:\n  families:\n    - algebra.gdc\n": [
        "line 4",
        "no family 'algebra.gdc'",
        "algebra.linear_equation",
    ],
    "name: x\nsice: 10\ntasks: {}\n": ["line 2", "sice", "no such field", "size"],
    "name: x\ntasks:\n  level: [1]\n": ["line 3", "tasks.level", "no such field", "levels"],
    "name: x\n": ["at least one source", "tasks, table, selfplay"],
    "name: x\ntasks: {}\nsplits: {train: 0.9}\n": ["line 3", "splits", "sum to 1"],
    "name: x\ntasks: {levels: [0, 0]}\n": ["line 2", "tasks.levels", "above 0"],
    "name: x\nselfplay: {games: {checkers: 3}}\n": ["line 2", "no game 'checkers'", "connect_four"],
    "name: x\ntable: {data: nowhere.csv, rows: 10}\n": ["no table 'nowhere.csv'", "adult"],
    "name: x\ntable: {data: adult, rows: 10, engine: dp_tree}\n": ["dp_tree needs a secret seed", "--epsilon"],
    "name: x\ntable: {data: adult, rows: 10, engine: magic}\n": ["no engine 'magic'", "sdv:gaussian_copula"],
    "name: ../x\ntasks: {}\n": ["line 1", "name"],
    "name: [x\n": ["line 2"],
    "- a\n- b\n": ["line 1", "mapping"],
    "": ["mapping"],
}


@pytest.mark.parametrize("text", RECIPES)
def test_a_malformed_recipe_names_file_line_and_field(tmp_path: Path, text: str) -> None:
    """The error says where it is and what there is; no folder is made."""
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProvenderError) as refused:
        console.run(str(path), out=tmp_path / "out", seed=None, size=None, workers=1, as_json=False)
    said = str(refused.value)
    for part in [] if "table" in text else ["bad.yaml"]:
        assert part in said
    for part in RECIPES[text]:
        assert part in said, said
    assert not (tmp_path / "out").exists()


COMMANDS = {
    ("sample", "algebra.gdc"): "no family 'algebra.gdc'; there are: ",
    ("sample", "number_theory.gcd", "--level", "9"): "no level 9; there are: 1 to 5",
    ("run", "slowstart"): "no recipe 'slowstart'; shipped are: census, clinic, glucose, quickstart",
    ("run", "quickstart", "--workers", "0"): "--workers",
    ("verify", "/nowhere"): "no finished run in /nowhere",
    ("export", "/nowhere", "--to", "sft"): "no finished run",
    ("report", "/nowhere"): "no finished run",
    ("check", "number_theory.gcd", "--facts", "{", "--reply", "1"): "facts are not JSON",
    ("check", "number_theory.gcd", "--facts", "{}", "--reply", "1"): "cannot read these facts",
    ("check", "number_theory.gcd", "--facts", "[1]", "--reply", "1"): "cannot read these facts",
    ("check", "number_theory.lcd", "--facts", "{}", "--reply", "1"): "no family",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_command_is_one_sentence(command: tuple[str, ...]) -> None:
    """What came, and what exists."""
    assert COMMANDS[command] in provender(*command, code=2).stderr


def test_a_folder_that_holds_something_else_is_left_alone(recipe: Path, tmp_path: Path) -> None:
    """Another's file, another recipe's run, a file in place of the folder."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    assert "holds something else" in provender("run", recipe, "--out", tmp_path / "mine", code=2).stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert "is a file" in provender("run", recipe, "--out", tmp_path / "mine/thesis.txt", code=2).stderr
    (tmp_path / "mine.yaml").write_text("name: mine\nsize: 10\ntasks: {families: [number_theory.gcd]}\n")
    provender("run", tmp_path / "mine.yaml", "--out", tmp_path / "run")
    assert "another recipe" in provender("run", recipe, "--out", tmp_path / "run", code=2).stderr


def test_an_unknown_export_lists_the_formats(finished: Path) -> None:
    """And a corrupt shard is named; no file appears under a final name."""
    said = provender("export", finished, "--to", "csv", code=2).stderr
    assert "sft, sft-answer, dpo, grpo, openai, bfcl, parquet" in said


def test_a_corrupt_shard_stops_an_export(finished: Path, tmp_path: Path) -> None:
    """The shard is named, and nothing is written under a final name."""
    run = tmp_path / "run"
    subprocess.run(["cp", "-r", finished, run], check=True)
    shard = min(run.glob("data/*.parquet"))
    shard.write_bytes(shard.read_bytes()[:-100])
    assert shard.name in provender("export", run, "--to", "sft", "--out", tmp_path / "out", code=2).stderr
    assert not [path for path in (tmp_path / "out").glob("*") if path.stem == shard.name.split("-")[0]]


def test_a_full_disk_loses_nothing(recipe: Path, tmp_path: Path) -> None:
    """A write that fails for want of space: one sentence, exit code 2, no partial file; later the run goes on."""
    folder = tmp_path / "full"
    command = [sys.executable, "-m", "synth.cli", "run", str(recipe), "--out", str(folder), "--workers", "1"]

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = subprocess.run(
        command,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": ""},
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert "no space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(folder.rglob("*.tmp"))
    assert not list(folder.rglob("*.parquet"))
    provender("run", recipe, "--out", folder)
