"""What a stage is: a few lines of Python from one variable to another, and the same in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from simulators.core import Stream

# Types of values by name, as they are annotated.
TYPES = {
    "int": "int",
    "ints": "list[int]",
    "text": "str",
    "words": "list[str]",
    "counts": "dict[str, int]",
}
_PLACES = re.compile(r"\b[XYVWI]\b")
# Names for one item of a value of that type, and for places.
_ITEMS = {
    "int": ("n", "number", "candidate"),
    "ints": ("n", "value", "number"),
    "text": ("char", "letter"),
    "words": ("word", "item", "entry"),
    "counts": ("key", "name"),
}
_PLACE_NAMES = ("i", "k", "position")


class Stage(NamedTuple):
    """Lines in which ``X`` is the variable that it takes, ``Y`` the one that it gives; ``V``, ``W``, ``I`` are others.

    ``noun`` names what it gives, ``says`` tells what it does as an order; ``rule``, the name of its maker, and the
    constants that were drawn say the same to a checker.
    """

    rule: str
    constants: tuple[int | str, ...]
    takes: str
    gives: str
    noun: str
    says: str
    lines: tuple[str, ...]


Maker = Callable[[Stream], Stage]


def written(stage: Stage, taken: str, given: str, rng: Stream, used: AbstractSet[str]) -> list[str]:
    """The stage's lines between two variables of these names; its own names are none of those in use."""
    item = rng.choice([name for name in _ITEMS[stage.takes] if name not in used])
    place = rng.choice([name for name in _PLACE_NAMES if name not in used])
    names = {"X": taken, "Y": given, "V": item, "W": "other", "I": place}
    return [_PLACES.sub(lambda found: names[found[0]], line) for line in stage.lines]


def stage(
    rng: Stream,
    takes: str,
    gives: str,
    noun: str,
    says: str,
    *ways: tuple[str, ...] | str,
    of: tuple[int | str, ...] = (),
) -> Stage:
    """A stage that can be written in several ways, of which one is drawn; ``of`` are its constants."""
    way = rng.choice(ways)
    return Stage("", of, takes, gives, noun, says, (way,) if isinstance(way, str) else way)
