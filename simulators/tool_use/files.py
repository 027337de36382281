"""Keepers of files: moving, copying, deleting and locking, under a policy, through tools."""

from __future__ import annotations

from typing import Any

from simulators.checks import trajectories, trajectory_steps
from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _files_wishes, _scenes, _talk
from simulators.tool_use._files import LAW
from simulators.worlds import files

VERSION = 2
LEVELS = _scenes.LEVELS
SHARED = {"files.call": "what a call makes of the state is what the world is"}


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, strangers: int, most: int) -> Problem:
    kind = rng.choice(kinds)
    scene = _files_wishes.scene(rng, kind, size, most)
    return _scenes.problem(rng, "files", files.call, kind, scene, _files_wishes.DOINGS, strangers)


def check(facts: Facts, reply: str) -> Verdict:
    """The trajectory is replayed in a fresh file system; each change must be a wish that the policy allows and that was
    uttered, computed on the state without the tools, and the last message must be true."""
    return trajectories.judge(facts, reply, LAW, files.call, files.TOOLS)


def check_step(facts: Facts, step: Step) -> bool:
    return trajectory_steps.holds(facts, step, LAW, files.call, files.TOOLS)


def canonical(facts: Facts) -> str:
    return trajectory_steps.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.conversation("tool_use.files", files.call, facts, answer)
