"""Travellers: flights, rooms, bags, changes and cancellations, under a policy, through tools."""

from __future__ import annotations

from typing import Any

from simulators.checks import trajectories, trajectory_steps
from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _scenes, _talk, _travel_wishes
from simulators.tool_use._travel import LAW
from simulators.worlds import travel

VERSION = 2
LEVELS = _scenes.LEVELS
SHARED = {"travel.call": "what a call makes of the state is what the world is"}


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, strangers: int, most: int) -> Problem:
    kind = rng.choice(kinds)
    scene = _travel_wishes.scene(rng, kind, size, most)
    return _scenes.problem(rng, "travel", travel.call, kind, scene, _travel_wishes.DOINGS, strangers)


def check(facts: Facts, reply: str) -> Verdict:
    """The trajectory is replayed in a fresh travel desk; each change must be a wish that the policy allows and that was
    uttered, computed on the state without the tools, and the last message must be true."""
    return trajectories.judge(facts, reply, LAW, travel.call, travel.TOOLS)


def check_step(facts: Facts, step: Step) -> bool:
    return trajectory_steps.holds(facts, step, LAW, travel.call, travel.TOOLS)


def canonical(facts: Facts) -> str:
    return trajectory_steps.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.conversation("tool_use.travel", travel.call, facts, answer)
