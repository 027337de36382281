"""A lesson as a quiz of many choices, whose wrong options are what named errors give."""

from __future__ import annotations

from typing import Any

from simulators.core import Facts, Problem, Step, Stream, Verdict
from simulators.lessons import _judging, _making

VERSION = 1
LEVELS = _making.LEVELS


def make(rng: Stream, **settings: Any) -> Problem:
    return _making.lesson(rng, "quiz", **settings)


def check(facts: Facts, reply: str) -> Verdict:
    """Takes each claim out of the text (answers, mistakes, lines of working) for the family of its problem to judge."""
    return _judging.judged(facts, reply, "quiz")


def check_step(facts: Facts, step: Step) -> bool:
    return _judging.step_holds(facts, step)


def canonical(facts: Facts) -> list[Any]:
    return _judging.canonical(facts)
