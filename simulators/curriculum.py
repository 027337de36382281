"""A curriculum: levels that move with success, as a pure function of the log of outcomes.

Nothing is kept but the log, so a training run that died goes on where it was: the same log gives the same next task.

>>> log = [Outcome("number_theory.gcd", 1, 1.0)] * 20
>>> level_of("number_theory.gcd", log)
2
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from simulators import core
from simulators.core import ContractError, stream

WINDOW = 20  # outcomes at one level before it may move
UP, DOWN = 0.8, 0.3  # success rates from which on, and up to which, it does


class Outcome(NamedTuple):
    """What became of one task. ``reward`` None is no verdict, and counts for nothing."""

    family: str
    level: int
    reward: float | None


class Task(NamedTuple):
    """What to pose next: an example by its place (see :func:`simulators.examples.examples`)."""

    family: str
    level: int
    place: int


def level_of(family: str, log: Iterable[Outcome]) -> int:
    """The level that a family has reached after these outcomes; outcomes at other levels do not count.

    After each :data:`WINDOW` outcomes at its level, a mean reward of :data:`UP` or more moves it up, one of
    :data:`DOWN` or less down, anything between leaves it. Raises NotFoundError for an unknown family.
    """
    highest = len(core.load(family).levels)
    level, rewards = 1, list[float]()
    for outcome in log:
        if outcome.family != family or outcome.level != level or outcome.reward is None:
            continue
        rewards.append(outcome.reward)
        if len(rewards) == WINDOW:
            mean = sum(rewards) / WINDOW
            rewards.clear()
            if mean >= UP:
                level = min(level + 1, highest)
            elif mean <= DOWN:
                level = max(level - 1, 1)
    return level


def next_task(families: Sequence[str], log: Sequence[Outcome], *, seed: int) -> Task:
    """The task after these outcomes: any of the families, at its level, at a place that never comes twice.

    Raises ContractError for no family and NotFoundError for an unknown one.
    """
    if not families:
        raise ContractError("expected at least one family to draw from")
    family = stream(seed, "curriculum", len(log)).choice(families)
    return Task(family, level_of(family, log), len(log))


def progress(log: Iterable[Outcome]) -> dict[str, int]:
    """The level of every family in the log."""
    by_family: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in log:
        by_family[outcome.family].append(outcome)
    return {family: level_of(family, outcomes) for family, outcomes in sorted(by_family.items())}
