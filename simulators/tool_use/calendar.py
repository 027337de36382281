"""Assistants with a calendar and mail: events booked, moved and cancelled, guests and messages, under a policy."""

from __future__ import annotations

from typing import Any

from simulators.checks import trajectories, trajectory_steps
from simulators.core import Facts, Messages, Problem, Step, Stream, Verdict
from simulators.tool_use import _calendar_wishes, _scenes, _talk
from simulators.tool_use._calendar import LAW
from simulators.worlds import calendar

VERSION = 2
LEVELS = _scenes.LEVELS
SHARED = {"calendar.call": "what a call makes of the state is what the world is"}


def make(rng: Stream, *, kinds: tuple[str, ...], size: int, strangers: int, most: int) -> Problem:
    kind = rng.choice(kinds)
    scene = _calendar_wishes.scene(rng, kind, size, most)
    return _scenes.problem(rng, "calendar", calendar.call, kind, scene, _calendar_wishes.DOINGS, strangers)


def check(facts: Facts, reply: str) -> Verdict:
    """The trajectory is replayed in a fresh calendar; each change must be a wish that the policy allows and that was
    uttered, computed on the state without the tools, and the last message must be true."""
    return trajectories.judge(facts, reply, LAW, calendar.call, calendar.TOOLS)


def check_step(facts: Facts, step: Step) -> bool:
    return trajectory_steps.holds(facts, step, LAW, calendar.call, calendar.TOOLS)


def canonical(facts: Facts) -> str:
    return trajectory_steps.canonical(facts)


def conversation(facts: Facts, answer: str) -> tuple[Messages, list[dict[str, Any]]]:
    return _talk.conversation("tool_use.calendar", calendar.call, facts, answer)
