"""Reads from a reply which value each of several names has: letters and digits, vertices and colours.

Accepted: ``A=1, B=2``, ``A: 1; B: 2``, ``A -> 1 and B -> 2``, one pair a line, ``{"A": 1, "B": 2}``, in any of the
wrappings that :mod:`simulators.checks.final` knows. A name with two values is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from simulators.checks.final import final_block
from simulators.core import RIGHT, Verdict, wrong

MOST = 100

_PAIR = re.compile(
    r"[\"']?([0-9A-Za-z]{1,12})[\"']? ?(?:=|:|->|→| is | to ) ?[\"']?([0-9A-Za-z]{1,12})[\"']?", re.ASCII
)
_PLAIN = re.compile(
    rf"[0-9A-Za-z]{{1,12}}=[0-9A-Za-z]{{1,12}}(?:, [0-9A-Za-z]{{1,12}}=[0-9A-Za-z]{{1,12}}){{0,{MOST - 1}}}"
)
_SEPARATOR = re.compile(r"[,;\n](?: ?and )?| and ")
_BRACKETS = {"(": ")", "[": "]", "{": "}"}


def judge(reply: str, holds: Callable[[dict[str, str]], bool]) -> Verdict:
    """Judge a reply that should name a value for each of several names: right if ``holds`` says so of them.

    >>> judge("A=1, B=2", lambda values: values == {"A": "1", "B": "2"}).reward
    1.0
    """
    values = read(reply)
    if values is None:
        return wrong("expected pairs such as A=1 as the final answer")
    return RIGHT if holds(values) else wrong(f"{reply.strip()[:60]!r} does not fit the facts")


def read(reply: str) -> dict[str, str] | None:
    """The values by name that a reply commits to, or None where it commits to none or a name has two.

    >>> read('Answer: {"A": 1, "B": 2}'), read("A=1 or A=2")
    ({'A': '1', 'B': '2'}, None)
    """
    if _PLAIN.fullmatch(reply):
        items = reply.split(", ")
        plain = dict([item.split("=") for item in items])
        return plain if len(plain) == len(items) else None
    said = final_block(reply)
    if said is None:
        return None
    said = said.replace("\\{", "{").replace("\\}", "}")
    if len(said) > 1 and _BRACKETS.get(said[0]) == said[-1]:
        said = said[1:-1]
    items = [item for item in (" ".join(part.split()) for part in _SEPARATOR.split(said)) if item]
    pairs = [_PAIR.fullmatch(item) for item in items]
    values = {pair[1]: pair[2] for pair in pairs if pair}
    return values if 0 < len(values) == len(items) <= MOST else None
