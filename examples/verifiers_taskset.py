"""A taskset for verifiers (0.4): questions of any family, rewarded by their checkers.

``validate`` holds the gold answer against the checker; a missing verdict is an error of the task, never a 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import verifiers.v1 as vf

import synth


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
