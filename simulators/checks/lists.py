r"""Reads a list of numbers from a reply: a pair, the roots of an equation, factors.

Accepted: ``2, -3``, ``(2, -3)``, ``{2, 3}``, ``2 and 3``, ``2 3``, ``2 -> 3``, one a line,
``x = 2 or x = -3``, ``x_1 = 1/2; x_2 = 3``, ``y = 1, x = 2`` and ``(x, y) = (2, 1)`` (where the question names the
unknowns), in any of the wrappings that :mod:`simulators.checks.final` knows. A comma or a blank parts two numbers,
never thousands.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from simulators.checks import numbers
from simulators.checks.final import final
from simulators.checks.numbers import Number
from simulators.core import RIGHT, Verdict, wrong

LONGEST_LIST = 64

_PLAIN = re.compile(rf"-?[0-9]{{1,18}}(?:, -?[0-9]{{1,18}}){{0,{LONGEST_LIST - 1}}}", re.ASCII)
_SEPARATOR = re.compile(r"[,;] (?:and|or) | and | or |[,;]| ?(?:->|→|\\to\b) ?")
_BLANKS = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?: [+-]?[0-9]+(?:\.[0-9]+)?)+", re.ASCII)
_CASES = re.compile(r"\\(?:begin|end)\{(?:cases|aligned|array)\}")
# "x in" before a set, or the name of a set before its elements.
_SET = re.compile(
    r"(?:([A-Za-z]) ?(?:∈|\\in) ?|[A-Z](?: ?(?:∩|∪|\\cap|\\cup|\\setminus) ?[A-Z])* ?= ?)(?=\{)", re.ASCII
)
_LABEL = re.compile(r"([A-Za-z])(?:_\{?[0-9]\}?)? ?= ?", re.ASCII)
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def judge(reply: str, holds: Callable[[list[Number]], bool], *, unknowns: str = "") -> Verdict:
    """Judge a reply that should be a list of numbers: right if ``holds`` says so of their values.

    ``unknowns`` are letters that may stand before the numbers. Where there are several, numbers
    that all bear one are put in the order of the letters.

    >>> judge("y = 3 and x = 2", lambda pair: pair == [2, 3], unknowns="xy").reward
    1.0
    """
    values = read(reply, unknowns=unknowns)
    if values is None:
        return wrong("expected one list of numbers as the final answer")
    return RIGHT if holds(values) else wrong(f"{reply[:60]!r} does not fit the facts")


def read(reply: str, *, unknowns: str = "") -> list[Number] | None:
    """The numbers of the list that a reply commits to, or None where it does not commit to one.

    >>> read("Answer: (1/2, -3)"), read("2, 3, perhaps")
    ([Fraction(1, 2), -3], None)
    """
    if _PLAIN.fullmatch(reply):
        return [int(item) for item in reply.split(", ")]
    text = final(reply, several=True)
    if text is None:
        return None
    text = _on_one_line(text)
    if (named := _SET.match(text)) and named[1] in (None, unknowns):
        text = text[named.end() :]
    if len(unknowns) > 1 and text.replace(" ", "").startswith(f"({','.join(unknowns)})="):
        text = text.split("=", 1)[1].strip()
    if len(text) > 1 and _BRACKETS.get(text[0]) == text[-1]:
        if len(unknowns) > 1 and text[0] == "{" and "=" not in text:
            return None  # a set does not say which is which
        text = text[1:-1].strip()
    items = text.split() if _BLANKS.fullmatch(text) else _SEPARATOR.split(text)
    return _values(items, unknowns) if len(items) <= LONGEST_LIST else None


def _on_one_line(text: str) -> str:
    """The text with single blanks, lines parted by commas, braces and what stands for "and" written plainly."""
    text = text.replace("\\{", "{").replace("\\}", "}")
    if "\\begin" in text:
        text = _CASES.sub(" ", text).replace("\\\\", "\n").replace("&", "")
    lines = [line.strip() for line in text.split("\n")]
    return " ".join(", ".join([line.removesuffix(",") for line in lines if line]).split())


def _values(items: list[str], unknowns: str) -> list[Number] | None:
    labels, values = "", []
    for item in map(str.strip, items):
        label = _LABEL.match(item)
        named = label is not None and label[1] in unknowns
        value = numbers.parse(item[label.end() :] if label and named else item)
        if value is None:
            return None
        labels += label[1] if label and named else ""
        values.append(value)
    if len(unknowns) > 1 and labels:
        if sorted(labels) != sorted(unknowns) or len(values) != len(unknowns):
            return None
        return [values[labels.index(unknown)] for unknown in unknowns]
    return values
