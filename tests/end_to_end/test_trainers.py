"""The glue to trainers, with the trainers themselves: TRL trains a model, verifiers scores a trace."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import synth
from synth.verbs import RecordError

EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def example(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pydantic looks annotations up there
    spec.loader.exec_module(module)
    return module


def rows(count: int) -> list[dict[str, Any]]:
    return [{**row, "facts": json.dumps(row["facts"])} for row in synth.generate("arithmetic.chain", n=count, seed=3)]


def test_rewards_come_in_batches() -> None:
    """A reply a record, in order; no verdict is None; different numbers are an error."""
    records = rows(3)
    replies = [records[0]["answer"], "perhaps", records[2]["answer"]]
    broken = {"family": "arithmetic.chain", "facts": "{}"}
    assert synth.rewards(records, replies) == [1.0, 0.0, 1.0]
    assert synth.rewards([broken], ["7"]) == [None]
    with pytest.raises(ValueError, match="shorter"):
        synth.rewards(records, replies[:2])


def test_a_grader_in_openai_s_form_never_pays_a_failure_as_0() -> None:
    """It takes the sample and the item, gives a float, and raises where there is no verdict."""
    item = rows(1)[0]
    assert synth.grade({"output_text": f"So it is.\nAnswer: {item['answer']}"}, item) == 1.0
    assert synth.grade({"output_text": "no idea"}, item) == 0.0
    call = synth.generate("tool_use.single_call", n=1, seed=7)[0]
    (said,) = json.loads(call["answer"])
    assert synth.grade({"output_text": None, "output_tools": said["tool_calls"]}, call) == 1.0
    assert synth.grade({"output_text": "It is done.", "output_tools": None}, call) == 0.0
    with pytest.raises(RecordError, match="no verdict"):
        synth.grade({"output_text": "7"}, {"family": "arithmetic.chain", "facts": "{}"})


def test_trl_s_reward_function_takes_texts_and_messages() -> None:
    """Completions as texts or as messages, columns by their names, None for no verdict."""
    records = rows(2)
    columns = {"family": [row["family"] for row in records], "facts": [row["facts"] for row in records]}
    said = [[{"role": "assistant", "content": row["answer"]}] for row in records]
    assert synth.trl_reward(said, **columns, prompts=[], completion_ids=[]) == [1.0, 1.0]
    assert synth.trl_reward(["0.5", "7"], family=columns["family"], facts=[columns["facts"][0], "{}"]) == [0.0, None]


@pytest.mark.slow
def test_trl_trains_on_the_rewards(tmp_path: Path) -> None:
    """Two steps of GRPO with a tiny random model: the reward is in the log of both."""
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); import trl_grpo\n"
        "print(json.dumps(trl_grpo.train(sys.argv[2]).state.log_history))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, EXAMPLES, tmp_path],
        capture_output=True,
        text=True,
        check=True,
        cwd=EXAMPLES.parent,
    )
    log = json.loads(run.stdout.splitlines()[-1])
    assert [entry["step"] for entry in log if "rewards/trl_reward/mean" in entry] == [1, 2]


@pytest.mark.slow
def test_verifiers_loads_validates_and_scores() -> None:
    """Tasks of a taskset pass their own validation; a right trace earns 1, a wrong one 0."""
    import verifiers.v1 as vf

    module = example("verifiers_taskset")
    tasks = list(module.ProvenTaskset(module.ProvenConfig(family="logic.entailment", level=2, count=5)))
    assert len(tasks) == 5
    assert all(asyncio.run(task.validate()) for task in tasks)

    def scored(task: Any, reply: str) -> float:
        trace = vf.Trace(
            task=vf.TraceTask(type="ProvenTask", data=task.data), agent=vf.AgentInfo.model_construct(), root_reply=reply
        )
        asyncio.run(task.score(trace))
        return trace.reward

    task = tasks[0]
    other = {"yes": "no", "no": "yes"}[task.data.answer]
    assert (scored(task, f"Answer: {task.data.answer}"), scored(task, other)) == (1.0, 0.0)


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The tiny random model behind an OpenAI-compatible endpoint; its address."""
    model, tokenizer = example("trl_grpo").tiny_model()

    class Completions(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            read = tokenizer.apply_chat_template(asked["messages"], return_tensors="pt", return_dict=True)["input_ids"]
            said = model.generate(read, max_new_tokens=8, do_sample=True)[0, read.shape[1] :]
            choice = {"index": 0, "finish_reason": "length", "message": {"role": "assistant"}}
            choice["message"]["content"] = tokenizer.decode(said, skip_special_tokens=True)
            used = {"prompt_tokens": read.shape[1], "completion_tokens": len(said), "total_tokens": 0}
            reply = {"id": "1", "object": "chat.completion", "created": 0, "model": asked["model"], "usage": used}
            body = json.dumps({**reply, "choices": [choice]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Completions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_verifiers_asks_a_model_and_scores_what_it_says(endpoint: str) -> None:
    """Ten rollouts against a real model that knows nothing: each has a reply, and a reward between 0 and 1."""
    command = [sys.executable, EXAMPLES / "verifiers_taskset.py", endpoint, "tiny"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=EXAMPLES.parent)
    rewards = [line.split("  ")[0] for line in done.stdout.splitlines() if line.endswith(("'", '"'))]
    assert len(rewards) == 10
    assert all(0 <= float(reward) <= 1 for reward in rewards)
