r"""Finds the final answer in a reply.

A reply commits to one answer: the content of its ``\boxed{}``, the text after its last "answer:" or
"the answer is", after ``####``, or, without any of these, the whole reply. Text around a bare answer
is not searched: a reply that lists every number, or quotes the truth to deny it, has not answered.
"""

from __future__ import annotations

import re

LONGEST = 20_000
LONGEST_ANSWER = 2_000

_MARK = re.compile(
    r"(?:####|\b(?:(?:final|my|the)\s+){0,3}answer\s*(?:\*\*)?\s*(?:is\b\s*:?|:|=)(?:\*\*(?=\s))?)\s*(?P<said>[^\n]*)",
    re.IGNORECASE,
)
# What cannot be dressed in anything, for no pair of wrappers begins with such a letter.
_BARE = re.compile(r"[0-9A-Za-z]|[-+0-9A-Za-z(\[][-+0-9A-Za-z ,;:/^()\[\]=*.'%<>_]*[0-9A-Za-z)\]'%]", re.ASCII)
_BOX = r"\boxed{"
_WRAPPERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), ("`", "`"), ('"', '"'), ("'", "'"))
_LATEX_SPACE = re.compile(r"\\[,;:! ]|~|\\(?:left|right|displaystyle)\b\s?")
_LATEX_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|operatorname)\{([^{}]*)\}")


def final(reply: str) -> str | None:
    """The final answer's text without its wrapping, or None where the reply gives none or several.

    >>> final("3 + 4 = 7, so the answer is **7**.")
    '7'
    >>> final(r"Hence $x = \\boxed{\\text{yes}}$.")
    'yes'
    >>> final(r"\\boxed{1} or \\boxed{2}") is None
    True
    """
    if _is_bare(reply):
        return reply
    if len(reply) > LONGEST:
        return None
    if _BOX in reply:
        boxed = {bare(box) for box in _boxes(reply)}
        return boxed.pop() if len(boxed) == 1 else None
    marks = list(_MARK.finditer(reply))
    said = marks[-1]["said"] if marks else reply
    return bare(said) if len(said) <= LONGEST_ANSWER else None


def final_block(reply: str) -> str | None:
    r"""The final answer where it may stand on several lines, as a grid or a plan does: all that follows the last mark.

    >>> final_block("Let us see.\nAnswer:\n1 2\n2 1\n")
    '1 2\n2 1'
    """
    if _is_bare(reply):
        return reply
    if len(reply) > LONGEST or _BOX in reply:
        return final(reply)
    marks = list(_MARK.finditer(reply)) if "answer" in reply.lower() or "####" in reply else []
    said = reply[marks[-1].start("said") :] if marks else reply
    return bare(said) if len(said) <= LONGEST_ANSWER else None


def _is_bare(reply: str) -> bool:
    """Whether there is nothing to find and nothing to strip, as in most answers."""
    return len(reply) <= LONGEST_ANSWER and _BARE.fullmatch(reply) is not None and "answer" not in reply.lower()


def _boxes(reply: str) -> list[str]:
    found = []
    for part in reply.split(_BOX)[1:]:
        depth = 1
        for at, char in enumerate(part):
            depth += (char == "{") - (char == "}")
            if depth == 0:
                found.append(part[:at])
                break
    return found


def bare(text: str) -> str:
    r"""The text without what only dresses it: dollar signs, bold, quotes, LaTeX spacing, a full stop.

    >>> bare(r"\( \text{no} \).")
    'no'
    """
    text = text.strip()
    if "\\" in text or "~" in text:
        text = _LATEX_TEXT.sub(r"\1", _LATEX_SPACE.sub(" ", text)).strip()
    while True:
        before = text
        if text.endswith((".", "!")) and not text.endswith(".."):
            text = text[:-1].rstrip()
        for left, right in _WRAPPERS:
            if len(text) > len(left) + len(right) and text.startswith(left) and text.endswith(right):
                text = text[len(left) : -len(right)].strip()
        if text == before:
            return text
