"""What is left to be matched while a sentence is read: pieces of a template, one after another, each with its names."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from jinja2 import nodes

from simulators.lessons._values import Rest, Scope

Work = tuple[Any, Any] | None  # what is still to be matched: ((node, scope), the rest)

BUDGET = 16_000  # pieces of templates that are matched against one lesson at most: tens of milliseconds


class ExhaustedError(Exception):
    """The lines take too long to read; no lesson of ours comes near."""


class Budget:
    """How much may still be tried."""

    def __init__(self, left: int = BUDGET) -> None:
        self.left = left

    def spend(self, amount: int) -> None:
        """Take from it. Raises ExhaustedError where nothing is left."""
        self.left -= amount
        if self.left < 0:
            raise ExhaustedError("the lines of working take too long to read")


def chain(body: list[Any], scope: Any, rest: Work) -> Work:
    for node in reversed(body):
        rest = ((node, scope), rest)
    return rest


def written_at(found: re.Match[str]) -> str:
    """The expression that finds what a place of a pattern wrote."""
    if found[3] == "s":
        return "(.+?)"
    return f"(-?[0-9]{{{found[2]}}})" if found[1] else "(-?[0-9]+)"


class Jump(NamedTuple):
    """Goes on at a place further on."""

    to: int


class More(NamedTuple):
    """The next item of a list of unknown length."""

    loop: Any
    over: Rest
    number: int
    since: int


def rescoped(work: Work, old: Scope, new: Scope) -> Work:
    """The work with the names of one scope told anew."""
    if work is None:
        return None
    (node, scope), rest = work
    return (node, new if scope is old else scope), rescoped(rest, old, new)


def following(work: Work) -> str | None:
    """The text that follows for certain; None where that is not known."""
    while work is not None:
        (node, _), rest = work
        if isinstance(node, nodes.TemplateData):
            return str(node.data)
        if isinstance(node, nodes.Const):
            return str(node.value)
        if not isinstance(node, nodes.Output):
            return None
        work = chain(node.nodes, {}, rest)
    return ""
