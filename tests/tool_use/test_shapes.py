"""The shapes in which others read tool use: gymnasium's environments, TRL's, and the Berkeley leaderboard's."""

from __future__ import annotations

import importlib
import json
import warnings
from pathlib import Path
from typing import Any

import gymnasium
import jsonschema
import pytest
from gymnasium.utils.env_checker import check_env

from simulators import core, tool_envs
from simulators.examples import Example, examples
from simulators.tool_envs import Episode
from simulators.worlds import core as worlds
from synth import record
from synth.export.bfcl import bfcl
from synth.steps import verify

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
each_world = pytest.mark.parametrize("name", worlds.names())


@each_world
def test_gymnasium_accepts_the_environment(name: str) -> None:
    """gymnasium's own check passes without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        env = gymnasium.make(f"provender/tools.{name}-v1", render_mode="ansi")
        check_env(env.unwrapped)


@each_world
def test_the_gold_trajectory_is_rewarded_step_by_step(name: str) -> None:
    """Its messages as actions: what is seen is what the world and the user say, the reward comes at the end."""
    for index in range(12):
        example = examples(f"tool_use.{name}", level=4, seed=2, indices=[index])[0]
        env = tool_envs.ToolEnv(f"tool_use.{name}", level=4)
        prompt, _ = env.reset(seed=2, options={"index": index})
        assert prompt == example.prompt
        messages = json.loads(example.problem.answer)
        taken = [each for each in messages if each["role"] == "assistant"]
        for at, each in enumerate(taken, 1):
            action = json.dumps(each) if each.get("tool_calls") else each["content"]
            seen, reward, over, truncated, info = env.step(action)
            assert (over, truncated, reward) == (at == len(taken), False, float(at == len(taken)))
            for said in [other["content"] for other in messages if other["role"] == "user"]:
                assert over or each.get("tool_calls") or said in seen or seen in [m["content"] for m in messages]
        assert info["verdict"] == 1


def test_what_is_no_message_brings_an_error() -> None:
    """Never an exception; and an episode does not last for ever."""
    env = tool_envs.ToolEnv("tool_use.bank", level=2)
    with pytest.raises(core.ContractError, match="reset"):
        env.step("Hello")
    env.reset(seed=5)
    for action in ("", "{", '{"role": "user", "content": "x"}', '{"role": "assistant"}', "{" * 5000, '{"a": 1}'):
        seen, reward, over, *_ = env.step(action)
        assert seen.startswith("error") and (reward, over) == (0.0, False)
    call = {"id": "a", "type": "function", "function": {"name": "no_such_tool", "arguments": "{"}}
    action = json.dumps({"role": "assistant", "content": None, "tool_calls": [call]})
    assert "error" in env.step(action)[0]
    ends = [env.step(action)[3] for _ in range(60)]
    assert any(ends)


def trl_tools() -> Any:
    spec = importlib.util.spec_from_file_location("trl_tools", EXAMPLES / "trl_tools.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@each_world
def test_trl_s_environment_has_the_tools_as_methods(name: str) -> None:
    """reset, methods with typed signatures and docstrings that transformers turns into the schemas, get_reward."""
    utils = pytest.importorskip("transformers.utils")
    kind = trl_tools().environment(f"tool_use.{name}", level=3, seed=4)
    for index in range(6):
        instance = kind()
        example = examples(f"tool_use.{name}", level=3, seed=4, indices=[index])[0]
        if index == 0:
            again = kind()
            assert again.reset() == example.prompt
            kind.counter = __import__("itertools").count()
        assert instance.reset(prompt="ignored") == example.prompt
        for message in json.loads(example.problem.answer):
            if message["role"] == "assistant" and not message.get("tool_calls"):
                instance.tell_user(message["content"])
            for call in message.get("tool_calls", []):
                method = getattr(instance, call["function"]["name"])
                assert isinstance(method(**json.loads(call["function"]["arguments"])), str)
        assert instance.get_reward() == 1.0
    for tool in worlds.load(name).TOOLS:
        function = tool["function"]
        told = utils.get_json_schema(getattr(instance, function["name"]))["function"]
        assert told["name"] == function["name"] and told["description"] == function["description"]
        assert set(told["parameters"]["properties"]) == set(function["parameters"]["properties"])
        assert set(told["parameters"].get("required", [])) == set(function["parameters"]["required"])
        for key, schema in function["parameters"]["properties"].items():
            assert told["parameters"]["properties"][key]["type"] == schema["type"]


def test_the_reward_is_the_checker_s() -> None:
    """A conversation that was given up earns nothing."""
    example = examples("tool_use.shop", level=1, seed=4, indices=[0])[0]
    episode = Episode(example)
    episode.tell("No.\nStatus: impossible")
    assert episode.verdict().reward == 0


def allowed(calls: list[dict[str, Any]], truth: list[dict[str, Any]]) -> bool:
    """The leaderboard's own rule: each call has a place in the ground truth, each parameter an allowed value."""
    if len(calls) != len(truth):
        return False
    left = list(truth)
    for call in calls:
        ((name, arguments),) = call.items()
        for entry in left:
            values = entry.get(name)
            if values is not None and all(arguments.get(key, "") in options for key, options in values.items()):
                left.remove(entry)
                break
        else:
            return False
    return True


