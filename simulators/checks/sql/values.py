"""Reads from a reply what a query returns: one value, or the values of a column in their order."""

from __future__ import annotations

import re
from typing import Any

from simulators.checks.final import final_block
from simulators.core import RIGHT, Verdict, wrong

# "and" parts numbers only: it may stand in a name.
_SEPARATOR = re.compile(r"\s*[,;\n|]\s*(?:and (?=[+-]?\d))?|(?<=\d) and (?=[+-]?\d)", re.ASCII)
_WRAPPED = re.compile(r"[(\[]?\s*(['\"]?)(.*?)\1\s*[)\]]?", re.DOTALL)
_WHOLE = re.compile(r"\+?(-?[0-9]+)(?:\.0+)?", re.ASCII)
MOST = 100


def judge(reply: str, expected: list[Any]) -> Verdict:
    """Judge a reply that should be the values of a column, one after another; ``None`` is written NULL.

    >>> judge("The query returns these. Answer: Smith, NULL, 3", ["Smith", None, 3]).reward
    1.0
    >>> judge("+3 and 4.0", [3, 4]).reward
    1.0
    >>> judge("3, Smith, NULL", ["Smith", None, 3]).reason
    '3, smith, null is not what the query returns'
    """
    said = final_block(reply)
    items = None if said is None else [_plain(item) for item in _SEPARATOR.split(_unwrapped(said))]
    if items is None or len(items) > MOST:
        return wrong("expected the values that the query returns as the final answer")
    if items == [_plain("NULL" if value is None else str(value)) for value in expected]:
        return RIGHT
    return wrong(f"{', '.join(items)[:80]} is not what the query returns")


def _unwrapped(text: str) -> str:
    text = text.strip()
    return text[1:-1].strip() if len(text) > 1 and (text[0], text[-1]) in (("[", "]"), ("(", ")"), ("|", "|")) else text


def _plain(item: str) -> str:
    found = _WRAPPED.fullmatch(item.strip())
    text = " ".join((found[2] if found else item).split()).casefold()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else "null" if text in ("none", "null") else text
