"""What others read: exports, the Hub's loader, the report, the commands' JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import made, provender

import synth


def lines(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_families_lists_every_one() -> None:
    """Objects with name, skill, levels and version."""
    found = made("families")
    assert len(found) >= 30
    assert len({family["skill"] for family in found}) >= 8
    assert all({"name", "skill", "levels", "version"} <= set(family) for family in found)


def test_a_sample_can_be_checked_by_the_command_line() -> None:
    """Facts from `sample`, judged by `check`: the answer right, a rejected one wrong."""
    printed = provender("sample", "algebra.linear_equation", "--level", "3", "--seed", "5", "-n", "4", "--json").stdout
    rows = [json.loads(line) for line in printed.splitlines()]
    assert [row["index"] for row in rows] == [0, 1, 2, 3]
    row = rows[2]
    assert set(row) >= {"family", "level", "index", "prompt", "answer", "facts", "trace", "rejected"}
    facts = json.dumps(row["facts"])
    right = made("check", row["family"], "--facts", facts, "--reply", f"The answer is {row['answer']}.")
    wrong = made("check", row["family"], "--facts", facts, "--reply", row["rejected"][0]["answer"])
    assert (right["reward"], wrong["reward"]) == (1.0, 0.0)
    assert wrong["reason"]


def test_exports_are_what_trainers_read(finished: Path, tmp_path: Path) -> None:
    """Each format's fields; rewards of exported rows agree with the export."""
    for form in ("sft", "sft-answer", "dpo", "grpo", "openai", "parquet"):
        files = made("export", finished, "--to", form, "--out", tmp_path / form)["files"]
        assert {Path(file).stem for file in files} == {"train", "test", "extrapolate"}
    assert all(
        [turn["role"] for turn in row["messages"]] == ["user", "assistant"]
        for row in lines(tmp_path / "openai/train.jsonl")
    )
    for row in lines(tmp_path / "grpo/test.jsonl"):
        assert row["prompt"][0]["role"] == "user"
        assert synth.reward(row, "certainly not this") == 0
    pairs = lines(tmp_path / "dpo/train.jsonl")
    assert all(row["chosen"] != row["rejected"] for row in pairs)
    assert sum(len(lines(path)) for path in (tmp_path / "sft").iterdir()) == 1240
    traced, bare = (
        lines(tmp_path / form / "test.jsonl")[0]["messages"][-1]["content"] for form in ("sft", "sft-answer")
    )
    assert traced.endswith(bare) and len(traced) > len(bare)
    provender("export", finished, "--to", "sft", "--out", tmp_path / "all.jsonl")
    assert len(lines(tmp_path / "all.jsonl")) == 1240


def test_rewards_of_a_whole_export(finished: Path) -> None:
    """Every stored worked reply earns 1 through `synth.reward`, every rejected answer less."""
    from synth import files

    for shard in finished.glob("data/test-*.parquet"):
        for record in files.read_parquet(shard).to_pylist():
            assert synth.reward(record, record["messages"][-1]["content"]) == 1
            assert all(synth.reward(record, wrong["answer"]) < 1 for wrong in record["rejected"])


def test_the_hub_s_library_loads_the_folder(finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`datasets.load_dataset(folder)`, offline, with splits and the further configurations."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    code = (
        "import sys, datasets\n"
        "records = datasets.load_dataset(sys.argv[1])\n"
        "games = datasets.load_dataset(sys.argv[1], 'connect_four')\n"
        "role = records['test'][0]['messages'][0]['role']\n"
        "print(sorted(records), sum(map(len, records.values())), role, len(games['train']) > 50)"
    )
    done = subprocess.run([sys.executable, "-c", code, finished], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "['extrapolate', 'test', 'train'] 1240 user True"


def test_the_report_opens_offline(finished: Path) -> None:
    """One file without references to others; it shows skills, rejects, examples and a board."""
    page = (finished / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)\s*=|@import|url\(", page)
    assert "{{" not in page
    for part in ("number_theory", "level 5", "connect four", "<circle", "rejects/", "algebra."):
        assert part in page


def test_help_answers_at_once() -> None:
    """No heavy package is imported for --help; the figure itself stands in benchmarks/."""
    code = (
        "import sys; sys.argv = ['provender', '--help']\n"
        "from synth.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'pyarrow', 'numpy', 'torch', 'sdv', 'gymnasium', 'jinja2'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_doctor_names_what_is_missing() -> None:
    """What is installed, what is not, and the command that brings it."""
    state = made("doctor")
    assert state["ready"]
    assert state["core"]["numpy"]
    assert state["extras"]["tabular"]["install"] == "pip install 'provender[tabular]'"
