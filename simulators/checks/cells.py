"""Reads a list of cells or points with whole coordinates from a reply: ``(1, 2), (3, 4)``, in any wrapping."""

from __future__ import annotations

import re

from simulators.checks.final import final

MOST = 200

_PAIR = re.compile(r" ?(?:[,;] ?)?(?:and )?\( ?(-?[0-9]{1,9}) ?, ?(-?[0-9]{1,9}) ?\)", re.ASCII)
_OUTER = {"{": "}", "[": "]"}


def read(reply: str) -> list[tuple[int, int]] | None:
    """The pairs in the order in which they stand, or None where there is anything else or nothing.

    >>> read("Answer: {(1, 2), (3, 4)}"), read("(1, 2) or so")
    ([(1, 2), (3, 4)], None)
    """
    text = " ".join((final(reply) or "").replace("\\{", "{").replace("\\}", "}").split())
    if len(text) > 1 and _OUTER.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        match = _PAIR.match(text, at)
        if match is None or len(found) == MOST:
            return None
        found.append((int(match[1]), int(match[2])))
        at = match.end()
    return found or None
