"""Where examples come from. A source is a module: ``plan(recipe)`` gives its units, ``produce(**arguments)`` does one.

Discovered by name: the field of a recipe is the module here.
"""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from synth.recipe import Recipe
from synth.units import Part, Unit

ORDER = ("table", "selfplay", "tasks")  # the longest units first: they bound the run


class Source(Protocol):
    """What a module of this package offers."""

    def plan(self, recipe: Recipe) -> list[Unit]:
        """The first round of units."""

    def produce(self, **arguments: object) -> Part:
        """Do one unit."""


def source(name: str) -> Source:
    """The source of that name."""
    return cast(Source, importlib.import_module(f"synth.sources.{name}"))
