"""Turns positions of played games into problems of the families that pose them.

A family of the skill ``tactics`` takes part if its module names its game (``GAME``) and has
``pose(moves) -> Problem | None`` and ``level(facts) -> int`` beside what the contract asks.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from simulators import core
from simulators.core import Problem, canonical_key
from synth.selfplay.play import GameRecord

PLIES = 1000  # more than any game has: game × 1000 + ply is a position's own number


@dataclass(frozen=True, slots=True)
class Posed:
    """A problem, its family and level, and the position it comes from."""

    family: str
    level: int
    index: int
    moves: str
    problem: Problem


def problems(records: Iterable[GameRecord], *, most: int | None = None) -> list[Posed]:
    """The problems in these games, at most ``most``: levels take turns.

    A position gives one problem, the one of the highest level, and what differs but by symmetry comes once.
    """
    seen = set()
    cells: dict[tuple[str, int], list[Posed]] = {}
    for record in records:
        for ply, position in enumerate(record.plies):
            posed = _hardest(record.game, position.moves, record.index * PLIES + ply)
            key = posed and canonical_key(core.load(posed.family), posed.problem.facts)
            if posed and key not in seen:
                seen.add(key)
                cells.setdefault((posed.family, posed.level), []).append(posed)
    found = [posed for _, _, posed in sorted(_in_turns(cells))]
    return sorted(found[:most], key=lambda posed: posed.index)


def _hardest(game: str, moves: str, index: int) -> Posed | None:
    found = []
    for name, module in _posers(game):
        problem = module.pose(moves)
        if problem:
            found.append(Posed(name, module.level(problem.facts), index, moves, problem))
    return max(found, key=lambda posed: posed.level, default=None)


def _in_turns(cells: dict[tuple[str, int], list[Posed]]) -> Iterable[tuple[int, tuple[str, int], Posed]]:
    return ((turn, cell, posed) for cell, column in cells.items() for turn, posed in enumerate(column))


@cache
def _posers(game: str) -> tuple[tuple[str, ModuleType], ...]:
    """The families, with their modules, that pose problems about positions of a game."""
    found = []
    for name in core.names():
        if name.startswith("tactics."):
            module = sys.modules[core.load(name).make.__module__]
            if getattr(module, "GAME", None) == game:
                found.append((name, module))
    return tuple(found)
