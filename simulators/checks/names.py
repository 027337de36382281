"""Programs up to the names that they choose."""

from __future__ import annotations

import builtins
import keyword
import re

_TOKEN = re.compile(r"'[^'\n]*'|\.?\b[A-Za-z_]\w*", re.ASCII)
_KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))


def words(code: str) -> list[str]:
    """The names and quoted texts of a piece of code, sorted: what a fault in an operator or a number leaves alone.

    >>> words("joined += item if k != 0 else '+'")
    ["'+'", 'item', 'joined', 'k']
    """
    return sorted(token for token in _TOKEN.findall(code) if not keyword.iskeyword(token))


def numbered(source: str) -> tuple[str, dict[str, str]]:
    """The program with its own names numbered in the order in which they come up, and what each became.

    Keywords, names of the library, methods and what stands in quotes stay.

    >>> numbered("total = len('total')\\nrow.append(total)")
    ("v0 = len('total')\\nv1.append(v0)", {'total': 'v0', 'row': 'v1'})
    """
    became: dict[str, str] = {}

    def other(token: re.Match[str]) -> str:
        name = token[0]
        if name[0] in "'." or name in _KEPT:
            return name
        return became.setdefault(name, f"v{len(became)}")

    return _TOKEN.sub(other, source), became