@pytest.mark.parametrize("name", ["single_call", "parallel_calls", "no_call"])
def test_bfcl_rows_say_what_the_checker_says(name: str) -> None:
    """Question, functions and ground truth; the gold calls are allowed, the mistakes are not."""
    for level in (1, 3, 5):
        for example in examples(f"tool_use.{name}", level=level, seed=2, indices=range(20)):
            (row,) = bfcl(stored(example))
            ((*before, question),) = row["question"]
            assert [turn["role"] for turn in before] == ["system"]
            assert question["role"] == "user" and question["content"].endswith(example.problem.facts["said"])
            for function in row["function"]:
                assert set(function) == {"name", "description", "parameters"}
                assert function["parameters"]["type"] == "dict"
                jsonschema.Draft202012Validator.check_schema({**function["parameters"], "type": "object"})
            assert allowed(spoken(example.problem.answer), row["ground_truth"])
            for mistake in example.problem.mistakes:
                if spoken(mistake.answer):
                    assert not allowed(spoken(mistake.answer), row["ground_truth"]), mistake


def stored(example: Example) -> dict[str, Any]:
    """The example as a run stores it."""
    rows = record.table([example], record.Provenance(example.family.name, "1", "rules")).to_pylist()
    return dict(rows[0])


def spoken(answer: str) -> list[dict[str, Any]]:
    (message,) = json.loads(answer)
    calls = message.get("tool_calls") or []
    return [{call["function"]["name"]: json.loads(call["function"]["arguments"])} for call in calls]


def test_bfcl_has_no_place_for_other_records() -> None:
    """A record of another family, or of several turns, gives no row."""
    for name in ("number_theory.gcd", "tool_use.shop", "tool_use.repair_call"):
        assert not list(bfcl(stored(examples(name, level=1, seed=2, indices=[0])[0])))


@pytest.mark.parametrize("name", [each for each in core.names() if each.startswith("tool_use.")])
def test_records_are_proven_as_they_are_stored(name: str) -> None:
    """What the pipeline stores, from the messages to the id, is what verification finds."""
    for level in (1, 4):
        batch = examples(name, level=level, seed=2, indices=range(12))
        assert verify.faults(record.table(batch, record.Provenance(name, "1", "rules"))) == [""] * 12


@pytest.mark.slow
def test_trl_s_tools_column(tmp_path: Path) -> None:
    """datasets loads messages and tools as TRL's conversational form with tools has them."""
    datasets = pytest.importorskip("datasets")
    rows = []
    for example in examples("tool_use.home", level=3, seed=2, indices=range(4)):
        messages, tools = example.conversation()
        rows.append({"messages": messages, "tools": json.dumps(tools)})
    path = tmp_path / "train.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    table = datasets.load_dataset("json", data_files=str(path), split="train")
    assert [json.loads(tools) for tools in table["tools"]] == [json.loads(row["tools"]) for row in rows]
    assert table[0]["messages"][0]["role"] == "system"
