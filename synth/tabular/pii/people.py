"""People who do not exist: their names, and the addresses and accounts that are made of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Container

from privacy.text.pii.gazetteers import pool
from privacy.text.pii.lots import Lot
from synth.tabular.pii.styles import Style

MOST_TRIES = 200  # draws of one fake that is real, or that another row has
NUMBERS = 100_000  # behind names in mail addresses: the same person has the same one in every table, and alone
RESERVED = ("example.com", "example.org", "example.net")  # RFC 2606: nobody's
_JOINED = {"ja_JP": " ", "hu_HU": " ", "zh_CN": "", "ko_KR": ""}  # last name first, and what stands between
_LATIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
Maker = Callable[[Lot, str, int], str]


class People:
    """Who stands behind each key: made of a secret and the locale's names, never a real person's full name."""

    def __init__(self, secret: bytes, locale: str, real: Container[str]) -> None:
        self.secret = secret
        self._firsts, self._lasts = pool("first_name", locale), pool("last_name", locale)
        self._real = real
        self._known: dict[str, tuple[str, str]] = {}

    def named(self, key: str) -> tuple[str, str]:
        """The first and the last name of a person."""
        if key not in self._known:
            self._known[key] = self._drawn(Lot(self.secret, "person", key))
        return self._known[key]

    def _drawn(self, lot: Lot) -> tuple[str, str]:
        for _ in range(MOST_TRIES):
            first, last = lot.choice(self._firsts), lot.choice(self._lasts)
            if not any(name in self._real for name in (f"{first} {last}", f"{last}, {first}", f"{last} {first}")):
                return first, last
        return f"{lot.choice(self._firsts)} {lot.choice(self._firsts)}", lot.choice(self._lasts)


def of_person(kind: str, style: Style, names: People) -> Maker:
    """How a person's name, mail address or account is written."""

    def make(lot: Lot, key: str, attempt: int) -> str:
        # A second mail address differs in its number, a second name is another person's.
        first, last = names.named(f"{key}\x1f{attempt}" if attempt and kind == "name" else key)
        return OF_PEOPLE[kind](first, last, style, lot)

    return make


def _full_name(first: str, last: str, style: Style, _: Lot) -> str:
    if style.order == "last, first":
        return f"{last}, {first}"
    joint = _JOINED.get(style.locale)
    return f"{first} {last}" if joint is None else f"{last}{joint}{first}"


def _account(first: str, last: str, _: Style, lot: Lot) -> str:
    return f"{latin(first)[:1]}{latin(last)}{lot.below(NUMBERS)}"


def _mail(first: str, last: str, _: Style, lot: Lot) -> str:
    number = lot.below(NUMBERS)
    place = RESERVED[len(first + last) % len(RESERVED)]
    return f"{latin(first)}.{latin(last)}{number}@{place}"


def latin(name: str) -> str:
    """A name in small ASCII letters; one of another script by the places of its letters.

    >>> latin("Łukasz Müller-Voß"), latin("木村")
    ('lukaszmuller-voss', 'u6728u6751')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LATIN))
    told = "".join(sign for sign in plain if sign.isascii() and (sign.isalnum() or sign == "-"))
    return told or "".join(f"u{ord(sign):x}" for sign in name if sign.isalnum()) or "x"


OF_PEOPLE: dict[str, Callable[[str, str, Style, Lot], str]] = {
    "name": _full_name,
    "first_name": lambda first, *_: first,
    "last_name": lambda _, last, *__: last,
    "email": _mail,
    "user_name": _account,
}
