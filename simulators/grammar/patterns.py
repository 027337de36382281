"""Codes that people write down (part by part), the regular expressions for them, and strings that fit or nearly do."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from simulators.core import Stream

CLASSES = {
    "digit": ("[0-9]", string.digits),
    "capital": ("[A-Z]", string.ascii_uppercase),
    "small": ("[a-z]", string.ascii_lowercase),
    "hexadecimal": ("[0-9a-f]", "0123456789abcdef"),
    "vowel": ("[aeiou]", "aeiou"),
}
SIGNS = ("-", ".", "/", ":", "+", "_", "#", "*")
WORDS = ("bus", "car", "cat", "day", "dog", "fig", "net", "oak", "row", "sun", "tax", "van")
_NEAR = "7qQ_.-"


class Part(NamedTuple):
    """A piece of a code: characters of a class, a sign, or one of some words; so many times."""

    kind: str
    low: int
    high: int
    options: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The part as facts hold it."""
        return {"kind": self.kind, "low": self.low, "high": self.high, "options": list(self.options)}


def parts(rng: Stream, classes: int, *, words: bool, optional: bool) -> tuple[Part, ...]:
    """So many pieces of characters with signs between them, perhaps words before them and an optional tail."""
    chain: list[Part] = []
    if words:
        chain.append(Part("word", 1, 1, tuple(rng.sample(WORDS, rng.integer(2, 3)))))
    for _ in range(classes):
        if chain:
            chain.append(Part("sign", 1, 1, (rng.choice(SIGNS),)))
        low = rng.integer(1, 4)
        chain.append(Part(rng.choice(tuple(CLASSES)), low, low + rng.integer(0, 3)))
    if optional:
        chain.append(Part("sign", 0, 1, (rng.choice(SIGNS),)))
    return tuple(chain)


def piece(part: Part, *, escaped: bool = True, grouped: bool = True) -> str:
    """The regular expression of one part."""
    if part.kind in CLASSES:
        body = CLASSES[part.kind][0]
    elif part.kind == "word":
        body = "|".join(part.options)
        return f"(?:{body})" if grouped else body
    else:
        body = re.escape(part.options[0]) if escaped and part.options[0] in ".+*" else part.options[0]
    if (part.low, part.high) == (1, 1):
        return body
    if (part.low, part.high) == (0, 1):
        return f"{body}?"
    return f"{body}{{{part.low}}}" if part.low == part.high else f"{body}{{{part.low},{part.high}}}"


def expression(chain: Sequence[Part]) -> str:
    """The regular expression of the whole code."""
    return "".join(map(piece, chain))


def fitting(rng: Stream, chain: Sequence[Part]) -> str:
    """A string that fits."""
    text = ""
    for part in chain:
        for _ in range(rng.integer(part.low, part.high)):
            text += rng.choice(CLASSES[part.kind][1]) if part.kind in CLASSES else rng.choice(part.options)
    return text


def near(rng: Stream, chain: Sequence[Part]) -> str:
    """A string that fits but for a character, and perhaps does."""
    text = fitting(rng, chain)
    at = rng.below(len(text))
    kind = rng.below(3)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    return text[:at] + (text[at] * 2 if kind == 1 else rng.choice(_NEAR)) + text[at + 1 :]


def slips(chain: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Expressions with one fault of a learner's, by its name; some may mean the same as the right one."""
    for at in reversed(range(len(chain))):
        part = chain[at]

        def other(text: str, at: int = at) -> str:
            return "".join(text if place == at else piece(one) for place, one in enumerate(chain))

        if part.kind in CLASSES:
            yield "one_more_allowed", other(piece(part._replace(high=part.high + 1)))
            yield "one_less_allowed", other(piece(part._replace(low=max(1, part.low - 1))))
            yield "any_letter_or_digit", other(piece(part).replace(CLASSES[part.kind][0], r"\w"))
        elif part.kind == "word":
            yield "alternatives_without_a_group", other(piece(part, grouped=False))
        else:
            yield "sign_not_escaped", other(piece(part, escaped=False))
            if part.low == 0:
                yield "optional_part_demanded", other(piece(part._replace(low=1)))


def compiled(text: str) -> re.Pattern[str] | None:
    """The expression, None where it is none."""
    try:
        return re.compile(text)
    except re.error:
        return None
