"""Reads a plan from a reply: actions in order, or steps in the four directions.

Actions are parted by semicolons, arrows or lines, and by commas where there is none of these; numbers before them
("1. load A") are dropped. Directions are letters (U, D, L, R) or words (up, down, left, right), in a row or parted.
"""

from __future__ import annotations

import re
from functools import lru_cache

from simulators.checks.final import final_block

LONGEST_PLAN = 400

_PARTED = re.compile(r";|\n|->|→", re.ASCII)
_NUMBERED = re.compile(r"(?:step )?[0-9]{1,3} ?[.):] ?|[-*•] ", re.ASCII)
_LINE = re.compile(r"^\s*[0-9]{1,3}[.)] ", re.ASCII | re.MULTILINE)
_LETTERS = re.compile(rf"[UDLR]{{1,{LONGEST_PLAN}}}", re.ASCII)
_BETWEEN = re.compile(r"[\s,;>→-]+", re.ASCII)
_WORDS = {"UP": "U", "DOWN": "D", "LEFT": "L", "RIGHT": "R"}


def read(reply: str) -> list[str] | None:
    """The actions that a reply commits to, in lower case and with single blanks, or None where there are too many.

    >>> read("1. Load A; 2. Drive to  B"), read("fill A, pour A into B")
    (['load a', 'drive to b'], ['fill a', 'pour a into b'])
    """
    said = final_block(reply)
    if said is None:
        return None
    parts = _PARTED.split(said.lower())
    if len(parts) == 1:
        parts = parts[0].split(",")
    actions = [action for action in map(_action, parts) if action]
    return actions if len(actions) <= LONGEST_PLAN else None


@lru_cache(maxsize=512)  # plans say the same things again and again
def _action(part: str) -> str:
    return _NUMBERED.sub("", " ".join(part.split()), count=1).strip(" .,")


def directions(reply: str) -> str | None:
    """The directions that a reply commits to as letters, or None where anything else is said.

    >>> directions("Answer: right, right, up"), directions("RRU"), directions("R or U")
    ('RRU', 'RRU', None)
    """
    if _LETTERS.fullmatch(reply):
        return reply
    said = final_block(reply)
    if said is None:
        return None
    letters = "".join([_WORDS.get(word, word) for word in _BETWEEN.split(_LINE.sub("", said).upper())])
    return letters if len(letters) <= LONGEST_PLAN and set(letters) <= set("UDLR") else None
