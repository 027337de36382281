"""Reads a reply that is a word, a name, yes or no, or a list of such.

Case and surrounding punctuation do not matter; saying more than one answer does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from simulators.checks.final import final
from simulators.core import RIGHT, Verdict, wrong

_SEPARATOR = re.compile(r"\s*(?:,\s*and\b|,|;|\band\b|->|→|\\(?:right)?(?:to|arrow)\b|\s)\s*")
_PLAIN = re.compile(r"-?[0-9]{1,18}(?:, -?[0-9]{1,18}){0,63}", re.ASCII)
_PLAIN_WORDS = re.compile("[a-z]+(?:, [a-z]+)+")
_AND = re.compile(r"\band\b")
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}", re.ASCII)
# One letter in brackets, or with the word for what is on offer.
_CHOICE = re.compile(r"(?:option |choice |answer )?\(?([a-z])\)?", re.ASCII)
_REASONED = re.compile(r"(yes|no|true|false)(?:,|:|;| -| –| —|—) (.+)")
_UNDECIDED = re.compile(r"\b(?:yes|no|not|true|false|but|however|wait|or|actually|maybe|unless|if)\b|n['’]t\b")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
YES_OR_NO = ("yes", "no")
SAME_AS = {"true": "yes", "false": "no", "y": "yes", "n": "no"}


def judge(reply: str, right: str, *, options: Sequence[str] = (), same: dict[str, str] | None = None) -> Verdict:
    """Judge a reply that should be the word ``right``.

    ``right`` comes from the checker's own computation, never from the gold answer. ``options`` are
    the words on offer: only used to say what was expected. ``same`` maps other spellings to options.

    >>> judge("The answer is **Yes**.", "yes", options=YES_OR_NO)
    Verdict(reward=1.0, reason='right')
    """
    text = final(reply)
    if text is None:
        return wrong("expected one final answer")
    word = " ".join(text.lower().split())
    if len(right) == 1 and (chosen := _CHOICE.fullmatch(word)):
        word = chosen[1]
    word = (same or {}).get(word, word)
    if word == right.lower():
        return RIGHT
    expected = f"; expected one of: {', '.join(options)}" if options and word not in map(str.lower, options) else ""
    return wrong(f"{word[:40]!r} does not fit the facts{expected}")


def yes_or_no(reply: str, truth: bool) -> Verdict:
    """Judge a reply that should be yes (or true) where ``truth`` holds, and no (or false) else; a reason may follow.

    >>> yes_or_no("No, 91 = 7 * 13.", truth=False).reward, yes_or_no("No, wait, yes.", truth=False).reward
    (1.0, 0.0)
    """
    reasoned = _REASONED.fullmatch(" ".join((final(reply) or "").lower().split())) if len(reply) > 5 else None
    if reasoned and not _UNDECIDED.search(reasoned[2]):
        reply = reasoned[1]
    return judge(reply, "yes" if truth else "no", options=YES_OR_NO, same=SAME_AS)


def judge_list(reply: str, holds: Callable[[list[str]], bool], *, longest: int = 200) -> Verdict:
    """Judge a reply that should be a list of words or numbers, as the strings it is made of.

    >>> judge_list("[A, B, and C]", lambda items: items == ["A", "B", "C"]).reward
    1.0
    """
    items = read_list(reply)
    if items is None or len(items) > longest:
        return wrong("expected one list as the final answer")
    return RIGHT if holds(items) else wrong(f"{', '.join(items)[:60]} does not fit the facts")


def read_list(reply: str) -> list[str] | None:
    """The items of the list that a reply commits to, or None; brackets and "and" are understood."""
    text = final(reply)
    if text is None:
        return None
    if _PLAIN_WORDS.fullmatch(text) and not _AND.search(text):
        return text.split(", ")
    text = text.strip()
    if len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return [item.strip("'\"") for item in _SEPARATOR.split(text) if item] if text else []


def read_integers(reply: str) -> list[int] | None:
    """The integers of the list that a reply commits to, or None where an item is none.

    >>> read_integers("answer: 2, 3 and -5"), read_integers("2, three")
    ([2, 3, -5], None)
    """
    if _PLAIN.fullmatch(reply):
        return [int(item) for item in reply.split(", ")]
    items = read_list(reply)
    if items is None or not all(map(_INTEGER.fullmatch, items)):
        return None
    return [int(item) for item in items]
