"""A taskset for verifiers (0.4): questions of any family, rewarded by their checkers.

``validate`` holds the gold answer against the checker; a missing verdict is an error of the task, never a 0.
``python examples/verifiers_taskset.py URL MODEL`` asks a model behind any OpenAI-compatible endpoint. Needs
``pip install 'provender[trainers]'``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from typing import Any

import verifiers.v1 as vf
from openai import AsyncOpenAI
from verifiers.v1.runtimes import ProgramResult

import synth

__all__ = ["Ask", "AskConfig", "ProvenTaskset"]


class Question(vf.TaskData):
    """What a checker needs: the family and the facts."""

    family: str
    facts: str
    answer: str


class ProvenTask(vf.Task[Question]):
    """One question; its reward is the checker's."""

    @vf.reward
    async def proven(self, trace: vf.Trace) -> float:
        """The checker's reward of the last reply."""
        return synth.grade({"output_text": trace.last_reply}, self.data.model_dump())

    async def validate(self, runtime: object = None) -> bool:  # noqa: ARG002 - the signature that is asked for
        """Whether the checker accepts the gold answer."""
        return synth.reward(self.data.model_dump(), self.data.answer) == 1


class ProvenConfig(vf.TasksetConfig):
    """Which questions: ``count`` of a family at a level."""

    family: str = "number_theory.gcd"
    level: int = 1
    count: int = 100
    seed: int = 0


class ProvenTaskset(vf.Taskset[ProvenTask, ProvenConfig]):
    """Loads questions as tasks; views select and shuffle them."""

    def load(self) -> Iterator[ProvenTask]:
        """Make the questions."""
        wanted = self.config
        for row in synth.generate(wanted.family, level=wanted.level, n=wanted.count, seed=wanted.seed):
            facts = json.dumps(row["facts"])
            data = Question(prompt=row["prompt"], family=row["family"], facts=facts, answer=row["answer"])
            yield ProvenTask(data, wanted.task)


class AskConfig(vf.HarnessConfig):
    """Names this module, where verifiers looks the harness up."""

    id: str = "verifiers_taskset"


class Ask(vf.Harness[AskConfig]):
    """Puts the question to the model once, from this process; the stock harnesses install programs of their own."""

    EXECUTES_CODE = False
    NEEDS_CONTAINER = False

    async def launch(
        self, ctx: Any, trace: vf.Trace, _runtime: Any, endpoint: str, secret: str, *_: Any, **__: Any
    ) -> ProgramResult:
        """Ask; verifiers listens at the endpoint, passes the question on and keeps the trace."""
        async with AsyncOpenAI(base_url=endpoint, api_key=secret) as model:
            question = {"role": "user", "content": trace.task.data.prompt}
            await model.chat.completions.create(model=ctx.model, messages=[question])
        return ProgramResult(0, "", "")


async def rollouts(url: str, model: str, tasks: list[ProvenTask]) -> list[vf.Trace]:
    """One rollout a task, scored by its checker."""
    client = vf.EvalClientConfig(base_url=url, api_key_var="OPENAI_API_KEY")
    config = vf.AgentConfig(model=model, client=client, harness=AskConfig(), runtime=vf.SubprocessConfig())
    async with vf.make_agent(config) as agent:
        return await asyncio.gather(*(agent.run(task) for task in tasks))


if __name__ == "__main__":
    questions = list(ProvenTaskset(ProvenConfig(count=10)).load())
    for finished in asyncio.run(rollouts(sys.argv[1], sys.argv[2], questions)):
        sys.stdout.write(f"{finished.reward}  {finished.last_reply[:60]!r}\n")
