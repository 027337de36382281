r"""Reads a number from a reply, exactly.

Accepted: ``12``, ``-12``, ``+3.50``, ``1,234,567``, ``3/4``, ``1 1/2``, ``\frac{3}{4}``, ``1.5e3``,
``1.5 \times 10^{3}``, ``x = 12`` (where the question names the unknown), ``12 cm``, ``$12``, ``12%``
(where the question allows the unit), in any of the wrappings that :mod:`simulators.checks.final`
knows. Refused: digits of other scripts, numbers longer than 400 characters, several numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from simulators.checks.final import final
from simulators.core import RIGHT, Verdict, wrong

LONGEST_NUMBER = 400
LARGEST_EXPONENT = 400

Number = int | Fraction

_PLAIN = re.compile(r"(-?[0-9]{1,18})(?:/([0-9]{1,18})|\.([0-9]{1,18}))?", re.ASCII)
_UNSIGNED = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_SIMPLE = re.compile(rf"(?P<sign>[+-]?)\s*(?P<value>{_UNSIGNED})", re.ASCII)
_RATIO = re.compile(rf"(?P<sign>[+-]?)\s*(?:(?P<whole>[0-9]+)[\s]+)?(?P<top>{_UNSIGNED})\s*/\s*(?P<bottom>{_UNSIGNED})")
_POWER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<value>{_UNSIGNED})\s*(?:[eE]|(?:\*|×|·|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*)\{{?\(?(?P<exponent>[+-]?[0-9]{{1,4}})\)?\}}?"
)
_FRAC = re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}")
_NAMED = re.compile(r"\\?[A-Za-z](?:_\{?\w+\}?)?(?:\([^()]*\))?\s*(?:=|≈)\s*")


def judge(
    reply: str,
    holds: Callable[[Number], bool],
    *,
    unknown: str = "",
    units: Sequence[str] = (),
) -> Verdict:
    """Judge a reply that should be one number: right if ``holds`` says so of its value.

    ``unknown`` may stand before the number ("x = 3"); any of ``units`` may stand beside it
    ("3 cm", "$3", "3%"; the first letter's case does not matter).

    >>> judge("The answer is 1,200 m.", lambda v: v == 1200, units=("m",))
    Verdict(reward=1.0, reason='right')
    >>> judge("It is not 3", lambda v: v == 3).reward
    0.0
    """
    if reply.isdigit() and reply.isascii() and len(reply) < 19:
        return RIGHT if holds(int(reply)) else wrong(f"{reply} does not fit the facts")
    value = _plain(reply)
    if value is None:
        value = read(reply, unknown=unknown, units=units)
    if value is None:
        return wrong("expected one number as the final answer")
    return RIGHT if holds(value) else wrong(f"{_shown(value)} does not fit the facts")


def read(reply: str, *, unknown: str = "", units: Sequence[str] = ()) -> Number | None:
    """The number a reply commits to, or None where it does not commit to one.

    >>> read(r"$x = \\frac{6}{4}$", unknown="x"), read("two"), read("1 and 2")
    (Fraction(3, 2), None, None)
    """
    text = final(reply)
    return None if text is None else parse(text, unknown=unknown, units=units)


def parse(text: str, *, unknown: str = "", units: Sequence[str] = ()) -> Number | None:
    """The number that the whole text is, or None; :func:`read` finds the text in a reply first."""
    if len(text) > LONGEST_NUMBER:
        return None
    if (plain := _plain(text)) is not None:
        return plain
    text = text.replace("\u2212", "-").replace("\\%", "%").replace("\\$", "$")
    text = _FRAC.sub(r"\1/\2", text).strip()
    named = _NAMED.match(text) if unknown else None
    if named and text[: named.end()].rstrip("=≈ ").lstrip("\\") == unknown:
        text = text[named.end() :]
    return _value(_without_unit(text.strip(), units))


def _plain(text: str) -> Number | None:
    """A number as most answers state it: whole, a fraction or a decimal, with nothing around it."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    whole, bottom, places = match.groups()
    if places:
        return _whole(Fraction(int(whole + places), 10 ** len(places)))
    if bottom is None:
        return int(whole)
    return _whole(Fraction(int(whole), int(bottom))) if int(bottom) else None


def _without_unit(text: str, units: Sequence[str]) -> str:
    for unit in sorted(units, key=len, reverse=True):
        if text.lower().endswith(unit.lower()) and len(text) > len(unit):
            return text[: -len(unit)].rstrip()
        if text.startswith(unit) and not unit[-1].isalnum():
            return text[len(unit) :].lstrip()
    return text


def _value(text: str) -> Number | None:
    if match := _SIMPLE.fullmatch(text):
        return _signed(match["sign"], _exact(match["value"]))
    if match := _RATIO.fullmatch(text):
        bottom = _exact(match["bottom"])
        if not bottom:
            return None
        return _signed(match["sign"], int(match["whole"] or 0) + _exact(match["top"]) / Fraction(bottom))
    if (match := _POWER.fullmatch(text)) and abs(int(match["exponent"])) <= LARGEST_EXPONENT:
        return _signed(match["sign"], _exact(match["value"]) * Fraction(10) ** int(match["exponent"]))
    return None


def _exact(digits: str) -> Number:
    whole, point, places = digits.replace(",", "").partition(".")
    return Fraction(int(whole + places), 10 ** len(places)) if point else int(whole)


def _signed(sign: str, value: Number) -> Number:
    return _whole(-value if sign == "-" else value)


def _whole(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value


def _shown(value: Number) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
