"""Replies that are a block of lines: a program, a query, what a command prints."""

from __future__ import annotations

import re

from simulators.checks.final import denies, final_block

LONGEST = 200_000  # characters of a reply that may hold a block
_FENCE = re.compile(r"```(\w*)[ \t]*\n(.*?)```", re.DOTALL)
_HEDGE = re.compile(r"\b(?:either|maybe|perhaps|possibly)\b[^.:;!?\n]*\s*\Z", re.IGNORECASE)


def block(reply: str, languages: frozenset[str]) -> str | None:
    """The block that a reply gives: its last fence in one of these languages or in none, else :func:`unfenced`.

    None for a reply that is too long, or whose own clause takes the block back or leaves it open.

    >>> block("Here it is:\\n```sql\\nSELECT 1\\n```\\nDone.", frozenset({"sql"}))
    'SELECT 1\\n'
    >>> block("Maybe\\n```sql\\nSELECT 1\\n```", frozenset({"sql"})) is None
    True
    """
    if len(reply) > LONGEST:
        return None
    fenced = [found for found in _FENCE.finditer(reply) if not found[1] or found[1].lower() in languages]
    if not fenced:
        return unfenced(reply)
    before = reply[max(0, fenced[-1].start() - 200) : fenced[-1].start()]
    return None if denies(before) or _HEDGE.search(before) else fenced[-1][2]


def unfenced(reply: str) -> str | None:
    """What follows the last mark of an answer, all of the reply where there is none."""
    return final_block(reply) if "answer" in reply.lower() else reply
