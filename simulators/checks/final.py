r"""Finds the final answer in a reply.

A reply commits to one answer: the content of its ``\boxed{}``, of its ``<answer>`` tags, of the key "answer" of a JSON
object, the text after its last "answer:" or "the answer is", after ``####``, or, without any of these, the whole reply.
Text around a bare answer is not searched: a reply that lists every number, or quotes the truth to deny it, has not
answered. What was thought between ``<think>`` tags was not said.
"""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST = 20_000
LONGEST_ANSWER = 2_000
LONGEST_LEAD = 100  # what may belong to a mark before its word: "the final", with blanks

# "The answer is", or the word alone on a line above the answer.
_MARK = re.compile(
    r"####|\b(?:(?:final|my|the)\s+){0,3}answer\s*(?:\*\*\s*)?(?:is\b\s*:?|[:\uff1a=]|[-\u2013\u2014](?=\s))(?:\*\*(?=\s))?"
    r"|^[#*_ \t]*(?:(?:final|my|the) ){0,2}answer[*_ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
# What marks an answer on the last line where that word is missing.
_WEAK_MARK = re.compile(
    r"(?:^|\bthe )(?:final |correct |right )?(?:result|solution|option|choice)\s*"
    r"(?:is\b\s*:?|[:\uff1a=])(?:\*\*(?=\s))?",
    re.IGNORECASE | re.MULTILINE,
)
_DENIAL = re.compile(r"\b(?:not|never|refuse|deny|doubt|cannot|if|unless|whether)\b|n['\u2019]t\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;:!?\n]|\b(?:and|but|so|then|thus|hence|therefore)\b", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(?:exactly|precisely|clearly|obviously|definitely|certainly|indeed|simply|just|therefore|thus|equal to)\s+",
    re.IGNORECASE,
)
# A reason, politeness, or another number denied, behind the answer; none of it may take the answer back.
_TAIL = re.compile(
    r",? (?:because|since)\b|[.!] (?=I hope\b|Thank)|(?:,| \()\s?(?=not [-$\u2212]?[0-9][0-9.,/]*\)?[.!]?$)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(r"\b(?:or|but|however|wait|actually|no|instead|rather)\b", re.IGNORECASE)

# What cannot be dressed in anything, for no pair of wrappers begins with such a letter.
_BARE = re.compile(r"[0-9A-Za-z]|[-+0-9A-Za-z(\[][-+0-9A-Za-z ,;:/^()\[\]=*.'%>_]*[0-9A-Za-z)\]'%]", re.ASCII)
# Searched for in small letters: ignoring case would cost six times as much.
_SPOKEN = re.compile("answer|result|solution|option|choice|because|since|not|hope|thank")
_BOX = re.compile(r"\\(?:boxed|fbox)\s?\{")
# What makes the box a part of something larger: a sign, a factor, a power.
_BEFORE_BOX = re.compile(r"(?:(?<!-)[-\u2212]|[0-9]|[0-9)}] ?[-+/*\u2212\u00b7\u00d7] ?|\\(?:cdot|times) ?)$")
_BEHIND_BOX = re.compile(r" ?(?:[\^/+0-9\u00b7\u00d7]|\*(?!\*)|[-\u2212] ?[0-9]|\\(?:cdot|times|frac|sqrt|pi)\b)")
_BETWEEN_BOXES = re.compile(r"[\s$,;]*(?:and)?[\s$]*")
_TAG = re.compile(r"<answer>([^<]*)</answer>", re.IGNORECASE)
_FENCE = re.compile(r"```(?:text|plaintext|json|latex|markdown)?[ \t]*\n(.*)```", re.DOTALL)
_BLOCKS = (("$$", "$$"), (r"\[", r"\]"), ("```", "```"))
_WRAPPERS = (
    ("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), ("*", "*"), ("__", "__"), ("_", "_"),
    ("`", "`"), ('"', '"'), ("'", "'"),
)  # fmt: skip
_OPENING = {left[0] for left, _ in _WRAPPERS}
_LATEX_SPACE = re.compile(r"(?<!\\)\\[,;:! ]|(?<!~)~(?!~)|\\(?:left|right|displaystyle)\b\s?")
_LATEX_TEXT = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mbox|operatorname)\{([^{}]*)\}")
_HEADING = re.compile(r"#{1,6} +")
# Blanks of no width, a byte order mark, and what a pleased writer puts beside an answer.
_UNSEEN = "\u200b\u2060\ufeff\ufe0f"
_PLEASED = "\u2705\u2713\u2714\U0001f389\U0001f38a\U0001f600\U0001f603\U0001f60a\U0001f642"


def final(reply: str, *, several: bool = False) -> str | None:
    """The final answer's text without its wrapping, or None where the reply gives none or several.

    With ``several``, boxes in a row ("... and ...") are one answer, parted by commas.

    >>> final("3 + 4 = 7, so the answer is **7**.")
    '7'
    >>> final(r"Hence $x = \\boxed{\\text{yes}}$.")
    'yes'
    >>> final(r"\\boxed{1} or \\boxed{2}") is None
    True
    >>> final(r"\\boxed{1} and \\boxed{2}", several=True)
    '1, 2'
    """
    if _is_bare(reply):
        return reply
    reply = _said_aloud(reply)
    if len(reply) > LONGEST:
        return None
    if "box" in reply and _BOX.search(reply):
        return _boxed(reply, several)
    if (stated := _stated(reply)) is not None:
        return bare(stated.pop()) if len(stated) == 1 else None
    end = _marked(reply)
    if end is None:
        return None
    said = _EMPHASIS.sub("", _line(reply[end:].lstrip()), count=1) if end else reply.strip()
    return bare(_without_tail(said)) if len(said) <= LONGEST_ANSWER else None


def final_block(reply: str) -> str | None:
    r"""The final answer where it may stand on several lines, as a grid or a plan does: all that follows the last mark.

    >>> final_block("Let us see.\nAnswer:\n1 2\n2 1\n")
    '1 2\n2 1'
    """
    if _is_bare(reply):
        return reply
    reply = _said_aloud(reply)
    if len(reply) > LONGEST or ("box" in reply and _BOX.search(reply)) or _stated(reply) is not None:
        return final(reply)
    end = _marked(reply) if "answer" in reply.lower() or "####" in reply else 0
    if end is None:
        return None
    said = reply[end:].strip()
    return bare(said) if len(said) <= LONGEST_ANSWER else None


def _is_bare(reply: str) -> bool:
    """Whether there is nothing to find and nothing to strip, as in most answers."""
    return len(reply) <= LONGEST_ANSWER and _BARE.fullmatch(reply) is not None and not _SPOKEN.search(reply.lower())


def _said_aloud(reply: str) -> str:
    return reply.rpartition("</think>")[2] if "</think>" in reply else reply


def _boxed(reply: str, several: bool) -> str | None:
    """What the boxes say; None where they say several things, or where a sign or a power touches one."""
    found: list[str] = []
    starts = list(_BOX.finditer(reply))
    ended = None
    for at, start in enumerate(starts):
        limit = starts[at + 1].start() if at + 1 < len(starts) else len(reply)
        end = _closing(reply, start.end(), limit)
        if end is None:
            continue
        if _BEFORE_BOX.search(reply[max(0, start.start() - 8) : start.start()]) or _BEHIND_BOX.match(reply, end + 1):
            return None
        if ended is not None and not _BETWEEN_BOXES.fullmatch(reply, ended, start.start()):
            several = False
        found.append(bare(reply[start.end() : end]))
        ended = end + 1
    if len(set(found)) == 1:
        return found[0]
    return ", ".join(found) if several and found else None


def _closing(reply: str, at: int, limit: int) -> int | None:
    """Where the brace closes that was opened before; None if nowhere before the limit."""
    depth = 1
    for place in range(at, limit):
        depth += (reply[place] == "{") - (reply[place] == "}")
        if depth == 0:
            return place
    return None


def _stated(reply: str) -> set[str] | None:
    """What stands in answer tags or under the key of a JSON object; None where there is neither."""
    if "<answer>" in reply.lower():
        return {said.strip() for said in _TAG.findall(reply)}
    text = bare(reply) if '"' in reply and "{" in reply else ""
    if not (text.startswith("{") and text.endswith("}")):
        return None
    try:
        pairs = json.loads(text, object_pairs_hook=list, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    found = [value for key, value in pairs if key.lower().replace(" ", "_") in ("answer", "final_answer")]
    return {_written(value) for value in found} if found else None


def _written(value: Any) -> str:
    """A value of JSON as a person would write it."""
    if isinstance(value, list):
        if any(isinstance(item, list | tuple) for item in value):
            return ""
        return f"[{', '.join(map(str, value))}]"
    return {True: "true", False: "false", None: ""}[value] if value in (True, False, None) else str(value)


def _marked(reply: str) -> int | None:
    """Where the last mark of an answer ends, 0 where there is none; None where its own clause denies it."""
    marks = _marks(reply)
    if not marks:
        marks = list(_WEAK_MARK.finditer(reply, reply.rstrip().rfind("\n") + 1))
    if not marks:
        return 0
    return None if denies(reply[: marks[-1].start()]) else marks[-1].end()


def denies(before: str) -> bool:
    """Whether the clause at whose end an answer stands takes that answer back.

    >>> denies("I would never say "), denies("It does not stop there. Here it is:\\n")
    (True, False)
    """
    return _DENIAL.search(_CLAUSE.split(before[-200:])[-1]) is not None


def _marks(reply: str) -> list[re.Match[str]]:
    """Every mark, looked for from a little before the first of its words on: the pattern is slow on long replies."""
    lowered = reply.lower()
    words = [place for place in map(lowered.find, ("answer", "####")) if place >= 0]
    if not words:
        return []
    first = min(words) - LONGEST_LEAD if len(lowered) == len(reply) else 0
    return list(_MARK.finditer(reply, max(0, first)))


def _line(text: str) -> str:
    """The first line, or the whole of a formula or code that is displayed on several."""
    first = text.split("\n", 1)[0]
    for opening, closing in _BLOCKS:
        end = text.find(closing, len(opening)) if text.startswith(opening) and "\n" in text else -1
        if end > len(first):
            return text[: end + len(closing)]
    return first


def _without_tail(said: str) -> str:
    tail = None if "\n" in said else _TAIL.search(said)
    return said[: tail.start()] if tail and not _TAKEN_BACK.search(said, tail.start()) else said


def bare(text: str) -> str:
    r"""The text without what only dresses it: dollar signs, bold, quotes, LaTeX spacing, a full stop.

    >>> bare(r"\( \text{no} \).")
    'no'
    """
    text = text.strip()
    if not text.isascii():
        text = text.strip(_UNSEEN + _PLEASED + " \t\r\n\u00a0")
    if "\\" in text or "~" in text:
        text = _LATEX_TEXT.sub(r"\1", _LATEX_SPACE.sub(" ", text)).strip()
    if text.startswith("#"):
        text = _HEADING.sub("", text, count=1)
    while (inner := _unwrapped(text)) != text:
        text = inner
    return text


def _unwrapped(text: str) -> str:
    if text.endswith((".", "!")) and not text.endswith(".."):
        text = text[:-1].rstrip()
    if text.endswith("**") and text.count("**") == 1:  # bold that began before the mark
        text = text[:-2].rstrip()
    if text.startswith("```") and (fenced := _FENCE.fullmatch(text)):
        text = fenced[1].strip()
    for left, right in _WRAPPERS if text[:1] in _OPENING else ():
        if len(text) > len(left) + len(right) and text.startswith(left) and text.endswith(right):
            text = text[len(left) : -len(right)].strip()
    return text
