r"""Reads a number from a reply, exactly.

Accepted: ``12``, ``-12``, ``+3.50``, ``1,234,567``, ``1 234 567``, ``3/4``, ``1 1/2``, ``\frac{3}{4}``, ``¾``,
``0.\overline{3}``, ``1.5e3``, ``1.5 \times 10^{3}``, ``10^3``, ``x = 12`` (where the question names the unknown),
``12 cm``, ``$12``, ``12%`` (where the question allows the unit), a chain such as ``3 * 4 = 12`` whose parts are equal,
in any of the wrappings that :mod:`simulators.checks.final` knows. Refused: digits of other scripts, numbers longer
than 400 characters, several numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from simulators.checks import expressions
from simulators.checks.final import bare, final
from simulators.core import RIGHT, Verdict, wrong

LONGEST_NUMBER = 400
LARGEST_EXPONENT = 400

Number = int | Fraction

_PLAIN = re.compile(r"(-?[0-9]{1,18})(?:/([0-9]{1,18})|\.([0-9]{1,18}))?", re.ASCII)
_UNSIGNED = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
_SIMPLE = re.compile(rf"(?P<sign>[+-]?)\s*(?P<value>{_UNSIGNED})", re.ASCII)
_RATIO = re.compile(
    rf"(?P<sign>[+-]?)\s*(?:(?P<whole>[0-9]+)[\s]+)?(?P<top>{_UNSIGNED})\s*/\s*(?P<turn>-?)(?P<bottom>{_UNSIGNED})"
)
_POWER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<value>{_UNSIGNED})\s*(?:[eE]|(?:\*|×|·|\\times|\\cdot)\s*10\s*(?:\^|\*\*)\s*)\{{?\(?(?P<exponent>[+-]?[0-9]{{1,4}})\)?\}}?"
)
_TEN = re.compile(r"(?P<sign>[+-]?)\s*10\s*(?:\^|\*\*)\s*\{?\(?(?P<exponent>[+-]?[0-9]{1,4})\)?\}?")
_GROUPED = re.compile(r"[+-]?\s*[0-9]{1,3}([ _])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?", re.ASCII)
_REPEATING = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>[0-9]*)\.(?P<once>[0-9]*)\\overline\{(?P<again>[0-9]+)\}", re.ASCII
)
_FRAC = re.compile(
    r"(?:(?<=[0-9])\s*(?P<mixed>))?\\[dt]?frac(?:\{([^{}]*)\}\{([^{}]*)\}|\s*([0-9])\s*([0-9]))", re.ASCII
)
_OVER = re.compile(r"\{\s*([0-9]+)\s*\\over\s*([0-9]+)\s*\}", re.ASCII)
_NAMED = re.compile(r"\\?([A-Za-z](?:_\{?\w+\}?)?(?:\([^()]*\))?)\s*(?:=|≈|:|\bis\b)\s*")
_BRACKETED = re.compile(r"\(\s*([+-][^()]*|[^()]*/[^()]*)\)")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_LEVEL = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_VULGAR = {
    "½": " 1/2", "⅓": " 1/3", "⅔": " 2/3", "¼": " 1/4", "¾": " 3/4", "⅕": " 1/5", "⅖": " 2/5", "⅗": " 3/5", "⅘": " 4/5",
    "⅙": " 1/6", "⅚": " 5/6", "⅛": " 1/8", "⅜": " 3/8", "⅝": " 5/8", "⅞": " 7/8", "⁄": "/", "−": "-", "\u00a0": " ",
    "\u2009": " ", "\u202f": " ",
}  # fmt: skip
_PLAINER = str.maketrans(_VULGAR)
_SIGNS = str.maketrans({"·": "*", "×": "*", "÷": "/", "−": "-"})


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
    text = _plainer(text)
    named = _NAMED.match(text) if unknown else None
    if named and named[1] == unknown:
        text = text[named.end() :].strip()
    elif unknown and text.endswith(unknown) and text[: -len(unknown)].rstrip().endswith("="):
        text = text[: -len(unknown)].rstrip()[:-1].rstrip()
    if "=" in text:
        return _chained(text.split("="), units)
    return _value(_without_unit(text, units))


def _plainer(text: str) -> str:
    """The text with characters and commands that only look otherwise written plainly."""
    if not text.isascii():
        text = _RAISED.sub(lambda power: "^" + power[0].translate(_LEVEL), text.translate(_PLAINER)).strip()
        if text.startswith("\u2013"):
            text = "-" + text[1:]
    if "\\" in text:
        text = text.replace("\\%", "%").replace("\\$", "$").replace("{\\circ}", "\\circ")
        text = _OVER.sub(r"\1/\2", _FRAC.sub(_ratio, text))
    text = text.replace("{,}", ",").replace("per cent", "percent").strip()
    if text[:1] == "{" and text[-1:] == "}":
        text = text[1:-1].strip()
    if match := _BRACKETED.fullmatch(text):
        text = match[1].strip()
    for word in ("negative ", "minus "):
        if text.lower().startswith(word):
            return "-" + text[len(word) :].lstrip()
    return text


def _ratio(found: re.Match[str]) -> str:
    """A fraction with a slash, parted from a whole number before it."""
    return f"{' ' * (found['mixed'] is not None)}{found[2] or found[4]}/{found[3] or found[5]}"


def _chained(parts: list[str], units: Sequence[str]) -> Number | None:
    """The number that ends a chain of equal parts; the first may be missing, and those before may be worked out."""
    value = _value(_without_unit(parts[-1].strip(), units))
    for at, part in enumerate(map(str.strip, parts[:-1])):
        if not part and not at:
            continue
        plain = part.translate(_SIGNS).replace("\\cdot", "*").replace("\\times", "*")
        if value is None or value not in (_value(part), expressions.evaluate(plain)):
            return None
    return value


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
    parts = int(bottom)
    return _whole(Fraction(int(whole), parts)) if parts else None


def _without_unit(text: str, units: Sequence[str]) -> str:
    for unit in sorted(units, key=len, reverse=True):
        plain = unit if unit.isascii() else _plainer(unit)
        if text.lower().endswith(plain.lower()) and len(text) > len(plain):
            return bare(text[: -len(plain)])
        if text.startswith(plain) and (not plain[-1].isalnum() or text[len(plain) : len(plain) + 1] == " "):
            return text[len(plain) :].lstrip()
        if text[:1] in ("-", "+") and text.startswith(plain, 1) and not plain[-1].isalnum():
            return text[0] + text[1 + len(plain) :].lstrip()
    return text


def _value(text: str) -> Number | None:
    if match := _SIMPLE.fullmatch(text):
        return _signed(match["sign"], _exact(match["value"]))
    if match := _GROUPED.fullmatch(text):
        return _value(text.replace(match[1], "") if match[1] == "_" else "".join(text.split()))
    if match := _RATIO.fullmatch(text):
        bottom = _exact(match["bottom"])
        if not bottom:
            return None
        value = int(match["whole"] or 0) + _exact(match["top"]) / Fraction(bottom)
        return None if match["turn"] and match["whole"] else _signed(match["sign"], -value if match["turn"] else value)
    if (match := _REPEATING.fullmatch(text)) and len(text) <= LONGEST_NUMBER:
        once, again = match["once"], match["again"]
        value = Fraction(int("0" + match["whole"] + once + again) - int("0" + match["whole"] + once))
        return _signed(match["sign"], value / (10 ** len(once + again) - 10 ** len(once)))
    if (match := _TEN.fullmatch(text)) and abs(int(match["exponent"])) <= LARGEST_EXPONENT:
        return _signed(match["sign"], Fraction(10) ** int(match["exponent"]))
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
