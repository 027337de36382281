"""Texts that match a simple regular expression, drawn anew.

Known are literal signs, ``.``, classes such as ``[A-Z0-9_]``, ``\\d \\w \\s``, groups with ``|``, and the repetitions
``? * + {n} {n,m}``. Anything else is refused: a text that only nearly matches would break the schema.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Any

from privacy.text.pii.lots import Lot
from synth.tabular.schema import SchemaError

MOST = 8  # more than the least number, for repetitions without an end
_NAMED = {"d": string.digits, "w": string.ascii_letters + string.digits + "_", "s": " "}
_ANY = string.ascii_letters + string.digits
_CONTROL = {"n": "\n", "t": "\t"}
Node = tuple[str, Any]


def draw(pattern: str, lot: Lot) -> str:
    """A text that the pattern matches as a whole. Raises SchemaError for a pattern outside the simple ones.

    >>> import re
    >>> bool(re.fullmatch("[A-Z]{2}-[0-9]+", draw("[A-Z]{2}-[0-9]+", Lot(b"", "1"))))
    True
    """
    return _text(parsed(pattern), lot)


def _text(node: Node, lot: Lot) -> str:
    kind, content = node
    if kind == "text":
        return str(content)
    if kind == "digits":
        return lot.digits(content)
    if kind == "signs":
        return str(content[lot.below(len(content))])
    if kind == "either":
        return _text(lot.choice(content), lot)
    if kind == "row":
        return "".join(_text(part, lot) for part in content)
    inner, least, most = content
    return "".join(_text(inner, lot) for _ in range(least + lot.below(most - least + 1)))


@lru_cache(maxsize=512)
def parsed(pattern: str) -> Node:
    """The tree of a pattern. Raises SchemaError for what is not simple, naming the sign."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise SchemaError(f"expected a regular expression, got {pattern[:60]!r}: {error}") from error
    node, rest = _either(pattern.removeprefix("^"), pattern)
    if rest not in ("", "$"):
        raise _refused(pattern, rest)
    return node


def _refused(pattern: str, rest: str) -> SchemaError:
    return SchemaError(f"the pattern {pattern[:60]!r} is not simple enough to draw texts from, at {rest[:10]!r}")


def _either(rest: str, pattern: str) -> tuple[Node, str]:
    ways = []
    while True:
        node, rest = _row(rest, pattern)
        ways.append(node)
        if not rest.startswith("|"):
            return (ways[0] if len(ways) == 1 else ("either", ways)), rest
        rest = rest[1:]


def _row(rest: str, pattern: str) -> tuple[Node, str]:
    parts: list[Node] = []
    while rest and rest[0] not in "|)" and rest != "$":
        node, rest = _atom(rest, pattern)
        repeated = re.match(r"(\?|\*|\+|\{(\d*)(,?)(\d*)\})", rest)
        if repeated and (repeated[1] in "?*+" or repeated[2] or repeated[4]):
            node = ("times", (node, *_times(repeated)))
            rest = rest[repeated.end() :]
            if rest[:1] in ("?", "+"):
                raise _refused(pattern, rest)
        parts.append(node)
    return ("row", _joined(parts)), rest


def _joined(parts: list[Node]) -> list[Node]:
    """Neighbours that are drawn at once: signs that stand literally, and runs of digits."""
    found: list[Node] = []
    for node in parts:
        kind: str
        content: Any
        kind, content = ("digits", 1) if node == ("signs", string.digits) else node
        if kind == "signs" and len(content) == 1:
            kind = "text"
        if found and found[-1][0] == kind and kind in ("text", "digits"):
            content = found.pop()[1] + content
        found.append((kind, content))
    return found


def _times(found: re.Match[str]) -> tuple[int, int]:
    if found[1] in "?*+":
        return {"?": (0, 1), "*": (0, MOST), "+": (1, MOST)}[found[1]]
    least = int(found[2] or 0)
    if not found[3]:
        return least, least
    return least, int(found[4]) if found[4] else least + MOST


def _atom(rest: str, pattern: str) -> tuple[Node, str]:
    sign = rest[0]
    if sign == "(":
        inner = rest[3:] if rest.startswith("(?:") else rest[1:]
        if inner.startswith("?"):
            raise _refused(pattern, rest)
        node, left = _either(inner, pattern)
        return node, left[1:]
    if sign == "[":
        return _signs(rest, pattern)
    if sign == "\\":
        return ("signs", _escaped(rest, pattern)), rest[2:]
    if sign in "^$*+?":
        raise _refused(pattern, rest)
    return ("signs", _ANY if sign == "." else sign), rest[1:]


def _escaped(rest: str, pattern: str) -> str:
    sign = rest[1]
    if sign in _NAMED:
        return _NAMED[sign]
    if sign in _CONTROL:
        return _CONTROL[sign]
    if sign.isalnum():
        raise _refused(pattern, rest)
    return sign


def _signs(rest: str, pattern: str) -> tuple[Node, str]:
    """A class in square brackets."""
    negated, at = rest[1] == "^", 1 + (rest[1] == "^")
    found: list[str] = []
    first = at
    while rest[at] != "]" or at == first:
        step = 2 if rest[at] == "\\" else 1
        signs = _escaped(rest[at:], pattern) if step == 2 else rest[at]
        at += step
        if rest[at] == "-" and rest[at + 1] != "]":
            step = 2 if rest[at + 1] == "\\" else 1
            last = _escaped(rest[at + 1 :], pattern) if step == 2 else rest[at + 1]
            signs = "".join(map(chr, range(ord(signs), ord(last) + 1)))
            at += 1 + step
        found.extend(signs)
    signs = "".join(sign for sign in _ANY if sign not in found) if negated else "".join(dict.fromkeys(found))
    if not signs:
        raise _refused(pattern, rest)
    return ("signs", signs), rest[at + 1 :]
