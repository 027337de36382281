"""Codes told part by part: whether a string fits them, and strings that find out whether an expression knows it.

A part has a ``kind`` (a class of characters, "sign" or "word"), ``options`` for the last two, and comes ``low`` to
``high`` times.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from typing import Any

from simulators.core import Stream, stream

Part = Mapping[str, Any]
BASES = 6
_OF = {
    "digit": frozenset(string.digits),
    "capital": frozenset(string.ascii_uppercase),
    "small": frozenset(string.ascii_lowercase),
    "hexadecimal": frozenset(string.digits + "abcdef"),
    "vowel": frozenset("aeiou"),
}
_STRANGE = "7qgQ_.é -"
_PIECE = re.compile(r"(\[[^\]]+\]|\(\?:[a-z|]+\)|\\?.)(?:\{(\d+)(?:,(\d+))?\}|(\?))?")
_CLASS = {"[0-9]": "digit", "[A-Z]": "capital", "[a-z]": "small", "[0-9a-f]": "hexadecimal", "[aeiou]": "vowel"}


def fits(parts: Sequence[Part], text: str) -> bool:
    """Whether the whole string is such a code: all places where a part may end, part by part.

    >>> fits([{"kind": "digit", "low": 2, "high": 3, "options": []}], "1234")
    False
    """
    places = {0}
    for part in parts:
        reached = {place for place in places if part["low"] == 0}
        ends = places
        for count in range(1, part["high"] + 1):
            ends = {end for place in ends for end in _after(part, text, place)}
            if count >= part["low"]:
                reached |= ends
        places = reached
    return len(text) in places


def _after(part: Part, text: str, place: int) -> list[int]:
    if part["options"]:
        return [place + len(option) for option in part["options"] if text.startswith(option, place)]
    return [place + 1] if place < len(text) and text[place] in _OF[part["kind"]] else []


def trials(parts: Sequence[Part]) -> list[str]:
    """Strings that fit, with as few and as many characters as they may have, and all that is one character off."""
    rng = stream(0, "codes", 0)
    found: dict[str, None] = {"": None}
    for number in range(BASES):
        base = "".join(_drawn(rng, part, number) for part in parts)
        found[base] = None
        if number < 3:
            for at in range(len(base)):
                # The shortest with every stranger at every place, the others with some.
                strangers = _STRANGE if number == 0 else _STRANGE[(at + number) % 4 :: 4]
                for other in ("", base[at] * 2, *strangers):
                    found[base[:at] + other + base[at + 1 :]] = None
        found[f" {base}"] = found[f"{base}\n"] = found[base * 2] = found[base.swapcase()] = None
    for part in parts:
        for option in part["options"]:
            found[option] = None
    return list(found)


def _drawn(rng: Stream, part: Part, number: int) -> str:
    """A part at its shortest, at its longest, or between."""
    times = (part["low"], part["high"], rng.integer(part["low"], part["high"]))[min(number, 2)]
    kinds = part["options"] or sorted(_OF[part["kind"]])
    return "".join(rng.choice(kinds) for _ in range(times))


def piece_is(part: Part, text: str) -> bool:
    """Whether a piece of an expression, in its plainest form, says just that part."""
    found = _PIECE.fullmatch(text)
    if found is None:
        return False
    body, least, most, optional = found.groups()
    low, high = (0, 1) if optional else (int(least or 1), int(most or least or 1))
    if [low, high] != [part["low"], part["high"]]:
        return False
    if part["kind"] in _OF:
        return _CLASS.get(body) == part["kind"]
    if part["kind"] == "word":
        return body == f"(?:{'|'.join(part['options'])})"
    return body.removeprefix("\\") == part["options"][0] and (body[0] == "\\") == (body[-1] in ".+*")
